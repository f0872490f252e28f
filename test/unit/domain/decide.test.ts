import { decide } from '../../../src/domain/decision/decide';
import type { Decision } from '../../../src/domain/decision/decision';
import type { CaptureBalance } from '../../../src/domain/decision/balance';
import type { Capture, Payment } from '../../../src/domain/model/payment';
import type { Profile } from '../../../src/domain/model/profile';
import type { DecisionInput, Intent } from '../../../src/domain/decision/terms';
import { authorizedAt, balanceOfCapture, captureOf, paymentOf, rulesOf, today } from '../../support/domain-arbitraries';

interface Case extends Partial<Omit<DecisionInput, 'payment' | 'rules' | 'balances'>> {
  readonly captures?: readonly Capture[];
  readonly payment?: Partial<Payment>;
  readonly profile?: Partial<Profile>;
  readonly balances?: Readonly<Record<string, Partial<CaptureBalance>>>;
  readonly refundWindowDays?: number;
}

const cancel: Intent = { operation: 'cancel', amountMinor: null };
const refund = (amountMinor: number | null): Intent => ({ operation: 'refund', amountMinor });

function decisionInputOf({
  captures = [],
  payment,
  profile,
  balances = {},
  refundWindowDays,
  ...rest
}: Case): DecisionInput {
  return {
    payment: paymentOf(captures, payment),
    balances: captures
      .filter((one) => one.status === 'succeeded')
      .map((one) => balanceOfCapture(one.captureId, one.amountMinor, balances[one.captureId])),
    rules: rulesOf(profile, { refundWindowDays: refundWindowDays ?? 180 }),
    now: today,
    authorizationVoid: 'none',
    othersOpen: false,
    declinedVoid: null,
    excludedCaptureIds: [],
    settledCaptureIds: [],
    unsettledCaptureIds: [],
    unsettledUntil: null,
    ...rest,
  };
}

/** What a reader of the plan wants to know, in one line. */
function summary(decision: Decision): string {
  const { row, kind } = decision;
  if (kind === 'refuse') return `${String(row)} refuse ${decision.reason.code}`;
  if (kind === 'end') return `${String(row)} end ${decision.outcome} ${decision.reason.code}`;
  const legs = decision.legs.map((leg) => `${leg.operation} ${leg.captureId ?? 'auth'} ${String(leg.amountMinor)}`);
  const verb = kind === 'wait' ? `wait for ${decision.for}` : 'send';
  return [`${String(row)} ${verb}`, ...legs].join(', ');
}

const whole = captureOf('c1', 10_000);
const part = captureOf('c1', 6_000);
const rest = captureOf('c2', 4_000, { capturedAt: '2026-11-20T13:00:00.000Z' });
const settled = { settledAt: '2026-11-21T01:00:00.000Z' };
const started = captureOf('c2', 4_000, { status: 'started', capturedAt: null });
const failed = captureOf('c2', 4_000, { status: 'failed', capturedAt: null });
const voidsCharges = { voidsUnsettledCharges: true };
const voidsRemainder = { voidsRemainder: true };
const onlySettled = { refundsOnlySettled: true };
const nothingRefundable = { c1: { refundableMinor: 0, refundedMinor: 10_000 } };

type Row = readonly [claim: string, wanted: Intent, given: Case, decided: string];

