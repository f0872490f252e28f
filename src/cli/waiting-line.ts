import type { ReversalRequest } from '../contract/reversal-request';
import type { ReversalView } from '../domain/views/view';
import type { LedgerSession } from './ledger-session';
import { moneyText } from './render/money-text';
import { plain } from './render/table';

/** What a request waits for, in one line for the person who waits with it. */
export async function waitingLine({ glance, taskQueue }: LedgerSession, request: ReversalRequest): Promise<string> {
  const { paymentId } = request.payment;
  const view = await glance.find(paymentId, request.requestId).catch(() => null);
  return plain(
    view === null
      ? `waiting for the ledger of payment ${paymentId} to answer; is a worker running on task queue ${taskQueue}?`
      : lineFor(view),
  );
}

function lineFor(view: ReversalView): string {
  const sending = view.legs.find(({ status }) => status === 'sending');
  if (sending !== undefined) {
    const amount = moneyText(sending.amountMinor, view.currency);
    return `waiting for the gateway to answer the ${sending.operation} of ${amount} (leg ${sending.legId})`;
  }
  return view.reason === null
    ? `waiting for its turn among the reversals of payment ${view.paymentId}`
    : `waiting: ${view.reason.message}`;
}
