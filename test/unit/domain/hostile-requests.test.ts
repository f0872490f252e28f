import { jsonSize } from '../../../src/domain/model/json-size';
import { ringBytes, ringSize, type LedgerState } from '../../../src/domain/model/ledger-state';
import type { Payment } from '../../../src/domain/model/payment';
import type { AskedReversal } from '../../../src/domain/model/request';
import { askedOf, captureOf, paymentOf } from '../../support/domain-arbitraries';
import { LedgerStory } from './ledger-story';

const capture = captureOf('c1', 10_000);
const known = paymentOf([capture]);
const longText = 'x'.repeat(500);
const manyCaptures = Array.from({ length: 490 }, (_, index) => captureOf(`forged-${String(index)}`, 1_000));

/** Each of them is refused, and each tells as much about the payment as it can. */
const forgeries: Readonly<Record<string, (requestId: string) => AskedReversal>> = {
  'more than was captured': (requestId) => askedOf(requestId, 10_000_000, known, { reason: longText }),
  '490 captures that never were': (requestId) => about(requestId, { captures: manyCaptures }),
  'another amount of a known capture': (requestId) =>
    about(requestId, { captures: [captureOf('c1', 9_000_000)], authorizedMinor: 9_000_000 }),
  'another authorization': (requestId) => about(requestId, { authorizationReference: longText.slice(0, 200) }),
  'another currency': (requestId) => about(requestId, { currency: 'EUR' }),
  'another gateway account': (requestId) => about(requestId, { gatewayAccount: 'adyen-production' }),
  'what is true, beside an amount that is not refundable': (requestId) => ({
    ...about(requestId, { captures: [{ ...capture, settledAt: '2026-11-20T12:00:00.000Z' }] }),
    expectedRefundableMinor: 1,
  }),
  'another payment': (requestId) => about(requestId, { paymentId: 'order-of-somebody-else' }),
};

function about(requestId: string, differing: Partial<Payment>): AskedReversal {
  return askedOf(requestId, 1, { ...known, ...differing }, { reason: longText });
}

const withoutRefusals = ({ refusals: _refusals, ...rest }: LedgerState) => rest;

describe('A ledger that 1,000 hostile requests are made of', () => {
  const story = new LedgerStory();
  story.ask(askedOf('return-1', 2_500, known));
  const before = story.state;
  const sizes: number[] = [];
  beforeAll(() => {
    const makers = Object.values(forgeries);
    for (let made = 0; made < 1_000; made += 1) {
      const make = makers[made % makers.length];
      const answer = make === undefined ? null : story.ask(make(`hostile-${String(made)}`));
      if (answer !== 'refused') throw new Error(`request ${String(made)} was ${String(answer)}`);
      sizes.push(jsonSize(story.state));
    }
  });

  it('learns nothing of them: payment, reversals, notes and audit are as before', () => {
    expect(withoutRefusals(story.state)).toEqual(withoutRefusals(before));
  });

  it('keeps the newest refusals and no more, within their bytes', () => {
    expect(story.state.refusals.map(({ requestId }) => requestId)).toEqual(
      Array.from(
        { length: story.state.refusals.length },
        (_, index) => `hostile-${String(1_000 - story.state.refusals.length + index)}`,
      ),
    );
    expect(story.state.refusals.length).toBeLessThanOrEqual(ringSize);
    expect(jsonSize(story.state.refusals)).toBeLessThanOrEqual(ringBytes);
  });

  it('grows by no more than 2 KiB for one of them, whatever it tells, and in all by no more than refusals may take', () => {
    const growth = sizes.map((size, index) => size - (sizes[index - 1] ?? jsonSize(before)));
    expect(Math.max(...growth)).toBeLessThan(2_048);
    expect(Math.max(...sizes) - jsonSize(before)).toBeLessThanOrEqual(ringBytes);
  });

  it('still refunds what is owed', () => {
    const next = new LedgerStory();
    next.state = story.state;
    expect(next.ask(askedOf('return-2', 7_500, known))).toBe('admitted');
    expect(next.view('return-2').balance).toMatchObject({ reservedMinor: 10_000, refundableMinor: 0 });
  });
});
