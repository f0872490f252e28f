import { sizeOf } from '../../../src/domain/decision/room';
import {
  capturesKept,
  disputesKept,
  emptyLedger,
  externalRefundsKept,
  reversalsKept,
  spentTokensBytes,
  spentTokensKept,
  stateSizeKept,
  type LedgerState,
} from '../../../src/domain/model/ledger-state';
import { jsonSize } from '../../../src/domain/model/json-size';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import { statementsKept, statementsReserved, statementsSizeKept } from '../../../src/domain/model/statement';
import { evaluateRequest } from '../../../src/domain/transitions/evaluate';
import { decideApproval } from '../../../src/domain/transitions/decide-approval';
import { note } from '../../../src/domain/transitions/notes-and-time';
import { spendTokens } from '../../../src/domain/transitions/spend-tokens';
import { policyOf } from '../../support/approval-rules';
import { askedOf, captureOf, paymentOf, rulesOf, today } from '../../support/domain-arbitraries';
import { admitted } from './stepping';
import { LedgerStory } from './ledger-story';

const captured = paymentOf([captureOf('c1', 10_000)]);
const reported = { source: 'a file', at: today };
const money = { amountMinor: 1, currency: 'USD' } as const;

function opened(): LedgerStory {
  const story = new LedgerStory();
  story.ask(askedOf('return-1', 1, captured));
  return story;
}

function capturesOf(count: number, from = 0) {
  return Array.from({ length: count }, (_, index) => captureOf(`c${String(from + index)}`, 1));
}

/** What is answered to the first event for which there is no room, after so many that were accepted. */
function filled(eventOf: (number: number) => PaymentEvent, count: number): string | null {
  const story = opened();
  for (let made = 0; made < count; made += 1) expect(story.tell(eventOf(made))).toBeNull();
  const before = story.state;
  const answer = story.tell(eventOf(count));
  // The refusal leaves its own line, and nothing else.
  const { auditChain } = before;
  expect({ ...story.state, audit: [], auditChain }).toEqual({ ...before, audit: [] });
  return answer;
}

const settled = (number: number): PaymentEvent => ({
  ...reported,
  kind: 'settled',
  eventId: `e${String(number)}`,
  captureId: 'c1',
});
const external = (number: number): PaymentEvent => ({
  ...reported,
  ...money,
  kind: 'externalRefund',
  eventId: `x${String(number)}`,
  captureId: 'c1',
});
const dispute = (number: number): PaymentEvent => ({
  ...reported,
  kind: 'disputeClosed',
  eventId: `e${String(number)}`,
  disputeId: `d${String(number)}`,
  outcome: 'lost',
});

