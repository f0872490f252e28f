import fc from 'fast-check';
import { decide } from '../../../src/domain/decision/decide';
import type { CaptureStatus } from '../../../src/domain/model/payment';
import type { DecisionInput, Intent } from '../../../src/domain/decision/terms';
import {
  balanceOfCapture,
  captureOf,
  instants,
  minutesAfter,
  paymentOf,
  profiles,
  rejections,
  rulesOf,
} from '../../support/domain-arbitraries';

const authorizedMinor = 100;
const day = 86_400_000;

const captures = fc
  .array(
    fc.record({
      status: fc.constantFrom<CaptureStatus>('succeeded', 'succeeded', 'succeeded', 'started', 'failed'),
      amountMinor: fc.constantFrom(20, 40, 100),
      capturedAt: fc.option(instants),
      settled: fc.boolean(),
      refundableShare: fc.constantFrom(0, 0.5, 1, 1),
      openDisputedMinor: fc.constantFrom(0, 0, 0, 0, 10),
      overRefundedMinor: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
    }),
    { maxLength: 3 },
  )
  .map((list) =>
    list.map(({ refundableShare, openDisputedMinor, overRefundedMinor, settled, ...told }, index) => {
      const captureId = `c${String(index)}`;
      const refundableMinor = Math.floor(told.amountMinor * refundableShare);
      return {
        capture: captureOf(captureId, told.amountMinor, {
          ...told,
          settledAt: settled ? minutesAfter('2026-11-20T10:00:00.000Z', 1) : null,
        }),
        balance: balanceOfCapture(captureId, told.amountMinor, {
          refundableMinor,
          openDisputedMinor,
          overRefundedMinor,
        }),
      };
    }),
  );

const situations: fc.Arbitrary<DecisionInput> = fc
  .record({
    captures,
    profile: profiles,
    now: instants,
    expiresAt: fc.option(instants),
    refundWindowDays: fc.constantFrom(0, 1, 180, 180),
    authorizationVoid: fc.constantFrom('none' as const, 'none' as const, 'open' as const, 'done' as const),
    othersOpen: fc.boolean(),
    declinedVoid: fc.option(rejections, { freq: 3 }),
    excludedCaptureIds: fc.subarray(['c0', 'c1', 'c2'], { maxLength: 1 }),
    settledCaptureIds: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(['c0', 'c1', 'c2'])),
    unsettledCaptureIds: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(['c0', 'c1', 'c2'])),
    unsettledUntil: fc.constant(null),
  })
  .map(({ captures: told, profile, expiresAt, refundWindowDays, ...rest }) => ({
    ...rest,
    payment: paymentOf(
      told.map(({ capture }) => capture),
      { authorizedMinor, authorizationExpiresAt: expiresAt },
    ),
    balances: told.filter(({ capture }) => capture.status === 'succeeded').map(({ balance }) => balance),
    rules: rulesOf(profile, { refundWindowDays, authorizationLifetimeDays: 1 }),
  }));

const wishes: fc.Arbitrary<Intent> = fc.oneof(
  fc.constant<Intent>({ operation: 'cancel', amountMinor: null }),
  fc
    .option(fc.oneof(fc.constantFrom(20, 40, 100), fc.integer({ min: 1, max: 130 })), { freq: 3 })
    .map((amountMinor): Intent => ({ operation: 'refund', amountMinor })),
);

