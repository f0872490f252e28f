import { InvalidArgumentError, Option } from 'commander';

/**
 * An option with a text. It is refused if given twice, because only the caller knows which one is meant, or if another
 * option takes the place of its value.
 */
export function textOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: unknown) => {
    if (before !== undefined) throw new InvalidArgumentError('It is given twice. Give it once.');
    if (value.startsWith('--')) throw new InvalidArgumentError('Its value is missing.');
    return value;
  });
}

/** An option with a whole number within bounds, both included. */
export function numberOption(
  flags: string,
  description: string,
  bounds: { readonly least: number; readonly most: number },
): Option {
  return new Option(flags, description).argParser((value: string) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= bounds.least && number <= bounds.most) return number;
    throw new InvalidArgumentError(`Give a whole number from ${bounds.least} to ${bounds.most}.`);
  });
}