describe('a list of the state that is full', () => {
  it.each<[what: string, most: number, (number: number) => PaymentEvent]>([
    ['external refunds', externalRefundsKept, external],
    ['disputes', disputesKept, dispute],
    ['events', statementsKept, settled],
  ])('refuses a further event and says that it is %s', (what, most, eventOf) => {
    expect(filled(eventOf, most)).toContain(`it holds ${String(most)} ${what}`);
  });

  it('takes no request with more captures than are kept, and keeps none of them', () => {
    const story = new LedgerStory();
    const many = paymentOf(capturesOf(capturesKept + 1), { authorizedMinor: 10_000 });
    expect(story.ask(askedOf('return-1', 1, many))).toBe('refused');
    expect(story.state.refusals[0]?.reason).toMatchObject({
      code: 'ledgerFull',
      message: expect.stringContaining(`${String(capturesKept)} captures`),
    });
    expect(story.state.payment).toBeNull();
    expect(story.ask(askedOf('return-2', 1, captured))).toBe('admitted');
  });

  it('takes no capture more by an event', () => {
    const story = new LedgerStory();
    story.ask(askedOf('return-1', 1, paymentOf(capturesOf(capturesKept))));
    const event = {
      ...reported,
      ...money,
      kind: 'captureSucceeded',
      eventId: 'e1',
      captureId: 'one-more',
      gatewayReference: 'ref-more',
    } as const;
    expect(story.tell(event)).toContain(`${String(capturesKept)} captures`);
  });

  it('still learns of what takes money away from refunds when its events are full, up to a bound', () => {
    const story = opened();
    for (let made = 0; made < statementsKept; made += 1) story.tell(settled(made));
    expect(story.tell(settled(-1))).toContain('What takes money away from refunds is still recorded');
    for (let made = 0; made < statementsReserved; made += 1) expect(story.tell(external(made))).toBeNull();
    expect(story.tell(external(-1))).toContain(`${String(statementsKept + statementsReserved)} events`);
  });

  it('takes fewer events where they are large, and says how large', () => {
    const story = opened();
    const source = '損'.repeat(200);
    let made = 0;
    while (story.tell({ ...settled(made), source, evidence: source }) === null) made += 1;
    expect(made).toBeLessThan(statementsKept);
    expect(jsonSize(story.state.statements)).toBeLessThan(statementsSizeKept + 4_096);
    expect(story.state.audit.at(-1)?.refused).toContain('256 KiB of events');
  });

  it.each<[what: string, (number: number) => PaymentEvent, count: number]>([
    ['external refunds', external, externalRefundsKept],
    ['disputes', dispute, disputesKept],
  ])('refunds nothing more where no more %s can be recorded, and still cancels', (what, eventOf, count) => {
    const story = opened();
    for (let made = 0; made < count; made += 1) story.tell(eventOf(made));
    expect(story.ask(askedOf('return-2', 1, captured))).toBe('refused');
    expect(story.view('return-2').reason).toMatchObject({
      code: 'ledgerFull',
      message: expect.stringContaining(`${String(count)} ${what}`),
    });
    expect(story.ask(askedOf('cancel-1', 'cancel', captured))).toBe('admitted');
  });

  it('takes no capture more by a repeat, and notes why', () => {
    const story = opened();
    const many = paymentOf(capturesOf(capturesKept + 1), { authorizedMinor: 100_000 });
    expect(
      story.ask(askedOf('return-1', 1, { ...many, captures: [captureOf('c1', 10_000), ...many.captures.slice(2)] })),
    ).toBe('repeated');
    story.ask(
      askedOf(
        'return-1',
        1,
        paymentOf([captureOf('c1', 10_000), ...capturesOf(capturesKept, 2)], { authorizedMinor: 10_000 }),
      ),
    );
    expect(story.state.payment?.captures).toHaveLength(1);
    expect(story.state.notes.at(-1)?.why).toContain('captures');
  });

  it('believes no act by tokens beyond their number or their size', () => {
    const token = (id: string) => [{ id, until: '2027-01-01T00:00:00.000Z', by: { id: 'alice', onBehalfOf: null } }];
    const [many, large] = [opened(), opened()];
    for (let made = 0; made < spentTokensKept; made += 1) {
      expect(many.step(spendTokens, token(`0f4b2c1e-8a76-4c1b-9d5e-${String(made).padStart(12, '0')}`))).toBeNull();
    }
    expect(many.step(spendTokens, token('one-more'))?.message).toContain(`${String(spentTokensKept)} tokens`);
    let made = 0;
    while (large.step(spendTokens, token(`${'損'.repeat(124)}${String(made)}`)) === null) made += 1;
    expect(made).toBeLessThan(spentTokensKept);
    expect(jsonSize(large.state.spentTokens)).toBeLessThanOrEqual(spentTokensBytes);
  });

  it('admits a bounded number of cancels too', () => {
    const story = opened();
    let made = 0;
    while (
      made <= reversalsKept + 100 &&
      story.ask(askedOf(`cancel-${String(made)}`, 'cancel', captured)) === 'admitted'
    )
      made += 1;
    expect(story.state.reversals.length).toBeLessThanOrEqual(reversalsKept + 50);
    expect(story.view(`cancel-${String(made)}`).reason?.code).toBe('ledgerFull');
  });
});