// One case a line, so that it reads as the table it proves.
// prettier-ignore
const rows: readonly Row[] = [
  // 1: refused, with the reason
  ['refuses more than is left', refund(10_001), { captures: [whole] }, '1 refuse exceedsRefundable'],
  ['refuses all that is left when nothing is', refund(null), { captures: [whole], balances: nothingRefundable }, '1 refuse exceedsRefundable'],
  ['refuses money in an open dispute', refund(10_000), { captures: [whole], balances: { c1: { refundableMinor: 7_000, openDisputedMinor: 3_000 } } }, '1 refuse disputeOpen'],
  ['refuses a cancel while money is in an open dispute', cancel, { captures: [whole], balances: { c1: { refundableMinor: 7_000, openDisputedMinor: 3_000 } } }, '1 refuse disputeOpen'],
  ['refunds what is not in the dispute', refund(7_000), { captures: [whole], balances: { c1: { refundableMinor: 7_000, openDisputedMinor: 3_000 } } }, '7 send, refund c1 7000'],
  ['refuses everything once more was given back than captured', refund(1), { captures: [part, rest], balances: { c2: { refundableMinor: 0, overRefundedMinor: 1 } } }, '1 refuse overRefunded'],
  ['refuses a cancel once more was given back than captured', cancel, { captures: [part, rest], balances: { c2: { refundableMinor: 0, overRefundedMinor: 1 } } }, '1 refuse overRefunded'],
  // 2: a capture under way
  ['waits for a capture under way', cancel, { captures: [started] }, '2 wait for capture'],
  ['waits for a capture under way before it refunds', refund(2_500), { captures: [started] }, '2 wait for capture'],
  ['waits for a capture under way and holds what is known', cancel, { captures: [part, started] }, '2 wait for capture, refund c1 6000'],
  ['lets the capture under way decide what all that is left means', refund(null), { captures: [part, started], balances: { c1: { refundableMinor: 0 } } }, '2 wait for capture'],
  ['waits to be told of a capture that the gateway spoke of', cancel, { declinedVoid: 'alreadyCaptured' }, '2 wait for capture'],
  // 3: nothing left
  ['finds nothing left after everything was refunded', cancel, { captures: [whole], balances: nothingRefundable }, '3 end alreadyReversed nothingLeft'],
  ['finds nothing left after the authorization was voided', cancel, { authorizationVoid: 'done' }, '3 end alreadyReversed nothingLeft'],
  ['finds nothing left when the gateway says it is voided', cancel, { declinedVoid: 'alreadyVoided' }, '3 end alreadyReversed nothingLeft'],
  ['waits for another reversal that holds everything', cancel, { authorizationVoid: 'open', othersOpen: true }, '3 wait for others'],
  // 4: void the charge
  ['voids an unsettled charge where the gateway can', cancel, { captures: [whole], profile: voidsCharges }, '4 send, void c1 10000'],
  ['voids an unsettled charge for a full refund', refund(10_000), { captures: [whole], profile: voidsCharges }, '4 send, void c1 10000'],
  ['voids an unsettled charge for all that is left', refund(null), { captures: [whole], profile: voidsCharges }, '4 send, void c1 10000'],
  // 5: only settled money
  ['waits for settlement where the gateway asks for it', refund(2_500), { captures: [whole], profile: onlySettled }, '5 wait for settlement, refund c1 2500'],
  ['never voids everything for a part', refund(2_500), { captures: [whole], profile: { ...onlySettled, ...voidsCharges } }, '5 wait for settlement, refund c1 2500'],
  ['waits only for the captures it touches', refund(6_000), { captures: [{ ...part, ...settled }, rest], profile: onlySettled }, '7 send, refund c1 6000'],
  // 6: partially captured
  ['releases the rest of the hold first', cancel, { captures: [part], profile: voidsRemainder }, '6 send, void auth 4000, refund c1 6000'],
  ['lets the rest of the hold expire where voiding it is not safe', cancel, { captures: [part] }, '6 send, refund c1 6000'],
  ['lets the rest expire after its release was rejected', cancel, { captures: [part], profile: voidsRemainder, declinedVoid: 'unsupported' }, '6 send, refund c1 6000'],
  ['lets an expired rest be', cancel, { captures: [part], profile: voidsRemainder, payment: { authorizationExpiresAt: authorizedAt } }, '6 send, refund c1 6000'],
  ['releases the rest even when the captured part is back already', cancel, { captures: [part], profile: voidsRemainder, balances: { c1: { refundableMinor: 0 } } }, '6 send, void auth 4000'],
  // 7: refund
  ['refunds what was captured', cancel, { captures: [whole] }, '7 send, refund c1 10000'],
  ['refunds a part, oldest capture first', refund(7_000), { captures: [rest, part] }, '7 send, refund c1 6000, refund c2 1000'],
  ['skips a capture whose refund was declined', cancel, { captures: [part, rest], excludedCaptureIds: ['c1'] }, '7 send, refund c2 4000'],
  ['does not refund a capture that failed', refund(6_000), { captures: [part, failed] }, '7 send, refund c1 6000'],
  // 8, 9, 10
  ['has nothing to do for an expired hold', cancel, { payment: { authorizationExpiresAt: authorizedAt } }, '8 end alreadyReversed holdExpired'],
  ['has nothing to do once the gateway refused the void of an expired hold', cancel, { declinedVoid: 'holdExpired' }, '8 end alreadyReversed holdExpired'],
  ['voids a hold of whose end only the rules suppose something', cancel, { now: '2026-11-27T10:00:00.000Z' }, '9 send, void auth 10000'],
  ['voids the authorization before a capture', cancel, {}, '9 send, void auth 10000'],
  ['voids the authorization after a capture failed', cancel, { captures: [failed] }, '9 send, void auth 10000'],
  ['does not try a rejected void again', cancel, { declinedVoid: 'notFoundAtGateway' }, '9 end declined notFoundAtGateway'],
  ['does not try a void again that failed after it was accepted', cancel, { declinedVoid: 'failedLater' }, '9 end failed refundFailed'],
  ['refuses a refund before a capture', refund(2_500), {}, '10 refuse notCaptured'],
  ['refuses a refund of all that is left before a capture', refund(null), { captures: [failed] }, '10 refuse notCaptured'],
];

