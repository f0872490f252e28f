import { assertNever } from '../model/assert-never';
import { openedWith } from '../model/dispute';
import { withOutcomeAnew } from '../decision/outcome';
import { changeLeg, findLeg, withAttempt } from '../model/leg-change';
import { succeeded } from '../model/leg-states';
import type { LedgerState } from '../model/ledger-state';
import { capturedMinorOf, type Capture, type Payment } from '../model/payment';
import type { Correction } from '../model/payment-event';
import { isAfter, isOutdatedCorrection, type Statement } from '../model/statement';
import { captureBegun } from './capture-begun';
import { findDispute, withStates } from './take-dispute';
import type { EventContext, TakenEvent } from './taken-event';
import { withExcessAsked } from './beyond-request';

/** What a correction makes of an event: another amount, or nothing. */
interface Corrected extends Statement {
  /** Minor units of the payment's currency; null: it never happened. */
  readonly rightMinor: number | null;
}

/** An event was recorded wrongly. Of several corrections of one event the one that was made last counts. */
export function takeCorrection(state: LedgerState, context: EventContext, event: Correction): TakenEvent | string {
  const statement = state.statements.find((one) => one.eventId === event.corrects);
  if (statement === undefined) return `no event ${JSON.stringify(event.corrects)} was recorded for this payment`;
  // It is not about a leg itself: what an event that never happened said of a leg is simply gone.
  const { captureId } = statement;
  if (isOutdatedCorrection(state.statements, event)) return { state, captureId };
  const rightMinor = event.neverHappened === true ? null : (event.amountMinor ?? null);
  const corrected = correctedBy(state, context, { ...statement, rightMinor });
  if (typeof corrected === 'string') return corrected;
  const statements = corrected.statements.map((one) =>
    one.eventId === event.corrects ? { ...one, correctedBy: event.eventId, struck: rightMinor === null } : one,
  );
  return { captureId, state: { ...corrected, statements } };
}

function correctedBy(state: LedgerState, context: EventContext, corrected: Corrected): LedgerState | string {
  const { kind } = corrected;
  switch (kind) {
    case 'captureStarted':
    case 'captureFailed':
    case 'captureSucceeded':
      return withCapture(state, context, corrected);
    case 'settled':
      return corrected.rightMinor === null ? withoutSettlement(state, context.payment, corrected) : noAmount(kind);
    case 'disputeOpened':
      return withDisputeOpened(state, context.payment, corrected);
    case 'disputeClosed':
      return withDisputeClosed(state, context.payment, corrected);
    case 'refundFailed':
    case 'voidFailed':
      return corrected.rightMinor === null ? withoutFailure(state, context, corrected) : noAmount(kind);
    case 'externalRefund':
      return withExternalRefund(state, corrected);
    case 'externalRefundFailed':
      return corrected.rightMinor === null ? withoutReturn(state, corrected) : noAmount(kind);
    case 'refundSucceeded':
      return 'record refundFailed for the leg instead: it has succeeded as far as the ledger knows';
    case 'voidSucceeded':
      return 'record voidFailed for the leg instead: it has succeeded as far as the ledger knows';
    case 'authorizationChanged':
    case 'accountChanged':
      return `record ${kind} again with what is right, at a later instant`;
    case 'correction':
      return 'it is a correction itself; correct the event that it names again';
    default:
      return assertNever(kind);
  }
}

function noAmount(kind: Statement['kind']): string {
  return `${kind} has no amount to correct; say neverHappened, then record what is right`;
}

function withCapture(state: LedgerState, { payment, rules }: EventContext, corrected: Corrected): LedgerState | string {
  const { kind, captureId, rightMinor } = corrected;
  const capture = payment.captures.find((one) => one.captureId === captureId);
  if (capture === undefined) return `capture ${JSON.stringify(captureId)} is not known any more`;
  if (payment.kind === 'charge') return 'a charge is captured whole when it is made, so its capture cannot change';
  if (kind !== 'captureSucceeded' && capture.status === 'succeeded') {
    return `capture ${capture.captureId} has succeeded; correct the event that says so`;
  }
  if (kind === 'captureFailed' && rightMinor !== null) return noAmount(kind);
  const next = rightCapture(state, capture, corrected);
  const captures = payment.captures.flatMap((one) => (one === capture ? (next ?? []) : one));
  const changed: Payment = { ...payment, captures };
  const isMore = capturedMinorOf(changed) > capturedMinorOf(payment);
  if (isMore && !rules.profile.allowsOverCapture && capturedMinorOf(changed) > payment.authorizedMinor) {
    return `captures would add up to ${String(capturedMinorOf(changed))}, more than the ${String(payment.authorizedMinor)} authorized (minor units)`;
  }
  return { ...state, payment: changed };
}

