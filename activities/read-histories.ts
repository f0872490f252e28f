import { activityInfo, Context } from '@temporalio/activity';
import type { HistoriesInput, HistoriesResult } from '../src/contract/activity-shapes';
import { HistoryUnreadableError } from '../src/client/errors';
import { checkScheduledLeg } from '../src/contract/recovery';
import { isTrustedRun } from './may-send';
import { historiesOf, UnreadableHistoriesError } from './run-histories';
import { scheduledLegs } from './scheduled-legs';

/** As many as fit into one answer of an activity, and far more than a ledger admits. */
const legsRead = 2_000;

/**
 * Reads the histories of all runs of the ledger that asks, which it learns from the server and from nobody else. A ledger
 * that may send as it is gets no reading.
 */
export async function readHistories({ lineage, isFrozen, mayRead }: HistoriesInput): Promise<HistoriesResult> {
  const { workflowExecution } = activityInfo();
  if (workflowExecution === undefined) throw new Error('only a ledger reads its histories');
  const { workflowId, runId } = workflowExecution;
  if (!isFrozen && isTrustedRun(lineage, runId)) return { status: 'trusted', runId };
  if (!mayRead) return { status: 'unread', runId };
  const { client, heartbeat } = Context.current();
  try {
    const histories = await historiesOf(client, workflowId, runId, () => {
      heartbeat();
    });
    const legs = await scheduledLegs(client, histories);
    const odd = legs.find((leg) => checkScheduledLeg(leg).length > 0);
    if (odd !== undefined) {
      return { status: 'unreadable', runId, why: 'a history holds a send that no ledger of this program makes' };
    }
    if (legs.length <= legsRead) return { status: 'read', runId, legs };
    const why = `its runs have scheduled ${String(legs.length)} legs, and at most ${String(legsRead)} can be taken in`;
    return { status: 'unreadable', runId, why };
  } catch (error) {
    if (error instanceof UnreadableHistoriesError || error instanceof HistoryUnreadableError) {
      return { status: 'unreadable', runId, why: error.message };
    }
    throw error;
  }
}