describe('the size of the state', () => {
  it('is measured as JSON is written, and again only where it changed', () => {
    const story = opened();
    story.sendAndHear({
      status: 'unknown',
      gatewayReference: null,
      gatewayResultCode: null,
      cause: 'é"\n損😀',
      endedAt: today,
    });
    const written = Object.values(story.state).map((part) => Buffer.byteLength(JSON.stringify(part)));
    const bytes = written.reduce((sum, one) => sum + one, 0);
    // One more for each object or list: the comma that the last of them does not have.
    expect(sizeOf(story.state)).toBeGreaterThanOrEqual(bytes);
    expect(sizeOf(story.state)).toBeLessThan(bytes * 1.1);
    expect(jsonSize(structuredClone(story.state.reversals))).toBe(jsonSize(story.state.reversals));
  });

  it('counts everything that a run carries on: what fills it is named', () => {
    const story = opened();
    const until = '2027-01-01T00:00:00.000Z';
    const spentTokens = Array.from({ length: 900 }, (_, index) => ({ id: String(index).padStart(1_000, 'x'), until }));
    story.state = { ...story.state, spentTokens };
    expect(story.ask(askedOf('return-2', 1, captured))).toBe('refused');
    expect(story.view('return-2').reason).toMatchObject({
      code: 'ledgerFull',
      message: expect.stringContaining('most of it ids of used tokens'),
    });
  });

  it('stays small after a thousand hostile requests, decisions and notes that were refused', () => {
    const story = opened();
    const long = '損'.repeat(500);
    const id = '損'.repeat(120);
    for (let made = 0; made < 1_000; made += 1) {
      const requester = { id: `${id}${String(made)}`, onBehalfOf: id };
      const other = paymentOf(capturesOf(490, 1_000 * made), { authorizationReference: id });
      story.ask(askedOf(`${id}${String(made)}`, 99_999, other, { reason: long, requester }));
      const decision = { decision: 'reject', requestId: 'return-1', planVersion: 9, refundMinor: 1 } as const;
      story.step(decideApproval, {
        ...decision,
        planVersion: 1,
        voidMinor: 0,
        currency: 'USD',
        by: requester,
        comment: long,
        destination: 'elsewhere',
      });
      story.step(note, { what: id, why: long.repeat(20) });
    }
    expect(story.state.payment).toEqual(captured);
    expect(story.state.reversals).toHaveLength(1);
    expect(sizeOf(story.state)).toBeLessThan(stateSizeKept / 2);
    expect(story.ask(askedOf('return-2', 1, captured))).toBe('admitted');
  });
});

/** The same list in which each reversal counts how often its legs are looked at. */
function watched(state: LedgerState, look: () => void): LedgerState {
  const reversals = state.reversals.map(
    (one) =>
      new Proxy(one, {
        get: (target, field) => {
          if (field === 'legs') look();
          return Reflect.get(target, field) as unknown;
        },
      }),
  );
  return { ...state, reversals };
}

describe('the admission of a refund', () => {
  const rules = rulesOf({}, { approvals: policyOf({ approversOtherwise: 1, expiresAfterMinutes: 60 }) });

  it('looks at as much of the others when they are 490 as when they are five', () => {
    const looksWith = (count: number): number => {
      let state = emptyLedger;
      for (let made = 0; made < count; made += 1) {
        state = admitted(state, askedOf(`return-${String(made)}`, 1, captured), rules, today).state;
      }
      let looks = 0;
      const first = admitted(
        watched(state, () => (looks += 1)),
        askedOf('first', 1, captured),
        rules,
        today,
      );
      looks = 0;
      const answer = evaluateRequest(first.state, askedOf('second', 1, captured), { now: today, rules });
      expect(answer?.admission.kind).toBe('admitted');
      expect(answer?.state.reversals.filter(({ completed }) => completed === null)).toHaveLength(count + 2);
      return looks;
    };
    expect(looksWith(490)).toBe(looksWith(5));
  });
});