/** One that never took money stays known, with nothing, so that nobody's old snapshot brings it back. */
function rightCapture(state: LedgerState, capture: Capture, { eventId, kind, rightMinor }: Corrected): Capture | null {
  if (rightMinor !== null) return { ...capture, amountMinor: rightMinor };
  if (kind === 'captureSucceeded') return { ...capture, amountMinor: 0 };
  const others = state.statements.filter((one) => one.eventId !== eventId);
  const begun = captureBegun(others, capture.captureId);
  if (begun !== null) return { ...capture, status: begun };
  return kind === 'captureFailed' && capture.amountMinor > 0 ? { ...capture, status: 'started' } : null;
}

function withoutSettlement(state: LedgerState, payment: Payment, { eventId, captureId }: Corrected): LedgerState {
  const others = state.statements.filter(
    (one) => one.kind === 'settled' && one.captureId === captureId && one.eventId !== eventId && !one.struck,
  );
  const settledAt = others.reduce<string | null>(
    (first, { happenedAt }) => (first === null || isAfter(first, happenedAt) ? happenedAt : first),
    null,
  );
  const captures = payment.captures.map((one) => (one.captureId === captureId ? { ...one, settledAt } : one));
  return { ...state, payment: { ...payment, captures } };
}

function withDisputeOpened(state: LedgerState, { currency }: Payment, corrected: Corrected): LedgerState | string {
  const { content, eventId, rightMinor, captureId, happenedAt } = corrected;
  const disputeId = String(content['disputeId']);
  const dispute = findDispute(state, disputeId);
  const states = dispute?.states ?? [];
  if (rightMinor === null) {
    const rest = states.filter((one) => one.eventId !== eventId);
    return withStates(state, disputeId, rest.length === 0 ? null : (dispute?.captureId ?? captureId), rest);
  }
  const amount = { amountMinor: rightMinor, currency };
  const same = dispute === undefined ? [] : openedWith(dispute, happenedAt);
  const others = states.filter((one) => one.eventId !== eventId);
  const changed = others.map((one) => (same.includes(one) ? { ...one, ...amount } : one));
  const own = { eventId, status: 'open' as const, at: happenedAt, ...amount };
  return withStates(state, disputeId, dispute?.captureId ?? captureId, [...changed, own]);
}

function withDisputeClosed(state: LedgerState, { currency }: Payment, corrected: Corrected): LedgerState | string {
  const { content, eventId, rightMinor, happenedAt } = corrected;
  if (rightMinor !== null && content['outcome'] === 'won') return noAmount('disputeClosed');
  const disputeId = String(content['disputeId']);
  const dispute = findDispute(state, disputeId);
  const others = (dispute?.states ?? []).filter((one) => one.eventId !== eventId);
  const own = { eventId, status: 'lost' as const, at: happenedAt, amountMinor: rightMinor, currency };
  return withStates(state, disputeId, dispute?.captureId ?? null, rightMinor === null ? others : [...others, own]);
}

/** The leg has succeeded after all, unless another event says as well that it failed. */
function withoutFailure(state: LedgerState, { now }: EventContext, { eventId, legId, kind }: Corrected): LedgerState {
  const isSaidOtherwise = state.statements.some(
    (one) => one.legId === legId && one.kind === kind && one.eventId !== eventId && !one.struck,
  );
  if (legId === null || isSaidOtherwise) return state;
  const changed = changeLeg(state, legId, (leg) =>
    leg.status === 'failed' ? succeeded(withAttempt(leg, 'record', 'corrected: it did not fail', now), now) : leg,
  );
  return withOutcomeAnew(withExcessAsked(changed, findLeg(state, legId) ?? { legId }, now), legId);
}

function withExternalRefund(state: LedgerState, corrected: Corrected): LedgerState | string {
  const { eventId, captureId, rightMinor, legId, content } = corrected;
  if (legId !== null) return `that refund is leg ${legId} of this ledger; what the ledger sent cannot be corrected`;
  const gatewayReference = typeof content['gatewayReference'] === 'string' ? content['gatewayReference'] : null;
  const former = state.externalRefunds.find((one) => one.eventId === eventId);
  const other = state.externalRefunds.find(
    (one) => gatewayReference !== null && one.gatewayReference === gatewayReference,
  );
  if (former === undefined && other !== undefined)
    return `the same refund was recorded by event ${other.eventId}; correct that event`;
  const others = state.externalRefunds.filter((one) => one.eventId !== eventId);
  if (rightMinor === null || captureId === null) return { ...state, externalRefunds: others };
  const right = former ?? { eventId, captureId, gatewayReference, failed: false };
  return { ...state, externalRefunds: [...others, { ...right, amountMinor: rightMinor }] };
}

function withoutReturn(state: LedgerState, { content }: Corrected): LedgerState {
  const externalRefunds = state.externalRefunds.map((one) =>
    one.eventId === content['refundEventId'] ? { ...one, failed: false } : one,
  );
  return { ...state, externalRefunds };
}
