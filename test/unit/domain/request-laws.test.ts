import fc from 'fast-check';
import { nextSend } from '../../../src/domain/decision/next-send';
import { leavingMinor } from '../../../src/domain/model/approval';
import type { LedgerState } from '../../../src/domain/model/ledger-state';
import { isUnsent } from '../../../src/domain/model/leg';
import type { Payment } from '../../../src/domain/model/payment';
import type { AskedReversal } from '../../../src/domain/model/request';
import { admit } from '../../../src/domain/transitions/admit';
import { passTime } from '../../../src/domain/transitions/notes-and-time';
import { approvalAboveMinor, policyOf } from '../../support/approval-rules';
import {
  askedOf,
  captureOf,
  declined,
  instants,
  paymentOf,
  pending,
  profileOf,
  profiles,
  rulesOf,
  succeeded,
  unknown,
} from '../../support/domain-arbitraries';
import { LedgerModel } from './ledger-model';
import { LedgerStory } from './ledger-story';
import { histories, paymentTold } from './random-history';
import { stepped } from './stepping';

const person = fc.constantFrom('alice', 'mallory', 'unknown').map((id) => ({ id, onBehalfOf: null }));

/** A snapshot that says whatever its sender likes. */
const hostilePayments: fc.Arbitrary<Payment> = fc
  .record({
    told: fc.dictionary(fc.constantFrom('c1', 'c2', 'c3', 'c9'), fc.constantFrom('started', 'succeeded', 'settled')),
    token: fc.option(fc.constantFrom('@one', '@two')),
    authorizedAt: instants,
    authorizationExpiresAt: fc.option(instants),
    gatewayAccount: fc.constantFrom('stripe-production', 'stripe-production', 'stripe-production', 'other'),
    currency: fc.constantFrom('USD' as const, 'USD' as const, 'EUR' as const),
    authorizedMinor: fc.constantFrom(100, 100, 1_000_000),
    certificateName: fc.option(fc.constant('theirs')),
  })
  .map(({ told, token, ...more }) => ({
    ...paymentTold(told),
    ...more,
    card:
      token === null
        ? null
        : { cardNumber: token, cardHolderName: 'Mal Lory', expirationMonth: 1, expirationYear: 2031 },
  }));

const hostile: fc.Arbitrary<{ readonly asked: AskedReversal; readonly isProved: boolean }> = fc
  .record({
    requestId: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'new'),
    wanted: fc.oneof(fc.constant('cancel' as const), fc.constant(null), fc.integer({ min: 1, max: 200 })),
    payment: hostilePayments,
    expectedRefundableMinor: fc.option(fc.nat({ max: 50 })),
    requester: person,
    isProved: fc.boolean(),
    asBefore: fc.boolean(),
  })
  .map(({ requestId, wanted, payment, isProved, asBefore, ...more }) => ({
    asked: { ...askedOf(requestId, wanted, payment, more), asBefore },
    isProved,
  }));

/** What a request adds to the ledger beyond what time alone does. */
function received(history: Parameters<LedgerModel['run']>[0][], request: { asked: AskedReversal; isProved: boolean }) {
  const rules = rulesOf();
  const model = new LedgerModel(rules);
  for (const one of history) model.run(one);
  const before = stepped(model.state, passTime, null, rules, model.now).state;
  const bound = before.reversals.find(({ reversalId }) => reversalId === request.asked.requestId);
  // Half of those that name a known request repeat it to the letter.
  const isRepeat = bound !== undefined && 'asBefore' in request.asked && request.asked.asBefore === true;
  const asked = isRepeat
    ? { ...request.asked, operation: bound.operation, amountMinor: bound.askedMinor }
    : request.asked;
  const { state, answer } = stepped(before, admit, { ...request, asked }, rules, model.now);
  return { before, state, answer, bound, asked };
}

const withoutRefusals = ({ refusals: _refusals, ...rest }: LedgerState) => rest;

describe('Whatever was asked of a ledger', () => {
  it('a request that is refused leaves nothing but its refusal', () => {
    let refusedOnes = 0;
    fc.assert(
      fc.property(histories, hostile, (history, request) => {
        const { before, state, answer } = received([...history], request);
        if (answer.kind !== 'refused') return;
        refusedOnes += 1;
        expect(withoutRefusals(state)).toEqual(withoutRefusals(before));
        expect(state.refusals).toEqual([...before.refusals, answer.refusal].slice(-64));
      }),
      { numRuns: 1_500 },
    );
    expect(refusedOnes).toBeGreaterThan(200);
  });

  it('a repeat by somebody who did not prove to be the requester teaches it nothing of the payment', () => {
    let repeats = 0;
    fc.assert(
      fc.property(histories, hostile, (history, request) => {
        const { before, state, answer, bound, asked } = received([...history], request);
        const isRequester = bound?.requester.id === asked.requester.id;
        if (answer.kind !== 'repeated' || (request.isProved && isRequester)) return;
        repeats += 1;
        expect(state.payment).toEqual(before.payment);
        expect(state.audit).toEqual(before.audit);
      }),
      { numRuns: 1_500 },
    );
    expect(repeats).toBeGreaterThan(50);
  });
});

