import { emptyChain } from '../../../src/domain/model/audit-chain';
import { nextSteps } from '../../../src/cli/render/next-steps';
import { painter } from '../../../src/cli/render/paint';
import { previewText, reversalText } from '../../../src/cli/render/reversal';
import { ledgerText } from '../../../src/cli/render/ledger';
import { listingText } from '../../../src/cli/render/listing';
import type { WaitingFor } from '../../../src/domain/views/status';
import { balance, leg, refunded, unknownRefund } from './sample-views';

const quiet = painter({ write: () => true });

describe('A reversal is shown', () => {
  it('with its outcome first, then why, what was sent, and where the money is', () => {
    expect(reversalText(refunded, quiet)).toBe(`refunded  refund of 25.00 USD

payment       order-1001
request       return-1
requested by  alice: damaged in transit
since         2026-11-21T10:00:00.000Z
plan          version 1, row 7 of the decision table: captured: refund, oldest capture first

LEG            OPERATION     AMOUNT  STATUS     MY REFERENCE  GATEWAY REFERENCE  GATEWAY CODE
return-1/c1/1  refund     25.00 USD  succeeded  MYREF1        ref_1              -

AT                        WHO         WHAT                 DETAILS
2026-11-21T09:30:00.000Z  alice       Refund requested     damaged in transit
2026-11-21T10:00:00.000Z  the ledger  Completed: refunded  -

authorized  100.00 USD
captured    100.00 USD
refunded    25.00 USD
refundable  75.00 USD`);
  });

  it('with what a person can do where it is stuck', () => {
    const text = reversalText(unknownRefund, quiet);
    expect(text).toMatch(/^stuck: operator {2}refund of 25\.00 USD\n\nreason +no readable answer came/);
    expect(text).toContain("look up MYREF1 in the gateway's own records");
    expect(text).toContain('do not request the same money with another request id');
  });

  it('without what could control a terminal', () => {
    const text = reversalText({ ...refunded, requestReason: 'a\u001b[2Jb\u202ec\nd' }, quiet);
    expect(text).toContain('alice: a?[2Jb?c ↵ d');
  });

  it('in the decimals of its currency', () => {
    expect(reversalText({ ...refunded, currency: 'JPY' }, quiet)).toContain('refund of 2500 JPY');
    expect(reversalText({ ...refunded, currency: 'KWD' }, quiet)).toContain('refund of 2.500 KWD');
  });

  it('in colours on a terminal that wants them only', () => {
    const output = { write: () => true, isTTY: true };
    expect(reversalText(refunded, painter({ ...output, hasColors: () => true }))).toContain(
      '\u001b[32mrefunded\u001b[0m',
    );
    expect(reversalText(refunded, painter({ ...output, hasColors: () => false }))).not.toContain('\u001b');
    expect(reversalText(refunded, painter({ ...output, isTTY: false, hasColors: () => true }))).not.toContain('\u001b');
  });
});

describe('A preview is shown', () => {
  it('as what would be sent', () => {
    const planned = { ...refunded, phase: 'working', outcome: null, legs: [{ ...leg, status: 'planned' }] } as const;
    expect(previewText(planned, quiet)).toMatch(
      /^preview; nothing was written or sent\nwould be sent: refund 25\.00 USD\n/,
    );
  });

  it('as what would be refused', () => {
    const reason = { code: 'exceedsRefundable', message: 'only 10.00 USD is refundable' } as const;
    const text = previewText({ ...refunded, outcome: 'refused', reason, plan: null, legs: [] }, quiet);
    expect(text).toMatch(/\nrefused {2}refund of 25\.00 USD\n\nreason +only 10\.00 USD is refundable/);
  });
});

