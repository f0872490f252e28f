/** The middle of what was measured, and how far it was spread. The unit is that of the values. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * The value below which this share of the values is, by linear interpolation between the two nearest.
 *
 * @param share from 0 to 1
 * @throws RangeError when there is no value
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError('nothing was measured');
  return below + (above - below) * (place - Math.floor(place));
}

/** @throws RangeError when there is no value */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** @throws RangeError when there is no value */
export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}

/**
 * How many times the floor a side is, round by round: both were measured in the same minute of the same round, so that
 * what else the machine did weighs on both.
 *
 * @throws RangeError when the two were not measured in the same rounds
 */
export function ratiosOf(side: readonly number[], floor: readonly number[]): readonly number[] {
  if (side.length !== floor.length) throw new RangeError('the two were measured in different numbers of rounds');
  return side.map((value, round) => value / (floor[round] ?? Number.NaN));
}
