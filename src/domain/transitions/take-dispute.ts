import { disputeOf, openedWith, type Dispute, type DisputeState } from '../model/dispute';
import type { DisputeClosed, DisputeOpened } from '../model/payment-event';
import type { LedgerState } from '../model/ledger-state';
import { capturedMinorOf, type Payment } from '../model/payment';
import { findCapture, unknownCapture } from './take-capture';
import type { EventContext, TakenEvent } from './taken-event';

/** A dispute was opened, also once more after it was won. Recorded otherwise than before, it would release money. */
export function takeDisputeOpened(
  state: LedgerState,
  { payment }: EventContext,
  event: DisputeOpened,
): TakenEvent | string {
  const capture = findCapture(state, payment, event.captureId);
  if (capture === undefined) return unknownCapture(event.captureId);
  const { captureId } = capture;
  const { disputeId, amountMinor, currency, eventId, at } = event;
  const former = findDispute(state, disputeId);
  const opened = former === undefined ? [] : openedWith(former, at);
  const contradicts =
    (former !== undefined && former.captureId !== null && former.captureId !== captureId) ||
    opened.some((one) => one.amountMinor !== amountMinor || one.currency !== currency);
  if (contradicts)
    return `dispute ${JSON.stringify(disputeId)} is known with another capture or amount; correct that event`;
  const added = { eventId, status: 'open' as const, at, amountMinor, currency };
  return { state: withStates(state, disputeId, captureId, [...(former?.states ?? []), added]), captureId };
}

/** A dispute has ended. Its end may be recorded before its beginning. */
export function takeDisputeClosed(
  state: LedgerState,
  { payment }: EventContext,
  event: DisputeClosed,
): TakenEvent | string {
  const { disputeId, outcome, eventId, at } = event;
  const isWon = outcome === 'won';
  if (isWon && (event.evidence ?? null) === null) {
    return 'evidence is missing: a dispute that was won releases its amount, so say what proves it';
  }
  const former = findDispute(state, disputeId);
  const captureId = former?.captureId ?? null;
  const added: DisputeState = {
    eventId,
    status: outcome,
    at,
    amountMinor: isWon ? null : (event.amountMinor ?? null),
    currency: isWon ? null : (event.currency ?? null),
  };
  const next = withStates(state, disputeId, captureId, [...(former?.states ?? []), added]);
  const isReleased = former !== undefined && former.status !== 'won' && findDispute(next, disputeId)?.status === 'won';
  const isKnown = isReleased && captureId !== null;
  return { state: next, captureId, mayReleaseMinor: isWon && !isKnown ? wholeMinor(payment, captureId) : 0 };
}

export function findDispute({ disputes }: LedgerState, disputeId: string): Dispute | undefined {
  return disputes.find((one) => one.disputeId === disputeId);
}

/** The state in which a dispute has these states; without any, there is no such dispute. */
export function withStates(
  state: LedgerState,
  disputeId: string,
  captureId: string | null,
  states: readonly DisputeState[],
): LedgerState {
  const others = state.disputes.filter((one) => one.disputeId !== disputeId);
  const dispute = disputeOf(disputeId, captureId, states);
  return { ...state, disputes: dispute === null ? others : [...others, dispute] };
}

/** The most that a dispute nobody has described can be about. */
function wholeMinor(payment: Payment, captureId: string | null): number {
  const capture = payment.captures.find((one) => one.captureId === captureId);
  return capture?.amountMinor ?? Math.max(payment.authorizedMinor, capturedMinorOf(payment));
}
