import fc from 'fast-check';
import { captureBalances } from '../../../src/domain/decision/balance';
import type { LedgerState } from '../../../src/domain/model/ledger-state';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import { policyOf } from '../../support/approval-rules';
import {
  askedOf,
  captureOf,
  eventOf,
  minutesAfter,
  paymentOf,
  rulesOf,
  succeeded,
  today,
  unknown,
} from '../../support/domain-arbitraries';
import { must } from './law';
import { LedgerStory } from './ledger-story';
import { succeededAs } from './statement-story';

const USD = { currency: 'USD' } as const;
const evidence = 'report 7';
const rules = rulesOf({}, { approvals: policyOf({ captureSources: ['shop'] }) });

/** A payment captured in two parts; one refund of it has succeeded, one has no known outcome. */
function begun(): LedgerStory {
  const story = new LedgerStory(rules);
  const captures = [captureOf('c1', 4_000), captureOf('c2', 3_000)];
  story.ask(askedOf('return-1', 500, paymentOf(captures)));
  story.sendAndHear(succeededAs('re_1'));
  story.ask(askedOf('return-2', 300, paymentOf(captures)));
  story.sendAndHear(unknown);
  return story;
}

/** Where the money is, and how every outcome is known. */
function end({ payment, disputes, externalRefunds, reversals, ...state }: LedgerState): string {
  const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted();
  const text = JSON.stringify([
    captureBalances({ payment, disputes, externalRefunds, reversals, ...state }),
    payment?.captures.map(({ captureId, status, settledAt, capturedAt }) => [captureId, status, settledAt, capturedAt]),
    payment?.authorizedMinor,
    sorted(disputes.map(({ disputeId, status, amountMinor }) => `${disputeId} ${status} ${String(amountMinor)}`)),
    sorted(
      externalRefunds.map(
        ({ captureId, amountMinor, failed }) => `${captureId} ${String(amountMinor)} ${String(failed)}`,
      ),
    ),
    reversals.map(({ completed, legs }) => [completed?.outcome, legs.map(({ legId, status }) => [legId, status])]),
  ]);
  // A capture told under two ids is kept under the one that was told first.
  return text.replaceAll('pi_3', 'c3');
}

/** Told until none is accepted any more: whoever is told "record that first" tells it again later, as webhooks do. */
function toldAll(story: LedgerStory, events: readonly PaymentEvent[], coSigners: readonly string[]): void {
  let rest = events;
  for (;;) {
    const refused = rest.filter((event) => story.tell(event, coSigners) !== null);
    if (refused.length === rest.length) return;
    rest = refused;
  }
}

const minutes = fc.integer({ min: -600, max: 0 });
const capture = fc.constantFrom('c1', 'c2');
const told: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.oneof(
  fc.record({ kind: fc.constantFrom('captureStarted', 'captureFailed'), captureId: fc.constant('c3') }),
  fc.record({
    kind: fc.constant('captureSucceeded'),
    captureId: fc.constantFrom('c3', 'pi_3'),
    gatewayReference: fc.constant('ref-c3'),
  }),
  fc.record({ kind: fc.constant('settled'), captureId: fc.constantFrom('c1', 'c2', 'c3') }),
  fc.record({ kind: fc.constant('disputeOpened'), disputeId: fc.constant('d1'), captureId: fc.constant('c1') }),
  fc.record({ kind: fc.constant('disputeOpened'), disputeId: fc.constant('d2'), captureId: fc.constant('c2') }),
  fc.record({
    kind: fc.constant('disputeClosed'),
    disputeId: fc.constantFrom('d1', 'd2'),
    outcome: fc.constantFrom('won', 'lost'),
  }),
  fc.record({ kind: fc.constantFrom('refundSucceeded', 'refundFailed'), legId: fc.constant('return-1/c1/1') }),
  fc.record({ kind: fc.constantFrom('refundSucceeded', 'refundFailed'), legId: fc.constant('return-2/c1/1') }),
  fc.record({
    kind: fc.constant('externalRefund'),
    captureId: capture,
    gatewayReference: fc.constantFrom('re_8', 're_9'),
  }),
  fc.record({ kind: fc.constant('externalRefund'), captureId: capture }),
  fc.record({ kind: fc.constant('authorizationChanged'), amountMinor: fc.constantFrom(9_000, 12_000) }),
);

const amounts: Readonly<Record<string, number>> = { d1: 900, d2: 700, c3: 1_000, re_8: 200, re_9: 250 };