/** The table once more, written from its words alone: what holds in this situation? */
function events(situation: DecisionInput, wanted: Intent) {
  const { payment, rules, declinedVoid, authorizationVoid } = situation;
  const now = Date.parse(situation.now);
  let available = 0;
  let disputed = 0;
  let capturedMinor = 0;
  const saidSettled = new Set(situation.settledCaptureIds);
  const saidUnsettled = new Set(situation.unsettledCaptureIds);
  const asked: { unsettled: boolean; refundable: number; old: boolean; at: number; id: string }[] = [];
  for (const one of situation.balances) {
    capturedMinor += one.capturedMinor;
    const capture = payment.captures.find(({ captureId }) => captureId === one.captureId);
    if (capture === undefined || situation.excludedCaptureIds.includes(one.captureId)) continue;
    const at = Date.parse(capture.capturedAt ?? payment.authorizedAt);
    disputed += one.openDisputedMinor;
    available += one.refundableMinor;
    const old = now > at + rules.refundWindowDays * day;
    const isUnknown = capture.settledAt === null && !saidSettled.has(one.captureId);
    const unsettled = saidUnsettled.has(one.captureId) || (rules.profile.refundsOnlySettled && isUnknown);
    asked.push({ unsettled, refundable: one.refundableMinor, old, at, id: one.captureId });
  }
  const cancel = wanted.operation === 'cancel';
  const { authorizationExpiresAt: end } = payment;
  const expired = end !== null && Date.parse(end) <= now;
  const remainder = authorizationVoid === 'none' ? Math.max(0, authorizedMinor - capturedMinor) : 0;
  const captured = capturedMinor > 0;
  const underWay = payment.captures.some(({ status }) => status === 'started');
  const mayRelease = rules.profile.voidsRemainder && declinedVoid === null && !expired;

  // Which captures would a refund touch, oldest first save what may be too old, and is one of them not settled?
  let left = cancel || wanted.amountMinor === null ? available : wanted.amountMinor;
  let touchesUnsettled = false;
  asked.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at - b.at));
  for (const one of [...asked.filter(({ old }) => !old), ...asked.filter(({ old }) => old)]) {
    const taken = Math.min(one.refundable, left);
    left -= taken;
    touchesUnsettled ||= taken > 0 && one.unsettled;
  }

  const live = payment.captures.filter(
    ({ status, captureId }) => status === 'succeeded' && !situation.excludedCaptureIds.includes(captureId),
  );
  const [only] = live;
  const balance = situation.balances.find(({ captureId }) => captureId === only?.captureId);
  const wholeCharge =
    live.length === 1 &&
    only?.settledAt === null &&
    remainder === 0 &&
    balance?.refundableMinor === balance?.capturedMinor &&
    (wanted.amountMinor === null || wanted.amountMinor === balance?.capturedMinor);
  const over = situation.balances.some((one) => one.overRefundedMinor > 0);
  return {
    available,
    disputed,
    cancel,
    expired,
    remainder,
    captured,
    underWay,
    mayRelease,
    touchesUnsettled,
    wholeCharge,
    over,
  };
}

type Events = ReturnType<typeof events>;
const table: readonly (readonly [row: number, matches: (f: Events, s: DecisionInput, w: Intent) => boolean])[] = [
  [1, (f) => f.over],
  [1, (f) => f.captured && f.cancel && f.disputed > 0],
  [1, (f, _s, w) => f.captured && !f.cancel && w.amountMinor !== null && w.amountMinor > f.available],
  [1, (f, _s, w) => f.captured && !f.cancel && w.amountMinor === null && f.available === 0 && !f.underWay],
  [2, (f) => f.underWay],
  [
    2,
    (f, s) =>
      !f.captured &&
      (s.declinedVoid === 'alreadyCaptured' || s.declinedVoid === 'alreadySettled') &&
      s.authorizationVoid !== 'done',
  ],
  [3, (f, s) => f.cancel && f.available === 0 && (s.declinedVoid === 'alreadyVoided' || f.remainder === 0)],
  [3, (f) => f.cancel && f.available === 0 && f.captured && !f.mayRelease],
  [4, (f, s) => s.rules.profile.voidsUnsettledCharges && s.declinedVoid === null && f.wholeCharge],
  [5, (f) => f.captured && f.touchesUnsettled],
  [6, (f) => f.cancel && f.captured && f.remainder > 0],
  [7, (f) => f.captured],
  [8, (f, s) => f.cancel && (f.expired || s.declinedVoid === 'holdExpired')],
  [9, (f) => f.cancel],
  [10, () => true],
];

describe('deciding', () => {
  it('always finds a row, and the first that matches in a second writing of the table', () => {
    const reached = new Set<number>();
    fc.assert(
      fc.property(situations, wishes, (situation, wanted) => {
        const known = events(situation, wanted);
        const expected = table.find(([, matches]) => matches(known, situation, wanted))?.[0];
        const { row } = decide(situation, wanted);
        reached.add(row);
        expect(row).toBe(expected);
      }),
      { numRuns: 5000, seed: 20261121 },
    );
    expect([...reached].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('never plans more for a capture than is refundable of it, and for a refund exactly what was asked', () => {
    fc.assert(
      fc.property(situations, wishes, (situation, wanted) => {
        const decision = decide(situation, wanted);
        if (decision.kind === 'refuse' || decision.kind === 'end') return;
        for (const leg of decision.legs.filter(({ captureId }) => captureId !== null)) {
          const balance = situation.balances.find(({ captureId }) => captureId === leg.captureId);
          expect(leg.amountMinor).toBeLessThanOrEqual(balance?.refundableMinor ?? 0);
        }
        const planned = decision.legs.reduce((sum, leg) => sum + leg.amountMinor, 0);
        if (wanted.amountMinor !== null && decision.legs.length > 0) expect(planned).toBe(wanted.amountMinor);
        expect(decision.legs.every((leg) => leg.amountMinor > 0)).toBe(true);
        expect(new Set(decision.legs.map((leg) => leg.captureId)).size).toBe(decision.legs.length);
      }),
      { numRuns: 5000 },
    );
  });
});
