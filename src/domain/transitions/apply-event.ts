import { missingCoSignature, type FreeingClaim } from '../decision/co-signature';
import { assertNever } from '../model/assert-never';
import { isCurrencyCode } from '../model/currency';
import type { PaymentEvent } from '../model/payment-event';
import { eventIdsKept, pushBounded, addNote, type Dispute, type LedgerState } from '../model/ledger-state';
import { changeLeg } from '../model/leg-change';
import { failed } from '../model/leg-states';
import { mergePayment } from './merge-payment';
import { chargeCaptureId, type Capture, type Payment } from '../model/payment';
import type { AccountRules } from '../model/profile';
import { withOutcomeAnew } from '../decision/outcome';
import type { Reason } from '../model/reasons';
import type { Requester } from '../model/requester';
import type { Transition } from './transition';

/** An event of a payment, and who co-signed it: those whose identity was checked, and who say that it is so. */
export interface RecordedEvent {
  readonly event: PaymentEvent;
  readonly coSignedBy: readonly Requester[];
  /** Who reports it, whose identity was checked; absent or null: a service. */
  readonly reportedBy?: Requester | null;
}

/** Records an event. Recorded twice, it counts once. The answer is why it was not accepted; null: it was. */
export const applyEvent: Transition<RecordedEvent, Reason | null> = function applyEvent(
  state,
  { event, coSignedBy, reportedBy = null },
  { rules, now },
) {
  if (state.eventIds.includes(event.eventId)) return { state, answer: null };
  const { payment } = state;
  if (payment === null || rules === null)
    return refused(state, event, 'nothing is known of this payment yet; make a request with its snapshot first', now);
  if ('currency' in event && event.currency !== payment.currency) {
    const reported = isCurrencyCode(event.currency) ? event.currency : 'another currency';
    return refused(state, event, `the payment is in ${payment.currency}, not ${reported}`, now);
  }
  const taken = missingCoSignatureOf(state, event, rules, { reportedBy, coSignedBy }) ?? take(state, payment, event, rules);
  if (typeof taken === 'string') return refused(state, event, taken, now);
  return { state: { ...taken, eventIds: pushBounded(state.eventIds, event.eventId, eventIdsKept) }, answer: null };
};

/** The state with the event in it, or why it cannot be believed. */
function take(state: LedgerState, payment: Payment, event: PaymentEvent, rules: AccountRules): LedgerState | string {
  switch (event.kind) {
    case 'captureStarted':
      return withCapture(
        state,
        payment,
        reportedCapture(payment, event, { status: 'started', amountMinor: event.amountMinor }),
        rules,
      );
    case 'captureSucceeded': {
      const gatewayReference = event.gatewayReference ?? null;
      const reported = {
        status: 'succeeded' as const,
        amountMinor: event.amountMinor,
        gatewayReference,
        capturedAt: event.at,
      };
      return withCapture(state, payment, reportedCapture(payment, event, reported), rules);
    }
    case 'captureFailed':
      return withCapture(state, payment, reportedCapture(payment, event, { status: 'failed', amountMinor: 0 }), rules);
    case 'settled': {
      const capture = findCapture(payment, event.captureId);
      if (capture === undefined) return unknownCapture(event.captureId);
      return withCapture(state, payment, { ...capture, settledAt: event.at }, rules);
    }
    case 'externalRefund': {
      const capture = findCapture(payment, event.captureId);
      if (capture === undefined) return unknownCapture(event.captureId);
      const { eventId, amountMinor } = event;
      return {
        ...state,
        externalRefunds: [...state.externalRefunds, { eventId, captureId: capture.captureId, amountMinor }],
      };
    }
    case 'disputeOpened': {
      const capture = findCapture(payment, event.captureId);
      if (capture === undefined) return unknownCapture(event.captureId);
      return disputeOpened(state, event, capture.captureId);
    }
    case 'disputeClosed': {
      const before = state.disputes.find((one) => one.disputeId === event.disputeId);
      const open = before ?? { disputeId: event.disputeId, captureId: null, amountMinor: 0 };
      return withDispute(state, { ...open, status: event.outcome });
    }
    case 'refundFailed':
      return refundFailed(state, event);
    default:
      return assertNever(event);
  }
}

