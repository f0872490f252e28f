import fc from 'fast-check';
import { termsOfPlan } from '../../../src/domain/decision/approval-of-plan';
import { nextSend } from '../../../src/domain/decision/next-send';
import type { ApproverDecision } from '../../../src/domain/model/approval';
import { lookupOf, type Leg } from '../../../src/domain/model/leg';
import { allLegs } from '../../../src/domain/model/ledger-state';
import type { LookupResult } from '../../../src/domain/model/lookup-result';
import type { Payment } from '../../../src/domain/model/payment';
import type { AccountRules } from '../../../src/domain/model/profile';
import type { SendResult } from '../../../src/domain/model/send-result';
import { admit } from '../../../src/domain/transitions/admit';
import { applyLookup } from '../../../src/domain/transitions/apply-lookup';
import { applySendResult, startSending } from '../../../src/domain/transitions/apply-send-result';
import { decideApproval } from '../../../src/domain/transitions/decide-approval';
import { passTime, reachGateway } from '../../../src/domain/transitions/notes-and-time';
import { recover } from '../../../src/domain/transitions/recover';
import { resolve } from '../../../src/domain/transitions/resolve';
import { spendTokens } from '../../../src/domain/transitions/spend-tokens';
import { withdraw } from '../../../src/domain/transitions/withdraw';
import { policyOf } from '../../support/approval-rules';
import {
  askedOf,
  authorizedAt,
  captureOf,
  declined,
  minutesAfter,
  mismatch,
  notSent,
  notSentCauses,
  paymentOf,
  profiles,
  rejections,
  resetDetected,
  rulesOf,
  unknown,
} from '../../support/domain-arbitraries';
import { eventIds, reporting, reportingLegs } from './any-event';
import { applied, captureIds, carol, coSigners, oneOf, references, stepOf, which, type Act } from './any-step';
import { captureAmounts } from './random-history';

/** A random ledger's rules, of which another reading may come at any time, and what happens to it. */
export interface AnyHistory {
  readonly readings: readonly AccountRules[];
  readonly acts: readonly Act[];
}

const people = fc.constantFrom(
  { id: 'alice', onBehalfOf: null },
  { id: 'bob', onBehalfOf: null },
  { id: 'shop', onBehalfOf: 'alice' },
  { id: 'unknown', onBehalfOf: null },
);
function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

const cards: readonly Payment['card'][] = [
  null,
  { cardNumber: '@token-1', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2030 },
  { cardNumber: '@token-2', cardHolderName: 'John Smith', expirationMonth: 1, expirationYear: 2031 },
];

function often<T>(value: T): readonly T[] {
  return Array.from({ length: 5 }, () => value);
}

type Told = Readonly<Record<string, string>>;

