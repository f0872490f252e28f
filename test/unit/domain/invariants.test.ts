import fc from 'fast-check';
import { newLeg } from '../../../src/domain/decision/plan';
import { nextSend } from '../../../src/domain/decision/next-send';
import { legTransitions, type Leg, type LegStatus } from '../../../src/domain/model/leg';
import * as become from '../../../src/domain/model/leg-states';
import { allLegs, type LedgerState } from '../../../src/domain/model/ledger-state';
import { step, type Stepped } from '../../../src/domain/transitions/step';
import { passTime } from '../../../src/domain/transitions/notes-and-time';
import type { Transition } from '../../../src/domain/transitions/transition';
import { ledgerView } from '../../../src/domain/views/view';
import { askedOf, captureOf, declined, paymentOf, rulesOf, succeeded, today } from '../../support/domain-arbitraries';
import { deepFrozen } from './deep-frozen';
import { LedgerStory } from './ledger-story';

// Transitions that no program should have: each plants one fault, and the ledger has to stop itself.

const captured = paymentOf([captureOf('c1', 10_000)]);
const rules = rulesOf();

/** A refund of 60.00 out of 100.00, planned. */
function refunding(): LedgerStory {
  const story = new LedgerStory(rules);
  story.ask(askedOf('return-1', 6_000, captured));
  return story;
}

/** Two refunds of 40.00 and of 30.00, both planned. */
function twoRefunds(): LedgerStory {
  const story = new LedgerStory(rules);
  story.ask(askedOf('return-1', 4_000, captured));
  story.ask(askedOf('return-2', 3_000, captured));
  return story;
}

function planned(legId: string, amountMinor: number): Leg {
  const asked = { operation: 'refund' as const, captureId: 'c1', amountMinor, reference: 'ref-c1' };
  return { ...newLeg('return-1', asked, 2, captured, today), legId };
}

/** The state in which the first reversal has these legs. */
function withLegs(state: LedgerState, change: (legs: readonly Leg[]) => readonly Leg[]): LedgerState {
  const reversals = state.reversals.map((one, index) => (index === 0 ? { ...one, legs: change(one.legs) } : one));
  return { ...state, reversals };
}

/** The state with every leg changed. */
function withEachLeg(state: LedgerState, change: (leg: Leg) => Leg): LedgerState {
  return { ...state, reversals: state.reversals.map((one) => ({ ...one, legs: one.legs.map(change) })) };
}

/** Made by rules that nobody has read, so that a plan cannot be corrected before it is checked. */
function planted<Input, Answer>(state: LedgerState, fault: Transition<Input, Answer>, input: Input): Stepped<Answer> {
  return step(deepFrozen(state), fault, input, { now: today, rules: null });
}

const overReserve: Transition<number, null> = function overReserve(state, amountMinor) {
  return { state: withLegs(state, (legs) => [...legs, planned('return-1/c1/2', amountMinor)]), answer: null };
};
const sendAll: Transition<null, null> = function sendAll(state, _input, { now }) {
  return { state: withEachLeg(state, (leg) => become.sending(leg, now)), answer: null };
};
const planAgain: Transition<null, null> = function planAgain(state) {
  return { state: withEachLeg(state, (leg) => become.planned(leg)), answer: null };
};
const repeatLeg: Transition<null, null> = function repeatLeg(state) {
  return { state: withLegs(state, (legs) => [...legs, planned('return-1/c1/1', 1)]), answer: null };
};
const repeatReversal: Transition<null, null> = function repeatReversal(state) {
  return { state: { ...state, reversals: [...state.reversals, ...state.reversals] }, answer: null };
};
const forgetLegs: Transition<null, null> = function forgetLegs(state) {
  return { state: withLegs(state, () => []), answer: null };
};

function after(story: LedgerStory, ...results: readonly Parameters<LedgerStory['sendAndHear']>[0][]): LedgerState {
  for (const result of results) story.sendAndHear(result);
  return story.state;
}

function sending(story: LedgerStory): LedgerState {
  story.send();
  return story.state;
}

const faults: readonly [string, string, string, () => LedgerState, (state: LedgerState) => Stepped<null>][] = [
  [
    'reserves more than was captured',
    'overReserve',
    '1 minor units more reserved and refunded of capture c1 than were captured',
    () => refunding().state,
    (state) => planted(state, overReserve, 4_001),
  ],
  [
    'reserves more than a refund that was made has left',
    'overReserve',
    '1 minor units more reserved and refunded of capture c1 than were captured',
    () => after(refunding(), succeeded),
    (state) => planted(state, overReserve, 4_001),
  ],
  [
    'sends two legs at once',
    'sendAll',
    'two legs being sent at once',
    () => twoRefunds().state,
    (state) => planted(state, sendAll, null),
  ],
  [
    'brings a declined leg back',
    'planAgain',
    'leg return-1/c1/1 going from declined to planned',
    () => after(refunding(), declined()),
    (state) => planted(state, planAgain, null),
  ],
  [
    'sends a refund again that was made',
    'sendAll',
    'leg return-1/c1/1 going from succeeded to sending',
    () => after(refunding(), succeeded),
    (state) => planted(state, sendAll, null),
  ],
  [
    'gives a leg the id of another',
    'repeatLeg',
    'two legs of one id',
    () => refunding().state,
    (state) => planted(state, repeatLeg, null),
  ],
  [
    'gives a reversal the id of another',
    'repeatReversal',
    'two reversals of one id',
    () => refunding().state,
    (state) => planted(state, repeatReversal, null),
  ],
  [
    'forgets a refund that is being sent',
    'forgetLegs',
    'leg return-1/c1/1 forgotten, which is sending',
    () => sending(refunding()),
    (state) => planted(state, forgetLegs, null),
  ],
];

