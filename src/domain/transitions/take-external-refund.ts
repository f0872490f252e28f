import { legOfReference } from '../decision/outside-money';
import { wasAbandoned, type Leg } from '../model/leg';
import type { LedgerState } from '../model/ledger-state';
import type { ExternallyRefunded, ExternalRefundFailed } from '../model/payment-event';
import { findCapture, unknownCapture } from './take-capture';
import { takeLegNews } from './take-leg-event';
import type { EventContext, TakenEvent } from './taken-event';

/** A refund past this system. By its reference the ledger recognises one that it knows already, its own included. */
export function takeExternalRefund(
  state: LedgerState,
  context: EventContext,
  event: ExternallyRefunded,
): TakenEvent | string {
  const { payment } = context;
  const { eventId, amountMinor } = event;
  const gatewayReference = event.gatewayReference ?? null;
  const capture = findCapture(state, payment, event.captureId);
  if (capture === undefined) return unknownCapture(event.captureId);
  const { captureId } = capture;
  if (gatewayReference !== null && payment.captures.some((one) => one.gatewayReference === gatewayReference)) {
    return "its gatewayReference is the one of a capture; give the refund's own, or leave it out";
  }
  const own = legOfReference(state, gatewayReference);
  if (own !== undefined && mayBeMade(own)) return takeOwn(state, context, event, own);
  const former = state.externalRefunds.find(
    (one) => gatewayReference !== null && one.gatewayReference === gatewayReference,
  );
  if (former !== undefined) {
    const isSame = former.amountMinor === amountMinor && former.captureId === captureId;
    if (isSame) return { state, captureId };
    return `this refund is known by event ${former.eventId} with another amount or capture; correct that event`;
  }
  const added = { eventId, captureId, amountMinor, gatewayReference, failed: false };
  return { state: { ...state, externalRefunds: [...state.externalRefunds, added] }, captureId };
}

/** A refund of this ledger comes back as one from elsewhere: it is counted once, and its outcome is known now. */
function takeOwn(
  state: LedgerState,
  context: EventContext,
  { amountMinor, at, gatewayReference, evidence }: ExternallyRefunded,
  { legId, amountMinor: sentMinor }: Leg,
): TakenEvent | string {
  if (amountMinor !== sentMinor) {
    return `this refund is leg ${legId}, which was sent with another amount; resolve the leg, or correct the amount`;
  }
  const reference = gatewayReference ?? null;
  return takeLegNews(state, context, {
    legId,
    ended: 'succeeded',
    at,
    gatewayReference: reference,
    evidence: evidence ?? null,
  });
}

/** What the gateway declined, and what was never sent, moved nothing: such a refund came from elsewhere. */
function mayBeMade(leg: Leg): boolean {
  return leg.status !== 'declined' && leg.status !== 'planned' && leg.status !== 'sending' && !wasAbandoned(leg);
}

/** The cardholder's bank returned an external refund. */
export function takeExternalRefundFailed(
  state: LedgerState,
  _context: EventContext,
  { refundEventId }: ExternalRefundFailed,
): TakenEvent | string {
  const statement = state.statements.find((one) => one.eventId === refundEventId);
  if (statement?.kind !== 'externalRefund') {
    return `no externalRefund was recorded by event ${JSON.stringify(refundEventId)}`;
  }
  if (statement.legId !== null)
    return `that refund is leg ${statement.legId} of this ledger; record refundFailed for it`;
  const reference = statement.content['gatewayReference'];
  const isIt = (one: LedgerState['externalRefunds'][number]): boolean =>
    one.eventId === refundEventId || (reference !== undefined && one.gatewayReference === reference);
  if (!state.externalRefunds.some(isIt))
    return `event ${JSON.stringify(refundEventId)} was corrected: it never happened`;
  const externalRefunds = state.externalRefunds.map((one) => (isIt(one) ? { ...one, failed: true } : one));
  return { state: { ...state, externalRefunds }, captureId: statement.captureId };
}