/** Amounts belong to the thing: what two tellers say of one thing differs in when and by which id. */
function eventOfTold(
  fields: Readonly<Record<string, unknown>>,
  at: string,
  eventId: string,
  source = 'shop',
): PaymentEvent {
  const { kind, disputeId, captureId, gatewayReference } = fields;
  const name = String(disputeId ?? gatewayReference ?? captureId);
  const isMoney = ['captureStarted', 'captureSucceeded', 'disputeOpened', 'externalRefund', 'authorizationChanged'];
  const amountMinor = amounts[name === 'ref-c3' ? 'c3' : name] ?? 100;
  const money = isMoney.includes(String(kind)) ? { amountMinor, ...USD } : {};
  const owner = { re_8: 'c1', re_9: 'c2' }[String(gatewayReference)];
  const own = owner === undefined ? {} : { captureId: owner };
  return { ...money, ...fields, ...own, eventId, at, source, evidence } as unknown as PaymentEvent;
}

/** Different instants for what is said of one thing: at one instant the order is a matter of taste. */
const events = fc
  .uniqueArray(fc.tuple(told, minutes), { selector: ([, minute]) => minute, minLength: 2, maxLength: 9 })
  .map((all) =>
    all.map(([fields, minute], index) => eventOfTold(fields, minutesAfter(today, minute), `e${String(index)}`)),
  );

describe('statement laws', () => {
  it('the order in which statements are told never changes where the money is', () => {
    fc.assert(
      fc.property(events, fc.infiniteStream(fc.nat()), (all, stream) => {
        const shuffled = all
          .map((event) => ({ event, key: stream.next().value as number }))
          .toSorted((one, other) => one.key - other.key)
          .map(({ event }) => event);
        const [inOrder, otherwise] = [begun(), begun()];
        toldAll(inOrder, all, ['carol']);
        toldAll(otherwise, shuffled, ['carol']);
        expect(end(otherwise.state)).toBe(end(inOrder.state));
      }),
      { numRuns: 2000 },
    );
  });

  it('nobody alone, without a co-signature, makes more refundable than what was proved', () => {
    const nothingFree = rulesOf(
      {},
      { approvals: policyOf({ thresholds: [{ ...USD, aboveMinor: 0, approvers: 1 }], captureSources: [] }) },
    );
    const saying = fc.oneof(
      { weight: 4, arbitrary: told },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('correction'),
          corrects: fc.nat({ max: 12 }).map((index) => `e${String(index)}`),
          right: fc.constantFrom(null, 1, 50, 5_000),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          kind: fc.constant('externalRefundFailed'),
          refundEventId: fc.nat({ max: 12 }).map((index) => `e${String(index)}`),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('accountChanged'), gatewayAccount: fc.constant('lax') }) },
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(saying, minutes), { minLength: 3, maxLength: 14, size: 'max' }), (all) => {
        const story = new LedgerStory(nothingFree);
        story.state = begun().state;
        let least = refundableOf(story.state);
        all.forEach(([fields, minute], index) => {
          const { right = null, ...rest } = fields as Readonly<Record<string, unknown>>;
          const corrected = right === null ? { neverHappened: true } : { amountMinor: right, ...USD };
          const said = rest['kind'] === 'correction' ? { ...rest, ...corrected } : rest;
          const event = eventOfTold(said, minutesAfter(today, minute), `e${String(index)}`, 'mallory');
          if (story.tell(event, ['mallory']) === null) accepted += 1;
          const now = refundableOf(story.state);
          for (const [captureId, minor] of now) must(minor <= (least.get(captureId) ?? 0), `${captureId} was raised`);
          least = now;
        });
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(3000);
  });
});

/** What may be refunded, capture by capture. */
function refundableOf(state: LedgerState): ReadonlyMap<string, number> {
  return new Map(captureBalances(state).map((one) => [one.captureId, one.refundableMinor]));
}

describe('what was released before', () => {
  it('adds up per payment, so that many small releases need what a large one needs', () => {
    const story = new LedgerStory(rulesOf({}, { approvals: policyOf() }));
    const payment = paymentOf([captureOf('c1', 10_000)]);
    const failed = (legId: string): PaymentEvent => eventOf('refundFailed', { legId, evidence });
    story.ask(askedOf('return-1', 10_000, payment));
    const first = story.sendAndHear(succeeded);
    expect(story.tell(failed(first))).toBeNull();
    story.ask(askedOf('return-2', 10_000, payment));
    const second = story.sendAndHear(succeeded);
    expect(story.tell(failed(second))).toContain('200.00 USD with what was released before');
    expect(story.ask(askedOf('return-3', 10_000, payment))).toBe('refused');
    expect(story.tell(failed(second), ['a test'])).toContain('1 more person must co-sign');
    expect(story.tell(failed(second), ['alice'])).toContain('1 more person must co-sign');
    expect(story.tell(failed(second), ['carol'])).toBeNull();
    expect(story.ask(askedOf('return-3', 10_000, payment))).toBe('admitted');
  });
});
