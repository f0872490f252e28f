import fc from 'fast-check';
import { captureBalances } from '../../../src/domain/decision/balance';
import type { SendResult } from '../../../src/domain/model/send-result';
import type { LedgerState } from '../../../src/domain/model/ledger-state';
import { declined, profiles, rulesOf, succeeded } from '../../support/domain-arbitraries';
import { LedgerModel } from './ledger-model';
import { captureAmounts, captureEvent, histories, type Step } from './random-history';

const captureIds = Object.keys(captureAmounts);

function modelAfter(profile: Parameters<typeof rulesOf>[0], steps: readonly Step[]): LedgerModel {
  const model = new LedgerModel(rulesOf(profile));
  for (const step of steps) model.run(step);
  return model;
}

/** Lets the world answer everything: captures end and settle, every send gets a final answer. */
function drained(model: LedgerModel, result: SendResult): number {
  let sends = 0;
  model.answer(result);
  for (const id of captureIds) {
    model.run({ do: 'tell', outside: false, event: captureEvent('captureSucceeded', id) });
    model.run({ do: 'tell', outside: false, event: captureEvent('settled', id) });
  }
  while (sends < 200) {
    model.run({ do: 'gatewayBack' });
    for (let which = 0; which < model.bound.size; which += 1) model.run({ do: 'repeat', which });
    if (model.run({ do: 'send' }).sent === null) break;
    sends += 1;
    model.answer(result);
  }
  return sends;
}

const isHeld = ({ frozen, reversals }: LedgerState): boolean =>
  frozen !== null || reversals.some((one) => one.legs.some((leg) => ['unknown', 'pending'].includes(leg.status)));

describe.each([
  ['succeeds', succeeded],
  ['is declined', declined()],
  ['is declined as already captured', declined('alreadyCaptured')],
  ['is declined as already voided', declined('alreadyVoided')],
])('when every send from then on %s and every capture lands and settles', (_, result) => {
  it('every reversal ends, after few sends', () => {
    fc.assert(
      fc.property(profiles, histories, (profile, steps) => {
        const model = modelAfter(profile, steps);
        const sends = drained(model, result);
        expect(sends).toBeLessThan(60);
        if (isHeld(model.state)) return;
        expect(model.state.reversals.filter((one) => one.completed === null)).toEqual([]);
      }),
      { numRuns: 600 },
    );
  });
});

describe('a payment with an effective cancel', () => {
  it('keeps nothing that can be refunded or voided, whatever was captured later', () => {
    fc.assert(
      fc.property(profiles, histories, (profile, steps) => {
        const model = modelAfter(profile, steps);
        drained(model, succeeded);
        const { state } = model;
        const stands = state.reversals.some(
          (one) =>
            one.operation === 'cancel' &&
            ['voided', 'refunded', 'partiallyReversed', 'alreadyReversed'].includes(one.completed?.outcome ?? ''),
        );
        if (!stands || isHeld(state) || state.reversals.some((one) => one.completed === null)) return;
        const over = captureBalances(state).some((one) => one.overRefundedMinor > 0);
        const old = (id: string): boolean => {
          const at = state.payment?.captures.find((one) => one.captureId === id)?.capturedAt ?? model.now;
          return Date.parse(model.now) > Date.parse(at) + 180 * 86_400_000;
        };
        const declinedFor = (id: string): boolean =>
          state.reversals.some((reversal) =>
            reversal.legs.some((leg) => leg.captureId === id && ['declined', 'failed', 'notSent'].includes(leg.status)),
          );
        for (const one of captureBalances(state)) {
          if (over || old(one.captureId) || declinedFor(one.captureId)) continue;
          expect(one.refundableMinor).toBe(0);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

const everyLeg = [
  ...['planned', 'sending', 'succeeded', 'declined', 'pending', 'unknown'].flatMap((one) => [
    `refund ${one}`,
    `void ${one}`,
  ]),
  'refund failed',
  'refund notSent',
];
const everyEnd = [
  ...['voided', 'refunded', 'partiallyReversed', 'alreadyReversed', 'declined', 'failed', 'refused'].map(
    (one) => `cancel ${one}`,
  ),
  ...['refunded', 'partiallyReversed', 'declined', 'failed', 'refused', 'superseded'].map((one) => `refund ${one}`),
  ...['refunded', 'voided', 'declined', 'failed'].map((one) => `late ${one}`),
  ...['capture', 'settlement', 'others'].map((one) => `cancel ${one}`),
];

describe('the random histories', () => {
  it('reach every end of a leg and of a reversal that this ledger knows, so that the laws are not empty', () => {
    const legs = new Set<string>();
    const ends = new Set<string>();
    for (const [profile, steps] of fc.sample(fc.tuple(profiles, histories), { numRuns: 2000, seed: 7 })) {
      const { state } = modelAfter(profile, steps);
      for (const one of state.reversals) {
        ends.add(
          `${one.followUpOf === null ? one.operation : 'late'} ${one.completed?.outcome ?? one.wait?.for ?? 'open'}`,
        );
        for (const leg of one.legs) legs.add(`${leg.operation} ${leg.status}`);
      }
    }
    expect([...legs]).toEqual(expect.arrayContaining(everyLeg));
    expect([...ends]).toEqual(expect.arrayContaining(everyEnd));
  });
});