describe('What a person can do', () => {
  const waits = {
    approval: 'waiting',
    capture: 'waiting',
    settlement: 'waiting',
    gateway: 'waiting',
    pending: 'waiting',
    lookup: 'stuck',
    operator: 'stuck',
    mismatch: 'stuck',
    recovery: 'stuck',
  } as const satisfies Record<WaitingFor, 'waiting' | 'stuck'>;

  it.each(Object.entries(waits))('is shown for %s, with how to check the status', (waitingFor, phase) => {
    const legs = [{ ...leg, status: waitingFor === 'pending' ? 'pending' : 'unknown' } as const];
    const steps = nextSteps({ ...unknownRefund, phase, waitingFor: waitingFor as WaitingFor, legs });
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.at(-1)).toBe('check its status: reversals show order-1001 return-1');
  });

  it('is nothing once it is completed', () => {
    expect(nextSteps(refunded)).toEqual([]);
  });

  it("is a new request id or another way once the gateway declined it, with the gateway's own code", () => {
    const legs = [{ ...leg, status: 'declined', gatewayResultCode: 'card_declined' } as const];
    const steps = nextSteps({ ...refunded, outcome: 'declined', legs });
    expect(steps).toEqual([
      'the gateway declined it, with its code card_declined; a repeat of this request id does not send it again',
      'once the cause is fixed, use a new request id: reversals refund order-1001 <request-id> …',
      'if you pay the customer in another way, record it: reversals record order-1001 externalRefund …',
    ]);
  });
});

describe('A payment is shown', () => {
  const ledger = {
    paymentId: 'order-1001',
    kind: 'authorization',
    currency: 'USD',
    gatewayAccount: 'stripe-production',
    authorizationReference: 'auth_1',
    authorizedAt: '2026-11-20T10:00:00.000Z',
    authorizationExpiresAt: null,
    captures: [],
    balance,
    overRefunded: false,
    identity: 'tokens',
    frozen: null,
    reversals: [refunded, unknownRefund],
    refusals: [],
    notes: [],
    audit: [],
    auditChain: emptyChain('order-1001'),
    statements: [],
    disputes: [],
    externalRefunds: [],
  } as const;

  it('with each reversal and its status', () => {
    const text = ledgerText(ledger, quiet);
    expect(text).toMatch(/^payment +order-1001 \(authorization on stripe-production\)/);
    expect(text).toMatch(/^return-1 +refund +25\.00 USD +refunded +alice/m);
    expect(text).toMatch(/^return-1 +refund +25\.00 USD +stuck: operator +alice .* outcomeUnknown$/m);
  });

  it('with its alarms before everything else', () => {
    const frozen = { since: '2026-11-21T10:00:00Z', reason: { code: 'resetDetected', message: 'a reset' } } as const;
    expect(ledgerText({ ...ledger, overRefunded: true, frozen }, quiet)).toMatch(
      /^more was refunded than was captured.*\n\nthe ledger is frozen since 2026-11-21T10:00:00Z: a reset\n/,
    );
  });

  it('in a list with one line each', () => {
    const one = {
      paymentId: 'p-1',
      status: 'running',
      openedAt: 't1',
      closedAt: null,
      historyLength: null,
      parked: null,
    };
    const waitingSince = '2026-11-21T10:00:00.000Z';
    const parked = {
      status: 'approval',
      account: 'stripe-production',
      currency: 'USD',
      waitingSince,
      amountBucket: '100 to 1000',
    } as const;
    const nowMs = Date.parse('2026-11-21T12:05:30Z');
    expect(listingText({ ledgers: [one, { ...one, paymentId: 'p-2', parked }], next: null }, nowMs)).toBe(
      'PAYMENT  LEDGER   WAITS FOR    AGE  ABOUT            ACCOUNT            OPENED  CLOSED  HISTORY EVENTS\n' +
        'p-1      running  -              -  -                -                  t1      -                    -\n' +
        'p-2      running  approval   2h 5m  100 to 1000 USD  stripe-production  t1      -                    -',
    );
    expect(listingText({ ledgers: [], next: null }, nowMs)).toContain('no ledgers');
  });
});
