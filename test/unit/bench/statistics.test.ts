import * as fc from 'fast-check';
import { median, percentile, ratiosOf, spreadOf } from '../../../scripts/bench/statistics';
import { alternated } from '../../../scripts/bench/rounds';

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

describe('The statistics of the bench', () => {
  it.each([
    ['an odd number of values', [3, 1, 2], 2],
    ['an even number', [4, 1, 3, 2], 2.5],
    ['one value', [7], 7],
  ])('find the middle of %s', (_what, measured, expected) => {
    expect(median(measured)).toBe(expected);
  });

  it.each([
    [0, 10],
    [0.5, 30],
    [0.95, 48],
    [1, 50],
  ])('place the share %s between the nearest values', (share, expected) => {
    expect(percentile([50, 10, 30, 40, 20], share)).toBeCloseTo(expected);
  });

  it('keep the median between the lowest and the highest', () => {
    fc.assert(
      fc.property(values, (measured) => {
        const { median: middle, lowest, highest } = spreadOf(measured);
        expect(middle).toBeGreaterThanOrEqual(lowest);
        expect(middle).toBeLessThanOrEqual(highest);
      }),
    );
  });

  it('compare a side with the floor of its own round', () => {
    expect(ratiosOf([20, 30, 10], [10, 10, 10])).toEqual([2, 3, 1]);
    expect(() => ratiosOf([1, 2], [1])).toThrow(RangeError);
  });

  it('refuse to speak of nothing', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  it('let every side begin as often as the others', () => {
    const firsts = [0, 1, 2, 3, 4, 5].map((round) => alternated(['a', 'b', 'c'], round)[0]);
    expect(firsts).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });
});
