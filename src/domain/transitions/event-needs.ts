import { allLegs, type LedgerState } from '../model/ledger-state';
import type { PaymentEvent } from '../model/payment-event';

/** Whether an event says the end of a call that is being made right now. Its own answer comes first. */
export function isAboutSending(state: LedgerState, event: PaymentEvent): boolean {
  const sending = allLegs(state).filter(({ status }) => status === 'sending');
  if (sending.length === 0) return false;
  if ('legId' in event) return sending.some(({ legId }) => legId === event.legId);
  // The gateway may report a refund of ours before it has answered the call.
  return event.kind === 'accountChanged' || (event.kind === 'externalRefund' && event.gatewayReference != null);
}