/** A refund that came back may be made again; what has failed already changes nothing. */
function missingCoSignatureOf(
  state: LedgerState,
  event: PaymentEvent,
  rules: AccountRules,
  people: Pick<FreeingClaim, 'reportedBy' | 'coSignedBy'>,
): string | null {
  if (event.kind !== 'refundFailed') return null;
  return missingCoSignature(state, { legId: event.legId, ...people }, rules);
}

function withCapture(
  state: LedgerState,
  payment: Payment,
  capture: Capture,
  rules: AccountRules,
): LedgerState | string {
  const merge = mergePayment(payment, { ...payment, captures: [capture] }, rules);
  return merge.merged ? { ...state, payment: merge.payment } : merge.reason.message;
}

/** A charge has one capture, whatever its teller calls it. */
function reportedCapture(
  payment: Payment,
  event: { readonly captureId: string },
  reported: Pick<Capture, 'status' | 'amountMinor'> & Partial<Capture>,
): Capture {
  const captureId = payment.kind === 'charge' ? chargeCaptureId : event.captureId;
  return { captureId, gatewayReference: null, capturedAt: null, settledAt: null, ...reported };
}

function findCapture(payment: Payment, captureId: string): Capture | undefined {
  const id = payment.kind === 'charge' ? chargeCaptureId : captureId;
  return payment.captures.find((capture) => capture.captureId === id);
}

function unknownCapture(captureId: string): string {
  return `no capture ${JSON.stringify(captureId)} is known; record captureSucceeded first`;
}

/** Its end may have been recorded before its start. Recorded differently than before, it would release money without evidence. */
function disputeOpened(
  state: LedgerState,
  { disputeId, amountMinor }: Extract<PaymentEvent, { kind: 'disputeOpened' }>,
  captureId: string,
): LedgerState | string {
  const before = state.disputes.find((one) => one.disputeId === disputeId);
  const contradicts =
    before !== undefined &&
    before.captureId !== null &&
    (before.captureId !== captureId || before.amountMinor !== amountMinor);
  if (contradicts) return `dispute ${JSON.stringify(disputeId)} is known with another capture or amount`;
  return withDispute(state, { disputeId, captureId, amountMinor, status: before?.status ?? 'open' });
}

function withDispute(state: LedgerState, dispute: Dispute): LedgerState {
  const others = state.disputes.filter((one) => one.disputeId !== dispute.disputeId);
  return { ...state, disputes: [...others, dispute] };
}

/** A refund that had succeeded, or was accepted, failed later: its amount is released, once. */
function refundFailed(
  state: LedgerState,
  event: Extract<PaymentEvent, { kind: 'refundFailed' }>,
): LedgerState | string {
  const reversal = state.reversals.find((one) => one.legs.some((leg) => leg.legId === event.legId));
  const leg = reversal?.legs.find((one) => one.legId === event.legId);
  if (reversal === undefined || leg?.operation !== 'refund')
    return `no refund leg ${JSON.stringify(event.legId)} is known`;
  if (leg.status === 'failed') return state;
  if (leg.status !== 'succeeded' && leg.status !== 'pending')
    return `leg ${event.legId} is ${leg.status}, so it cannot fail late`;
  const after = changeLeg(state, event.legId, (one) => ({
    ...failed(one, event.at),
    evidence: event.evidence,
  }));
  return withOutcomeAnew(after, event.legId);
}

function refused(
  state: LedgerState,
  event: PaymentEvent,
  why: string,
  now: string,
): { state: LedgerState; answer: Reason } {
  const message = `event ${event.eventId} (${event.kind}) is not accepted: ${why}`;
  return {
    state: addNote(state, { at: now, what: `event ${event.eventId} (${event.kind})`, why }),
    answer: { code: 'paymentMismatch', message },
  };
}
