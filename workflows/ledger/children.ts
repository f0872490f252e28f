import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { messages, type ReplyTo } from '../../src/contract/messages';
import { findReversal } from '../../src/domain/ledger-state';
import { findReversalView, type ReversalView } from '../../src/domain/view';
import { now, type Ledger } from './ledger';

/** At most this many children are told of one reversal; the others ask by themselves. */
const childrenKept = 10;

/** Whoever asked by a signal is told when the reversal has settled. */
export function rememberChild(ledger: Ledger, requestId: string, child: ReplyTo): void {
  const known = (ledger.children.get(requestId) ?? []).filter(({ workflowId }) => workflowId !== child.workflowId);
  ledger.children.set(requestId, [...known, child].slice(-childrenKept));
}

/** Tells a child whose request was refused: no reversal stands behind it that could settle later. */
export function tellRefused(ledger: Ledger, child: ReplyTo, view: ReversalView): void {
  ledger.answers.push({ child, view });
}

/** Whether a child waits for something that has settled. */
export function hasChildrenToTell(ledger: Ledger): boolean {
  return ledger.answers.length > 0 || settledRequests(ledger).length > 0;
}

/** Tells the children of everything that has settled. One that cannot be told is gone, or will ask. */
export async function tellChildren(ledger: Ledger): Promise<void> {
  for (const requestId of settledRequests(ledger)) {
    const view = findReversalView(ledger.state, requestId, now());
    const children = ledger.children.get(requestId) ?? [];
    ledger.children.delete(requestId);
    if (view !== null) ledger.answers.push(...children.map((child) => ({ child, view })));
  }
  ledger.telling += 1;
  await Promise.all(ledger.answers.splice(0).map(({ child, view }) => tell(child, view)));
  ledger.telling -= 1;
}

async function tell({ workflowId }: ReplyTo, view: ReversalView): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(messages.reversalSettled, view);
  } catch {
    // Not found or already closed: the truth stays in the ledger for whoever asks.
  }
}

function settledRequests(ledger: Ledger): readonly string[] {
  const { state } = ledger;
  return [...ledger.children.keys()].filter((requestId) => findReversal(state, requestId)?.settled != null);
}
