import { assertNever } from '../model/assert-never';
import { allLegs, type LedgerState } from '../model/ledger-state';
import type { PaymentEvent } from '../model/payment-event';

/** Whether the policy has to decide about an event, because it may make an amount refundable. */
export function mayRelease(event: PaymentEvent): boolean {
  switch (event.kind) {
    case 'refundFailed':
    case 'voidFailed':
    case 'externalRefundFailed':
    case 'accountChanged':
    case 'correction':
      return true;
    case 'disputeClosed':
      return event.outcome === 'won' || event.amountMinor != null;
    case 'captureStarted':
    case 'captureSucceeded':
    case 'captureFailed':
    case 'settled':
    case 'disputeOpened':
    case 'refundSucceeded':
    case 'voidSucceeded':
    case 'externalRefund':
    case 'authorizationChanged':
      return event.coSignedBy != null && event.coSignedBy.length > 0;
    default:
      return assertNever(event);
  }
}

/** Whether an event says the end of a call that is being made right now. Its own answer comes first. */
export function isAboutSending(state: LedgerState, event: PaymentEvent): boolean {
  const sending = allLegs(state).filter(({ status }) => status === 'sending');
  if (sending.length === 0) return false;
  if ('legId' in event) return sending.some(({ legId }) => legId === event.legId);
  // The gateway may report a refund of ours before it has answered the call.
  return event.kind === 'accountChanged' || (event.kind === 'externalRefund' && event.gatewayReference != null);
}
