import { believedAtGateway, believedIn, type BelievedInput } from '../../../scripts/soak/lies/audit';
import type { Story } from '../../../scripts/soak/story';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import { ledgerView, type LedgerView } from '../../../src/domain/views/view';
import type { RequestRecord } from '../../../src/simulator';
import {
  askedOf,
  authorizedAt,
  captureOf,
  minutesAfter,
  paymentOf,
  succeeded,
  today,
} from '../../support/domain-arbitraries';
import { LedgerStory } from '../domain/ledger-story';

const requestId = 'return-1';
const card = { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2030 };
const common = { source: 'shop', disputeId: 'd1' } as const;
const opened: PaymentEvent = {
  ...{ ...common, eventId: 'e1', at: minutesAfter(authorizedAt, 10), kind: 'disputeOpened' },
  ...{ captureId: 'c1', amountMinor: 500, currency: 'USD' },
};
const won: PaymentEvent = {
  ...{ ...common, eventId: 'e2', at: minutesAfter(authorizedAt, 20), kind: 'disputeClosed', outcome: 'won' },
  evidence: 'a letter',
};
const story: Story = {
  ...{ paymentId: 'order-1001', kind: 'authorization', currency: 'USD', authorizedMinor: 10_000 },
  ...{ captures: [{ captureId: 'c1', amountMinor: 10_000, afterMs: null, toldAfterMs: 0, announced: false }] },
  ...{ asks: [], faults: [] },
};

/** A payment of 100.00 of which 60.00 went back, and a dispute that was won and is told in the wrong order. */
function trueInput(): BelievedInput {
  const ledger = new LedgerStory();
  ledger.ask(askedOf(requestId, 6_000, { ...paymentOf([captureOf('c1', 10_000)]), card }));
  ledger.sendAndHear(succeeded);
  for (const event of [won, opened]) expect(ledger.tell(event)).toBeNull();
  const view = ledgerView(ledger.state, today);
  if (view === null) throw new Error('The test expected a ledger that knows its payment.');
  const told = new Map([opened, won].map((event) => [event.eventId, event]));
  return {
    view,
    story,
    cardHolderName: card.cardHolderName,
    requester: 'alice',
    requestIds: new Set([requestId]),
    told,
  };
}

function shown(input: BelievedInput, change: (view: LedgerView) => Partial<LedgerView>): BelievedInput {
  return { ...input, view: { ...input.view, ...change(input.view) } };
}

function reversalsOf(input: BelievedInput, change: Partial<LedgerView['reversals'][number]>): BelievedInput {
  return shown(input, ({ reversals }) => ({ reversals: reversals.map((one) => ({ ...one, ...change })) }));
}

describe('The audit of lies', () => {
  it('finds nothing where the ledger knows only what was asked and told, in whatever order it was told', () => {
    const input = trueInput();
    expect(input.view.disputes).toMatchObject([{ status: 'won' }]);
    expect(believedIn(input)).toEqual([]);
  });

  it.each<[string, RegExp, (input: BelievedInput) => BelievedInput]>([
    [
      'a capture that was never made',
      /capture c1 was never made/,
      (input) => ({ ...input, story: { ...story, captures: [] } }),
    ],
    [
      'a capture of another amount',
      /capture c1 is 10000, not 9000/,
      (input) => ({
        ...input,
        story: { ...story, captures: story.captures.map((one) => ({ ...one, amountMinor: 9_000 })) },
      }),
    ],
    [
      'an event that nobody told',
      /event e1 .* never happened/,
      (input) => ({ ...input, told: new Map([['e2', won]]) }),
    ],
    [
      'an event that is known with other content than it was told with',
      /event e1 is known with another amountMinor/,
      (input) => ({
        ...input,
        told: new Map([...input.told, ['e1', { ...opened, amountMinor: 400 }]]),
      }),
    ],
    [
      'an event that counts twice',
      /event e2 counts twice/,
      (input) => shown(input, ({ statements }) => ({ statements: [...statements, ...statements] })),
    ],
    [
      'an external refund',
      /external refund e9 never happened/,
      (input) =>
        shown(input, () => ({
          externalRefunds: [{ eventId: 'e9', captureId: 'c1', amountMinor: 1, gatewayReference: null, failed: false }],
        })),
    ],
    [
      'a reversal that nobody asked for',
      /return-1 was never asked for/,
      (input) => ({ ...input, requestIds: new Set() }),
    ],
    [
      'a reversal of another person',
      /asked for by mallory/,
      (input) => reversalsOf(input, { requester: { id: 'mallory', onBehalfOf: null } }),
    ],
    [
      'a plan for another card',
      /was planned for the card of/,
      (input) => ({ ...input, cardHolderName: 'Somebody Else' }),
    ],
    [
      'an approval by the requester',
      /was approved by its requester/,
      (input) => {
        const given = [{ by: { id: 'alice', onBehalfOf: null }, at: today, comment: null }];
        return reversalsOf(input, { approvals: { needed: 1, countedMinor: 0, given, expiresAt: null, late: null } });
      },
    ],
    [
      'a dispute of which an older state counts',
      /dispute d1 is open, not won/,
      (input) =>
        shown(input, ({ disputes }) => ({ disputes: disputes.map((one) => ({ ...one, status: 'open' as const })) })),
    ],
    [
      'a dispute that blocks what it released',
      /disputes block 500, not 0/,
      (input) => shown(input, ({ balance }) => ({ balance: { ...balance, disputedMinor: 500 } })),
    ],
    [
      'a dispute that never was',
      /dispute d9 never was/,
      (input) =>
        shown(input, ({ disputes }) => ({ disputes: disputes.flatMap((one) => [one, { ...one, disputeId: 'd9' }]) })),
    ],
    [
      'another authorized amount',
      /the payment is .*, not/,
      (input) => ({ ...input, story: { ...story, authorizedMinor: 9_999 } }),
    ],
  ])('finds %s', (_what, words, plant) => {
    const findings = believedIn(plant(trueInput()));
    expect(findings.map(({ what }) => what)).toContainEqual(expect.stringMatching(words));
    expect(findings.every(({ kind, paymentId }) => kind === 'believed' && paymentId === 'order-1001')).toBe(true);
  });
});

describe('The audit of what reached the gateway', () => {
  const sent: RequestRecord = {
    ...{ at: today, method: 'PUT', path: '/PaymentGateway/refund', operation: 'refund', myRef: 'OURS' },
    ...{ reference: 'cap_1', amountMinor: 100, currency: 'USD', httpStatus: 200, fault: null, held: false },
  };
  const forgedRefs = new Map([['FORGED', 'order-1001']]);

  it('finds nothing in what ledgers sent', () => {
    expect(believedAtGateway([sent, { ...sent, httpStatus: 503 }], forgedRefs)).toEqual([]);
  });

  it('finds a leg that no ledger has planned, and a card that nobody has', () => {
    const leg = { ...sent, myRef: 'FORGED' };
    const card = { ...sent, myRef: null, httpStatus: 400 };
    expect(believedAtGateway([sent, leg, card], forgedRefs)).toEqual([
      { kind: 'believed', paymentId: 'order-1001', what: 'refund of a forged leg was sent' },
      { kind: 'believed', paymentId: '?', what: 'refund was sent with a forged card' },
    ]);
  });
});