const asking = stepOf(
  fc.record({
    requestId: fc.integer({ min: 1, max: 16 }).map((number) => `r${String(number)}`),
    wanted: fc.oneof(
      { weight: 2, arbitrary: fc.constant('cancel' as const) },
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 12, arbitrary: fc.integer({ min: 1, max: 20 }) },
      { weight: 3, arbitrary: fc.integer({ min: 20, max: 45 }) },
      { weight: 1, arbitrary: fc.integer({ min: 46, max: 130 }) },
    ),
    told: fc.oneof(
      fc.constantFrom<Told>({ c1: 'succeeded', c2: 'succeeded', c3: 'settled' }, { c1: 'succeeded' }, {}),
      fc.dictionary(captureIds, fc.constantFrom<string>('started', 'failed', ...often('succeeded'), 'settled'), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
    requester: people,
    card: fc.constantFrom(null, null, null, ...cards),
    isProved: fc.boolean(),
    expected: rarely(fc.nat({ max: 100 })),
  }),
  ({ requestId, wanted, told, requester, card, isProved, expected: expectedRefundableMinor }, { payment: known }) => {
    const captures = Object.entries(told).map(([captureId, status]) =>
      captureOf(captureId, captureAmounts[captureId] ?? 0, {
        status: status === 'started' || status === 'failed' ? status : 'succeeded',
        capturedAt: status === 'started' || status === 'failed' ? null : authorizedAt,
        settledAt: status === 'settled' ? authorizedAt : null,
      }),
    );
    const payment = paymentOf(captures, {
      authorizedMinor: known?.authorizedMinor ?? 100,
      gatewayAccount: known?.gatewayAccount ?? 'stripe-production',
      card,
    });
    return applied(admit, {
      asked: askedOf(requestId, wanted, payment, { requester, expectedRefundableMinor }),
      isProved,
    });
  },
);

const sending = stepOf(fc.constant(null), (_told, state) => {
  const leg = nextSend(state);
  return leg === null ? null : applied(startSending, { legId: leg.legId });
});

const results: fc.Arbitrary<SendResult> = fc.oneof(
  {
    weight: 8,
    arbitrary: references.map((gatewayReference) => ({
      status: 'succeeded' as const,
      gatewayReference,
      gatewayResultCode: null,
      flags: [],
    })),
  },
  { weight: 4, arbitrary: rejections.map(declined) },
  {
    weight: 3,
    arbitrary: references.map((gatewayReference) => ({
      status: 'pending' as const,
      gatewayReference,
      gatewayResultCode: null,
      flags: [],
    })),
  },
  { weight: 3, arbitrary: fc.constant(unknown) },
  { weight: 3, arbitrary: notSentCauses.map(notSent) },
  { weight: 2, arbitrary: fc.option(fc.integer({ min: 0, max: 120 })).map(mismatch) },
  { weight: 1, arbitrary: fc.constant(resetDetected) },
);

const answering = stepOf(results, (result, state) => {
  const leg = allLegs(state).find(({ status }) => status === 'sending');
  return leg === undefined ? null : applied(applySendResult, { legId: leg.legId, result });
});

const ends = fc.constantFrom('succeeded' as const, 'pending' as const, 'failed' as const);
const lookups: fc.Arbitrary<LookupResult> = fc.oneof(
  fc
    .tuple(ends, references)
    .map(([as, gatewayReference]) => ({ status: 'found' as const, as, gatewayReference, gatewayResultCode: null })),
  fc.constant({ status: 'notFound' as const }),
  fc.boolean().map((final) => ({ status: 'cannotSay' as const, why: 'random', final })),
  fc
    .option(fc.nat({ max: 120 }))
    .map((answeredMinor) => ({ status: 'mismatch' as const, what: 'amount', answeredMinor })),
);

const lookingUp = stepOf(fc.tuple(which, lookups), ([place, result], state) => {
  const leg = oneOf(
    allLegs(state).filter((one) => lookupOf(one) !== null),
    place,
  );
  return leg === undefined ? null : applied(applyLookup, { legId: leg.legId, result });
});

const resolving = stepOf(
  fc.tuple(which, fc.constantFrom('succeeded' as const, 'notSent' as const), rarely(fc.nat({ max: 50 }))),
  ([place, outcome, amountMinor], state) => {
    const leg = oneOf(allLegs(state), place);
    if (leg === undefined) return null;
    const found = { legId: leg.legId, outcome, gatewayReference: null, evidence: 'seen', amountMinor };
    return applied(resolve, { ...found, actor: { id: 'eve', onBehalfOf: null }, coSignedBy: coSigners });
  },
);

/** About the plan as it is, or one that is not there yet. */
const deciding = stepOf(
  fc.record({
    which,
    decision: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const),
    early: fc.nat({ max: 1 }),
  }),
  (told, state) => {
    const reversal = oneOf(state.reversals, told.which);
    const terms = reversal === undefined ? null : termsOfPlan(reversal, 'USD');
    if (terms === null) return null;
    const planVersion = terms.planVersion + told.early;
    const decision: ApproverDecision = { ...terms, planVersion, decision: told.decision, by: carol, comment: 'looked' };
    return applied(decideApproval, decision);
  },
);

