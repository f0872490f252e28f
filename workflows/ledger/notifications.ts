import { getExternalWorkflowHandle } from '@temporalio/workflow';
import { signals, type ReplyTo } from '../../src/contract/messages';
import { jsonSize } from '../../src/domain/model/json-size';
import { findReversal } from '../../src/domain/model/ledger-state';
import { findReversalView, type ReversalView } from '../../src/domain/views/view';
import { inBackground } from './in-background';
import { ledgerTime, type Ledger } from './ledger';

/** At most this many children are notified of one reversal, and so many bytes of ids are kept in all; the others ask. */
const childrenKept = 10;
const childIdBytesKept = 96 * 1024;

/** A workflow that asked by a signal is notified when the reversal has completed. */
export function rememberChild(ledger: Ledger, requestId: string, child: ReplyTo): void {
  const others = (ledger.children.get(requestId) ?? []).filter(({ workflowId }) => workflowId !== child.workflowId);
  const remembered = [...others, child].slice(-childrenKept);
  const isFull = jsonSize([...ledger.children.values()]) + jsonSize(remembered) > childIdBytesKept;
  if (!isFull) ledger.children.set(requestId, remembered);
}

/** Notifies a child whose request was refused: it has no reversal that could complete later. */
export function notifyRefused(ledger: Ledger, child: ReplyTo, view: ReversalView): void {
  ledger.notifications.push({ child, view });
}

/** A child waits for something that has completed, and none is being notified. */
export function hasChildrenToNotify(ledger: Ledger): boolean {
  return !ledger.notifying && (ledger.notifications.length > 0 || completedRequests(ledger).length > 0);
}

/** Notifies the children of everything that has completed. A child that cannot be notified is gone, or will ask. */
export async function notifyChildren(ledger: Ledger): Promise<void> {
  for (const requestId of completedRequests(ledger)) {
    const view = findReversalView(ledger.state, requestId, ledgerTime(ledger));
    const children = ledger.children.get(requestId) ?? [];
    ledger.children.delete(requestId);
    if (view !== null) ledger.notifications.push(...children.map((child) => ({ child, view })));
  }
  const notifications = ledger.notifications.splice(0);
  if (notifications.length === 0) return;
  await inBackground(ledger, 'notifying', () =>
    Promise.all(notifications.map(({ child, view }) => notify(child, view))),
  );
}

async function notify({ workflowId }: ReplyTo, view: ReversalView): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowId).signal(signals.reversalCompleted, view);
  } catch {
    // Not found or already closed: the outcome stays in the ledger and can be read there.
  }
}

function completedRequests({ state, children }: Ledger): readonly string[] {
  return [...children.keys()].filter((requestId) => findReversal(state, requestId)?.completed != null);
}