describe.each(faults)('A transition that %s', (_what, name, breach, before, run) => {
  it('freezes the ledger, which names it and what it did', () => {
    const { state, broken } = run(before());
    expect(broken).toMatchObject({ code: 'invariantBroken', message: expect.stringContaining(name) as string });
    expect(broken?.message).toContain(`${name} would have left it with ${breach}`);
    expect(state.frozen).toEqual({ since: today, reason: broken });
    expect(state.notes.at(-1)).toEqual({ at: today, what: 'invariant', why: broken?.message });
  });

  it('is not applied: no leg, no reversal and no money changes, and it gives no answer', () => {
    const earlier = before();
    const stepped = run(earlier);
    expect({ ...stepped.state, frozen: null, notes: earlier.notes }).toEqual(earlier);
    expect(ledgerView(stepped.state, today)?.balance).toEqual(ledgerView(earlier, today)?.balance);
    expect('answer' in stepped).toBe(false);
  });

  it('lets nothing be sent any more, however time passes', () => {
    const { state } = run(before());
    expect(nextSend(state)).toBeNull();
    const later = step(state, passTime, null, { now: '2027-06-01T10:00:00.000Z', rules });
    expect(later.broken).toBeNull();
    expect(nextSend(later.state)).toBeNull();
    expect(allLegs(later.state)).toEqual(allLegs(state));
  });
});

describe('A ledger that is frozen already', () => {
  it('keeps its first reason when a transition breaks an invariant too', () => {
    const first = { since: '2026-11-20T10:00:00.000Z', reason: { code: 'resetDetected' as const, message: 'reset' } };
    const { state, broken } = planted({ ...refunding().state, frozen: first }, overReserve, 4_001);
    expect(broken?.code).toBe('invariantBroken');
    expect(state.frozen).toEqual(first);
    expect(state.notes.at(-1)?.why).toBe(broken?.message);
  });
});

describe('What is allowed', () => {
  it('is to reserve all that was captured, to the last cent', () => {
    const { state, broken } = planted(refunding().state, overReserve, 4_000);
    expect(broken).toBeNull();
    expect(ledgerView(state, today)?.balance).toMatchObject({ reservedMinor: 10_000, refundableMinor: 0 });
  });

  it('is to drop a leg of which nothing was sent', () => {
    const { state, broken } = planted(refunding().state, forgetLegs, null);
    expect(broken).toBeNull();
    expect(ledgerView(state, today)?.balance.refundableMinor).toBe(10_000);
  });
});

const lookup = { nextAt: '2026-11-21T11:00:00.000Z', done: 0 };
const as: Readonly<Record<LegStatus, (leg: Leg) => Leg>> = {
  planned: (leg) => become.planned(leg),
  sending: (leg) => become.sending(leg, today),
  succeeded: (leg) => become.succeeded(leg, today),
  declined: (leg) => become.declined(leg, 'declined', today),
  pending: (leg) => become.pending(leg, lookup, today),
  unknown: (leg) => become.unknown(leg, lookup, today),
  notSent: (leg) => become.notSent(leg, 'neverReachedGateway', today),
  failed: (leg) => become.failed(leg, today),
};
const statuses = Object.keys(legTransitions) as LegStatus[];
const turnInto: Transition<LegStatus, null> = function turnInto(state, status) {
  return { state: withEachLeg(state, as[status]), answer: null };
};

describe('The table of a leg’s states', () => {
  it('is kept by every step: what it does not have is refused, what it has is taken', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...statuses),
        fc.constantFrom(...statuses),
        fc.integer({ min: 1, max: 10_000 }),
        (from, to, amountMinor) => {
          const story = new LedgerStory(rules);
          story.ask(askedOf('return-1', amountMinor, captured));
          const before = withEachLeg(story.state, as[from]);
          const { state, broken } = planted(before, turnInto, to);
          const isAllowed = from === to || legTransitions[from].includes(to);
          expect([from, to, broken === null]).toEqual([from, to, isAllowed]);
          expect(allLegs(state)[0]?.status).toBe(isAllowed ? to : from);
          if (isAllowed) return;
          expect(broken?.message).toContain(`leg return-1/c1/1 going from ${from} to ${to}`);
          expect(state.frozen?.reason.code).toBe('invariantBroken');
          refused += 1;
        },
      ),
      { numRuns: 2_000 },
    );
    expect(refused).toBeGreaterThan(500);
  });

  // Said here once more, so that nobody widens the table without a test that says so.
  it.each<[LegStatus, readonly LegStatus[]]>([
    ['declined', []],
    ['succeeded', ['failed']],
    ['failed', ['succeeded', 'unknown']],
  ])('lets what has %s become nothing but %j', (from, to) => {
    expect(legTransitions[from]).toEqual(to);
  });

  it('lets nothing that has left be planned again, but a send of which it is certain that nothing left', () => {
    expect(statuses.filter((from) => legTransitions[from].includes('planned'))).toEqual(['sending']);
  });
});