const withdrawing = stepOf(which, (place, state) => {
  const reversal = oneOf(state.reversals, place);
  if (reversal === undefined) return null;
  return applied(withdraw, { reversalId: reversal.reversalId, by: reversal.requester, reason: 'not wanted' });
});

/** What former runs may have scheduled: legs that are known, and some that are not. */
const recovering = stepOf(
  fc.tuple(which, fc.array(fc.option(results), { minLength: 1, maxLength: 2 }), fc.boolean()),
  ([place, all, isKnown], state, now) => {
    const leg: Leg | undefined = oneOf(allLegs(state), place);
    const former = { operation: 'refund' as const, amountMinor: 7, reference: 'ref-c1', legId: 'former/c1/1' };
    const own = leg === undefined ? former : { ...leg, amountMinor: leg.wireAmountMinor };
    const { legId, operation, amountMinor, reference } = isKnown ? own : former;
    const legs = [{ legId, operation, amountMinor, reference, scheduledAt: now, results: all }];
    return applied(recover, { legs, actor: carol, reason: 'random' });
  },
);

const acts: fc.Arbitrary<Act> = fc.oneof(
  { weight: 12, arbitrary: asking },
  { weight: 10, arbitrary: sending },
  { weight: 10, arbitrary: answering },
  { weight: 9, arbitrary: reporting },
  { weight: 3, arbitrary: reportingLegs },
  { weight: 3, arbitrary: lookingUp },
  { weight: 2, arbitrary: resolving },
  { weight: 5, arbitrary: deciding },
  { weight: 1, arbitrary: withdrawing },
  { weight: 2, arbitrary: stepOf(fc.constant(null), () => applied(reachGateway, null)) },
  { weight: 1, arbitrary: recovering },
  {
    weight: 1,
    arbitrary: stepOf(fc.tuple(eventIds, people), ([id, by], _state, now) =>
      applied(spendTokens, [{ id, by, until: minutesAfter(now, 60) }]),
    ),
  },
  { weight: 2, arbitrary: stepOf(fc.constant(null), () => applied(passTime, null)) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(1, 59, 61, 1440, 3 * 1440, 7 * 1440)
      .map((minutes) => ({ do: 'pass' as const, minutes })),
  },
  { weight: 1, arbitrary: which.map((place) => ({ do: 'otherRules' as const, which: place })) },
);

/** Rules under which holds expire, windows close and approvals end within a history. */
const readings: fc.Arbitrary<readonly AccountRules[]> = fc
  .record({ profile: profiles, approvers: fc.constantFrom(0, 1, 2), aboveMinor: fc.constantFrom(0, 30) })
  .map(({ profile, approvers, aboveMinor }) => {
    const policy = policyOf({
      thresholds: [{ currency: 'USD', aboveMinor, approvers: Math.max(approvers, 1) }],
      expiresAfterMinutes: 60,
      captureSources: ['eve'],
    });
    const lasting = { refundWindowDays: 5, authorizationLifetimeDays: 7 };
    const rules = rulesOf(profile, { ...lasting, approvals: approvers === 0 ? null : policy });
    const stricter = rulesOf(profile, { ...lasting, refundWindowDays: 2, approvals: policy, version: 'rules-2' });
    // The same ones read again are another object.
    return [rules, structuredClone(rules), stricter];
  });

/** What may happen to one payment, in any order: nothing of it need be true. */
export const anyHistories: fc.Arbitrary<AnyHistory> = fc.record({
  readings,
  // It is mostly known soon what payment it is.
  acts: fc
    .tuple(fc.array(asking, { maxLength: 3 }), fc.array(acts, { minLength: 10, maxLength: 50, size: 'max' }))
    .map(([first, rest]) => [...first, ...rest]),
});
