import { sizeOf } from '../../../src/domain/decision/room';
import {
  capturesKept,
  disputesKept,
  emptyLedger,
  eventIdsKept,
  externalRefundsKept,
  reversalsKept,
  stateSizeKept,
  type LedgerState,
} from '../../../src/domain/model/ledger-state';
import { jsonSize } from '../../../src/domain/model/json-size';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import { evaluateRequest } from '../../../src/domain/transitions/evaluate';
import { decideApproval } from '../../../src/domain/transitions/decide-approval';
import { note } from '../../../src/domain/transitions/notes-and-time';
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
  expect({ ...story.state, notes: [] }).toEqual({ ...before, notes: [] });
  return answer;
}

describe('a list of the state that is full', () => {
  it.each<[what: string, most: number, (number: number) => PaymentEvent]>([
    [
      'external refunds',
      externalRefundsKept,
      (number) => ({ ...reported, ...money, kind: 'externalRefund', eventId: `e${String(number)}`, captureId: 'c1' }),
    ],
    [
      'disputes',
      disputesKept,
      (number) => ({
        ...reported,
        kind: 'disputeClosed',
        eventId: `e${String(number)}`,
        disputeId: `d${String(number)}`,
        outcome: 'won',
      }),
    ],
    [
      'events',
      eventIdsKept,
      (number) => ({ ...reported, kind: 'settled', eventId: `e${String(number)}`, captureId: 'c1' }),
    ],
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
    const event = { ...reported, ...money, kind: 'captureSucceeded', eventId: 'e1', captureId: 'one-more' } as const;
    expect(story.tell(event)).toContain(`${String(capturesKept)} captures`);
  });

  it('refunds nothing more where events can no longer be recorded, and still cancels', () => {
    const story = opened();
    const eventIds = Array.from({ length: eventIdsKept }, (_, index) => `e${String(index)}`);
    story.state = { ...story.state, eventIds };
    expect(story.ask(askedOf('return-2', 1, captured))).toBe('refused');
    expect(story.view('return-2').reason?.message).toContain('events');
    expect(story.ask(askedOf('cancel-1', 'cancel', captured))).toBe('admitted');
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
    const tokenIds = Array.from({ length: 900 }, (_, index) => String(index).padStart(1_000, 'x'));
    story.state = { ...story.state, tokenIds };
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
        tokenId: null,
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
  const asking = { thresholds: [], approversOtherwise: 1, mayApprove: null, separateRequester: true, services: [] };
  const never = { expiresAfterMinutes: 60, remindAfterMinutes: null, escalateAfterMinutes: null };
  const rules = rulesOf({}, { approvals: { ...asking, ...never } });

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
