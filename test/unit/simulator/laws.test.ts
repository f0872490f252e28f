import fc from 'fast-check';
import { holdsCardNumber } from '../../../src/simulator/card-number';
import { majorUnitsOf, minorUnitsOf, simulatedExponentOf } from '../../../src/simulator/minor-units';
import { MoneyState } from '../../../src/simulator/state';
import type { MoneyOrder, Movement } from '../../../src/simulator/transaction';

const rules = {
  enforceCap: true,
  strictVoidAmount: false,
  voidsRemainder: true,
  voidsUnsettledCharges: true,
  refundsOnlySettled: false,
};

/** A step of a random life: an order against the n-th reference so far, or a refund that fails late. */
const step = fc.record({
  operation: fc.constantFrom('authorize', 'charge', 'capture', 'void', 'refund', 'accept', 'complete', 'fail'),
  amountMinor: fc.integer({ min: 1, max: 120 }),
  target: fc.nat({ max: 12 }),
});

describe('the books of the simulator', () => {
  it('never refund more than was captured, nor capture more than was authorized', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const state = new MoneyState(rules);
        for (const { operation, amountMinor, target } of steps) {
          const references = state.transactions().map(({ reference }) => reference);
          const against = references[target % Math.max(1, references.length)] ?? null;
          const order = { amountMinor, currency: 'USD', myRef: null };
          if (operation === 'complete') state.complete(against ?? '');
          else if (operation === 'fail') state.fail(against ?? '');
          else if (operation === 'accept') state.accept({ ...order, operation: 'refund', against });
          else state.perform({ ...order, operation, against: isOpening(operation) ? null : against });
          for (const payment of new Set(state.movements().map((each) => each.payment))) {
            expectSound(state.movements().filter((each) => each.payment === payment));
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

function isOpening(operation: MoneyOrder['operation']): boolean {
  return operation === 'authorize' || operation === 'charge';
}

function expectSound(movements: readonly Movement[]): void {
  const total = (operation: Movement['operation']) =>
    movements.filter((each) => each.operation === operation).reduce((sum, each) => sum + each.amountMinor, 0);
  const opened = total('authorize') + total('charge');
  expect(total('capture')).toBeLessThanOrEqual(opened);
  expect(total('refund') - total('refundFailed')).toBeLessThanOrEqual(total('capture') + total('charge'));
  expect(total('refund') - total('refundFailed') + total('void')).toBeLessThanOrEqual(opened);
}

describe('minor units', () => {
  it.each(['JPY', 'USD', 'KWD', 'CLF'])('of %s survive the way over the wire', (currency) => {
    const largest = Math.floor(Number.MAX_SAFE_INTEGER / 4);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: largest }), (minor) => {
        const sent = JSON.parse(JSON.stringify(majorUnitsOf(minor, currency))) as number;
        expect(minorUnitsOf(sent, currency)).toBe(minor);
      }),
      { numRuns: 2000 },
    );
  });

  it('are unknown for a code that is no currency', () => {
    expect([simulatedExponentOf('ABC'), minorUnitsOf(1, 'ABC'), simulatedExponentOf('')]).toEqual([null, null, null]);
  });
});

describe('a card number', () => {
  it.each([
    ['4111111111111111', true],
    ['4111 1111-1111 1111', true],
    ['r-4111111111111111-x', true],
    ['378282246310005', true],
    ['5555555555554444', true],
    ['4111111111111112', false],
    ['411111111111', false],
    ['order-1001', false],
    ['500000000009', true],
    ['f417a9a8-e4f9-4a6b-9dff-500000000009', false],
    ['', false],
  ])('%j is one: %s', (text, expected) => {
    expect(holdsCardNumber(text)).toBe(expected);
  });
});