// One case a line, so that it reads as the table it proves.
// prettier-ignore
const firstMatches: readonly Row[] = [
  [
  'refuses (1) before it waits for a capture (2)',
  refund(6_001),
  { captures: [part, started] },
  '1 refuse exceedsRefundable',
  ],
  ['refuses (1) before it voids a charge (4)', cancel, { captures: [whole], profile: voidsCharges, balances: { c1: { refundableMinor: 7_000, openDisputedMinor: 3_000 } } }, '1 refuse disputeOpen'],
  ['waits for a capture (2) before it finds nothing left (3)', cancel, { captures: [started], authorizationVoid: 'done' }, '2 wait for capture'],
  ['waits for a capture (2) before it voids the rest (6)', cancel, { captures: [part, started], profile: voidsRemainder }, '2 wait for capture, refund c1 6000'],
  ['waits for a capture (2) before it refuses for want of one (10)', refund(1), { captures: [started] }, '2 wait for capture'],
  ['finds nothing left (3) before it looks at the hold’s end (8)', cancel, { authorizationVoid: 'done', payment: { authorizationExpiresAt: authorizedAt } }, '3 end alreadyReversed nothingLeft'],
  ['voids the charge (4) rather than wait for settlement (5)', cancel, { captures: [whole], profile: { ...voidsCharges, ...onlySettled } }, '4 send, void c1 10000'],
  ['waits for settlement (5) once the charge may not be voided (4)', cancel, { captures: [whole], profile: { ...voidsCharges, ...onlySettled }, declinedVoid: 'declined' }, '5 wait for settlement, refund c1 10000'],
  ['refunds (7) a settled charge it could have voided (4)', cancel, { captures: [{ ...whole, ...settled }], profile: voidsCharges }, '7 send, refund c1 10000'],
  ['refunds (7) a charge of which a part is back, never voids it (4)', cancel, { captures: [whole], profile: voidsCharges, balances: { c1: { refundableMinor: 9_999 } } }, '7 send, refund c1 9999'],
  ['waits for settlement (5) before it releases the rest (6)', cancel, { captures: [part], profile: { ...voidsRemainder, ...onlySettled } }, '5 wait for settlement, refund c1 6000'],
  ['releases the rest (6) rather than void one of two charges (4)', cancel, { captures: [part], profile: { ...voidsRemainder, ...voidsCharges } }, '6 send, void auth 4000, refund c1 6000'],
  ['refunds (7) although the hold has expired (8)', cancel, { captures: [whole], payment: { authorizationExpiresAt: authorizedAt } }, '7 send, refund c1 10000'],
  ['takes an expired hold (8) before the void (9)', cancel, { payment: { authorizationExpiresAt: today } }, '8 end alreadyReversed holdExpired'],
];

