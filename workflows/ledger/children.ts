import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { signals, type ReplyTo } from '../../src/contract/messages';
import { findReversal } from '../../src/domain/model/ledger-state';
import { findReversalView, type ReversalView } from '../../src/domain/views/view';
import { now, type Ledger } from './ledger';

/** At most this many children are told of one reversal; the others ask by themselves. */
const childrenKept = 10;

/** Whoever asked by a signal is told when the reversal has settled. */
export function rememberChild(ledger: Ledger, requestId: string, child: ReplyTo): void {
  const known = (ledger.children.get(requestId) ?? []).filter(({ workflowId }) => workflowId !== child.workflowId);
  ledger.children.set(requestId, [...known, child].slice(-childrenKept));
}

/** Tells a child whose request was refused: no reversal stands behind it that could settle later. */
export function notifyRefused(ledger: Ledger, child: ReplyTo, view: ReversalView): void {
  ledger.notifications.push({ child, view });
}

/** Whether a child waits for something that has settled. */
export function hasChildrenToNotify(ledger: Ledger): boolean {
  return ledger.notifications.length > 0 || completedRequests(ledger).length > 0;
}

/** Tells the children of everything that has settled. One that cannot be told is gone, or will ask. */
export async function notifyChildren(ledger: Ledger): Promise<void> {
  for (const requestId of completedRequests(ledger)) {
    const view = findReversalView(ledger.state, requestId, now());
    const children = ledger.children.get(requestId) ?? [];
    ledger.children.delete(requestId);
    if (view !== null) ledger.notifications.push(...children.map((child) => ({ child, view })));
  }
  ledger.notifying += 1;
  await Promise.all(ledger.notifications.splice(0).map(({ child, view }) => tell(child, view)));
  ledger.notifying -= 1;
}

async function tell({ workflowId }: ReplyTo, view: ReversalView): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(signals.reversalCompleted, view);
  } catch {
    // Not found or already closed: the truth stays in the ledger for whoever asks.
  }
}

function completedRequests(ledger: Ledger): readonly string[] {
  const { state } = ledger;
  return [...ledger.children.keys()].filter((requestId) => findReversal(state, requestId)?.completed != null);
}