const oneApprover = policyOf();

describe('Where more than 100.00 needs approval', () => {
  it('ten refunds of 100.00 by one person count as one of 1,000.00: all but the first wait', () => {
    const story = new LedgerStory(rulesOf({}, { approvals: oneApprover }));
    const payment = paymentOf([captureOf('c1', 100_000)], { authorizedMinor: 100_000 });
    for (let number = 1; number <= 10; number += 1) {
      story.ask(askedOf(`return-${String(number)}`, 10_000, payment));
      if (nextSend(story.state) !== null) story.sendAndHear(succeeded);
    }
    expect(story.movedMinor).toBe(10_000);
    expect(story.view('return-10')).toMatchObject({
      waitingFor: 'approval',
      approvals: { needed: 1, countedMinor: 100_000 },
    });
  });

  it('refunds of other people, and those that moved nothing, do not count', () => {
    const story = new LedgerStory(rulesOf({}, { approvals: oneApprover }));
    const payment = paymentOf([captureOf('c1', 100_000)], { authorizedMinor: 100_000 });
    story.ask(askedOf('return-1', 10_000, payment));
    story.sendAndHear(declined());
    story.ask(askedOf('return-2', 10_000, payment));
    story.sendAndHear(succeeded);
    story.ask(askedOf('return-3', 10_000, payment, { requester: { id: 'erin', onBehalfOf: null } }));
    story.sendAndHear(succeeded);
    expect(story.movedMinor).toBe(20_000);
    // Whoever acts for alice acts as alice.
    story.ask(askedOf('return-4', 1, payment, { requester: { id: 'carol', onBehalfOf: 'alice' } }));
    expect(story.view('return-4')).toMatchObject({ waitingFor: 'approval', approvals: { countedMinor: 10_001 } });
  });

  it('a void of captured money waits for approval, and a void of a hold does not', () => {
    const rules = rulesOf({ voidsUnsettledCharges: true }, { approvals: oneApprover });
    const charged = new LedgerStory(rules);
    const charge = paymentOf([captureOf('charge', 1_000_000)], { kind: 'charge', authorizedMinor: 1_000_000 });
    charged.ask(askedOf('cancel-1', 'cancel', charge));
    expect(nextSend(charged.state)).toBeNull();
    expect(charged.view('cancel-1')).toMatchObject({
      waitingFor: 'approval',
      plan: { row: 4 },
      reason: { message: expect.stringContaining('voids 10000.00 USD') },
      approvals: { needed: 1, countedMinor: 1_000_000 },
    });
    const held = new LedgerStory(rules);
    held.ask(askedOf('cancel-1', 'cancel', paymentOf([], { authorizedMinor: 1_000_000 })));
    expect(nextSend(held.state)).not.toBeNull();
  });

  it('no person moves more than that of one payment without an approval, however it is divided', () => {
    const answers = fc.constantFrom(succeeded, succeeded, declined(), pending, unknown);
    const asking = fc.record({
      wanted: fc.oneof(
        { weight: 6, arbitrary: fc.integer({ min: 1, max: 15_000 }) },
        { weight: 1, arbitrary: fc.constant('cancel' as const) },
      ),
      who: fc.constantFrom('alice', 'alice', 'erin'),
      answers: fc.array(answers, { maxLength: 3 }),
    });
    let waited = 0;
    fc.assert(
      fc.property(profiles, fc.array(asking, { maxLength: 14 }), (profile, askings) => {
        const story = new LedgerStory(rulesOf(profileOf(profile), { approvals: oneApprover }));
        const payment = paymentOf([captureOf('c1', 40_000), captureOf('c2', 20_000)], { authorizedMinor: 60_000 });
        askings.forEach(({ wanted, who, answers: heard }, index) => {
          story.ask(askedOf(`r${String(index)}`, wanted, payment, { requester: { id: who, onBehalfOf: null } }));
          for (const answer of heard) if (nextSend(story.state) !== null) story.sendAndHear(answer);
        });
        for (const who of ['alice', 'erin']) {
          const unapproved = story.state.reversals.filter(
            ({ requester, approval }) => requester.id === who && approval?.given.length === 0,
          );
          const sent = unapproved.flatMap(({ legs }) => legs.filter((leg) => !isUnsent(leg)));
          expect(leavingMinor(sent)).toBeLessThanOrEqual(approvalAboveMinor);
          if (unapproved.some(({ approval }) => (approval?.needed ?? 0) > 0)) waited += 1;
        }
      }),
      { numRuns: 1_000 },
    );
    expect(waited).toBeGreaterThan(100);
  });
});
