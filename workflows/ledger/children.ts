import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { messages, type ReplyTo } from '../../src/contract/messages';
import { findReversalView } from '../../src/domain/view';
import { now, type Ledger } from './ledger';

/** At most this many children are told of one reversal; the others ask by themselves. */
const childrenKept = 10;

/** Whoever asked by a signal is told when the reversal has settled. */
export function rememberChild(ledger: Ledger, requestId: string, child: ReplyTo): void {
  const known = (ledger.children.get(requestId) ?? []).filter(({ workflowId }) => workflowId !== child.workflowId);
  ledger.children.set(requestId, [...known, child].slice(-childrenKept));
}

/** Whether a child waits for something that has settled. */
export function hasChildrenToTell(ledger: Ledger): boolean {
  return [...ledger.children.keys()].some((requestId) => isSettledNow(ledger, requestId));
}

/** Tells the children of everything that has settled. One that cannot be told is gone, or will ask. */
export async function tellChildren(ledger: Ledger): Promise<void> {
  const told = [...ledger.children].filter(([requestId]) => isSettledNow(ledger, requestId));
  for (const [requestId] of told) ledger.children.delete(requestId);
  await Promise.all(
    told.flatMap(([requestId, children]) => {
      const view = findReversalView(ledger.state, requestId, now());
      return children.map(async ({ workflowId }) => {
        try {
          await getExternalWorkflowHandle(workflowId).signal(messages.reversalSettled, view);
        } catch {
          // Not found or already closed: the truth stays in the ledger for whoever asks.
        }
      });
    }),
  );
}

function isSettledNow(ledger: Ledger, requestId: string): boolean {
  const view = findReversalView(ledger.state, requestId, now());
  return view?.phase === 'settled';
}