describe('the decision table', () => {
  it.each(rows)('%s', (_claim, wanted, given, decided) => {
    expect(summary(decide(decisionInputOf(given), wanted))).toBe(decided);
  });
});

describe('the first row that matches decides: it', () => {
  it.each(firstMatches)('%s', (_claim, wanted, given, decided) => {
    expect(summary(decide(decisionInputOf(given), wanted))).toBe(decided);
  });
});

describe('a refusal says the numbers', () => {
  const given = { captures: [captureOf('c1', 10_000)], balances: { c1: { refundableMinor: 7_500 } } };
  it.each([
    ['USD', refund(10_000), '100.00 USD was asked; 75.00 USD is refundable'],
    ['JPY', refund(10_000), '10000 JPY was asked; 7500 JPY is refundable'],
    ['KWD', refund(10_000), '10.000 KWD was asked; 7.500 KWD is refundable'],
  ] as const)('in %s as people write it', (currency, wanted, message) => {
    expect(decide(decisionInputOf({ ...given, payment: { currency } }), wanted)).toMatchObject({ reason: { message } });
  });

  it.each([
    [
      'of a dispute',
      { ...given, balances: { c1: { refundableMinor: 7_500, openDisputedMinor: 2_500 } } },
      '25.00 USD is in an open dispute, 75.00 USD is refundable',
    ],
  ])('%s', (_what, situation, numbers) => {
    const decision = decide(decisionInputOf(situation), cancel);
    expect(decision).toMatchObject({ kind: 'refuse', reason: { message: expect.stringContaining(numbers) } });
  });
});

describe('a leg', () => {
  it('refunds by the capture’s reference, or by the authorization’s where the capture has none', () => {
    const captures = [part, { ...rest, gatewayReference: null }];
    const decision = decide(decisionInputOf({ captures }), cancel);
    expect(decision).toMatchObject({ legs: [{ reference: 'ref-c1' }, { reference: 'auth-1' }] });
  });

  it('voids a hold by the authorization’s reference', () => {
    expect(decide(decisionInputOf({}), cancel)).toMatchObject({ legs: [{ reference: 'auth-1', captureId: null }] });
  });

  it('is planned whatever the rules suppose of the refund window, last and with the rule that supposes it', () => {
    const old = captureOf('old', 6_000, { capturedAt: '2026-11-20T10:00:00.000Z' });
    const young = captureOf('young', 4_000, { capturedAt: '2026-11-20T10:00:00.001Z' });
    const at = (now: string) => decide(decisionInputOf({ captures: [old, young], refundWindowDays: 1, now }), cancel);
    expect(summary(at('2026-11-21T10:00:00.000Z'))).toBe('7 send, refund old 6000, refund young 4000');
    expect(at('2026-11-21T10:00:00.000Z')).not.toHaveProperty('why', expect.stringContaining('refundWindowDays'));
    expect(summary(at('2026-11-21T10:00:00.001Z'))).toBe('7 send, refund young 4000, refund old 6000');
    expect(at('2026-11-21T10:00:00.001Z')).toHaveProperty('why', expect.stringContaining('refundWindowDays: 1'));
  });
});
