import { missingAgreement } from './agree';
import { assertNever } from './assert-never';
import { isCurrencyCode } from './currency';
import type { Fact } from './facts';
import { factIdsKept, kept, traced, type Dispute, type LedgerState } from './ledger-state';
import { changeLeg } from './leg-change';
import { mergePayment } from './merge-payment';
import { chargeCaptureId, type Capture, type Payment } from './payment';
import type { AccountRules } from './profile';
import { outcomeOf, reasonOf } from './outcome';
import { progress } from './progress';
import type { Reason } from './reasons';
import type { Requester } from './requester';

/** `refused` says why a fact was not believed; the state then holds only its trace. */
export interface FactResult {
  readonly state: LedgerState;
  readonly refused: Reason | null;
}

/** Takes a fact in. Told twice, it counts once. `agreedBy`: whose identity was checked, and who say that it is so. */
export function applyFact(
  state: LedgerState,
  fact: Fact,
  rules: AccountRules,
  now: string,
  agreedBy: readonly Requester[] = [],
): FactResult {
  if (state.factIds.includes(fact.factId)) return { state, refused: null };
  const { payment } = state;
  if (payment === null)
    return refused(state, fact, 'nothing is known of this payment yet; make a request with its snapshot first', now);
  if ('currency' in fact && fact.currency !== payment.currency) {
    const told = isCurrencyCode(fact.currency) ? fact.currency : 'another currency';
    return refused(state, fact, `the payment is in ${payment.currency}, not ${told}`, now);
  }
  const taken = disagreement(state, fact, rules, agreedBy) ?? take(state, payment, fact, rules);
  if (typeof taken === 'string') return refused(state, fact, taken, now);
  const known = { ...taken, factIds: kept(state.factIds, fact.factId, factIdsKept) };
  return { state: progress(known, rules, now), refused: null };
}

/** The state with the fact in it, or why it cannot be believed. */
function take(state: LedgerState, payment: Payment, fact: Fact, rules: AccountRules): LedgerState | string {
  switch (fact.kind) {
    case 'captureStarted':
      return withCapture(
        state,
        payment,
        captureTold(payment, fact, { status: 'started', amountMinor: fact.amountMinor }),
        rules,
      );
    case 'captureSucceeded': {
      const gatewayReference = fact.gatewayReference ?? null;
      const told = {
        status: 'succeeded' as const,
        amountMinor: fact.amountMinor,
        gatewayReference,
        capturedAt: fact.at,
      };
      return withCapture(state, payment, captureTold(payment, fact, told), rules);
    }
    case 'captureFailed':
      return withCapture(state, payment, captureTold(payment, fact, { status: 'failed', amountMinor: 0 }), rules);
    case 'settled': {
      const capture = findCapture(payment, fact.captureId);
      if (capture === undefined) return unknownCapture(fact.captureId);
      return withCapture(state, payment, { ...capture, settledAt: fact.at }, rules);
    }
    case 'refundedOutside': {
      const capture = findCapture(payment, fact.captureId);
      if (capture === undefined) return unknownCapture(fact.captureId);
      const { factId, amountMinor } = fact;
      return {
        ...state,
        refundsOutside: [...state.refundsOutside, { factId, captureId: capture.captureId, amountMinor }],
      };
    }
    case 'disputeOpened': {
      const capture = findCapture(payment, fact.captureId);
      if (capture === undefined) return unknownCapture(fact.captureId);
      return disputeOpened(state, fact, capture.captureId);
    }
    case 'disputeClosed': {
      const before = state.disputes.find((one) => one.disputeId === fact.disputeId);
      const open = before ?? { disputeId: fact.disputeId, captureId: null, amountMinor: 0 };
      return withDispute(state, { ...open, status: fact.outcome });
    }
    case 'refundFailed':
      return refundFailed(state, fact);
    default:
      return assertNever(fact);
  }
}

/** A refund that came back may be made again; what has failed already changes nothing. */
function disagreement(
  state: LedgerState,
  fact: Fact,
  rules: AccountRules,
  agreedBy: readonly Requester[],
): string | null {
  if (fact.kind !== 'refundFailed') return null;
  return missingAgreement(state, { legId: fact.legId, toldBy: null, agreedBy }, rules);
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
function captureTold(
  payment: Payment,
  fact: { readonly captureId: string },
  told: Pick<Capture, 'status' | 'amountMinor'> & Partial<Capture>,
): Capture {
  const captureId = payment.kind === 'charge' ? chargeCaptureId : fact.captureId;
  return { captureId, gatewayReference: null, capturedAt: null, settledAt: null, ...told };
}

function findCapture(payment: Payment, captureId: string): Capture | undefined {
  const id = payment.kind === 'charge' ? chargeCaptureId : captureId;
  return payment.captures.find((capture) => capture.captureId === id);
}

function unknownCapture(captureId: string): string {
  return `no capture ${JSON.stringify(captureId)} is known; tell captureSucceeded first`;
}

/** Its end may have been told before its beginning. Told otherwise than before, it would free money without evidence. */
function disputeOpened(
  state: LedgerState,
  { disputeId, amountMinor }: Extract<Fact, { kind: 'disputeOpened' }>,
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

/** A refund that had succeeded, or was accepted, came back: its amount is free again, once. */
function refundFailed(state: LedgerState, fact: Extract<Fact, { kind: 'refundFailed' }>): LedgerState | string {
  const reversal = state.reversals.find((one) => one.legs.some((leg) => leg.legId === fact.legId));
  const leg = reversal?.legs.find((one) => one.legId === fact.legId);
  if (reversal === undefined || leg?.operation !== 'refund')
    return `no refund leg ${JSON.stringify(fact.legId)} is known`;
  if (leg.status === 'failed') return state;
  if (leg.status !== 'succeeded' && leg.status !== 'pending')
    return `leg ${fact.legId} is ${leg.status}, so it cannot fail late`;
  const evidence = fact.evidence ?? null;
  const failed = changeLeg(state, fact.legId, (one) => ({
    ...one,
    status: 'failed',
    code: 'refundFailed',
    evidence,
    since: fact.at,
  }));
  if (reversal.settled === null) return failed;
  return {
    ...failed,
    reversals: failed.reversals.map((one) =>
      one.reversalId === reversal.reversalId && one.settled !== null
        ? { ...one, settled: { ...one.settled, outcome: outcomeOf(one.legs), reason: reasonOf(one.legs) } }
        : one,
    ),
  };
}

function refused(state: LedgerState, fact: Fact, why: string, now: string): FactResult {
  const message = `fact ${fact.factId} (${fact.kind}) is not believed: ${why}`;
  return {
    state: traced(state, { at: now, what: `fact ${fact.factId} (${fact.kind})`, why }),
    refused: { code: 'paymentMismatch', message },
  };
}
