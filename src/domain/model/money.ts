import { exponentOf, type CurrencyCode } from './currency';

/** An amount as it travels everywhere inside: a whole number of minor units next to its currency. */
export interface Money {
  /** Minor units, for example cents of USD. */
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
}

/** Why a value is not an amount of money that can be moved. */
export type MinorAmountProblem = 'notANumber' | 'notWhole' | 'notPositive' | 'tooLarge';

/** Decides what is wrong with a value as an amount in minor units; `null` when nothing is. */
export function minorAmountProblem(value: unknown): MinorAmountProblem | null {
  if (typeof value !== 'number' || Number.isNaN(value)) return 'notANumber';
  if (value <= 0) return 'notPositive';
  if (value > Number.MAX_SAFE_INTEGER) return 'tooLarge';
  return Number.isInteger(value) ? null : 'notWhole';
}

/** Decides whether a value is an amount that can be moved: a positive safe integer of minor units. */
export function isMinorAmount(value: unknown): value is number {
  return minorAmountProblem(value) === null;
}

/** The result of reading an amount that a person wrote. `problem` says what to write instead. */
export type ParsedAmount =
  { readonly ok: true; readonly amountMinor: number } | { readonly ok: false; readonly problem: string };

/**
 * Reads an amount as people write money ("25.00", "25", "0.5") into minor units of the currency.
 *
 * Refuses what could be read in two ways (thousands separators, exponents) and what the currency cannot hold (too many
 * decimals, even zeros: "25.000" is twenty-five thousand to some readers). Never rounds. The problem's text never
 * repeats the input, because a card number may have been typed in its place.
 */
export function parseAmount(text: string, currency: CurrencyCode): ParsedAmount {
  const exponent = exponentOf(currency);
  const example = formatAmount(25 * 10 ** exponent, currency);
  const trimmed = text.trim();
  if (trimmed === '') return refuse(`is empty: write an amount like ${example}`);
  if (/^[-+]/.test(trimmed)) return refuse(`has a sign: write a positive amount like ${example}`);
  const parts = /^([0-9]+)(?:\.([0-9]+))?$/.exec(trimmed);
  if (parts === null) {
    return refuse(
      exponent === 0
        ? `is not an amount: write digits only, without separators, like ${example}`
        : `is not an amount: write digits and one decimal point, without thousands separators, like ${example}`,
    );
  }
  const [, whole = '', decimals = ''] = parts;
  if (decimals.length > exponent) {
    return refuse(
      exponent === 0
        ? `has decimals, but ${currency} has none: write a whole amount like ${example}`
        : `has more decimals than ${currency} has (${String(exponent)}): write an amount like ${example}`,
    );
  }
  return fromDigits(whole + decimals.padEnd(exponent, '0'), currency);
}

function fromDigits(digits: string, currency: CurrencyCode): ParsedAmount {
  // An unsafe value may be rounded here, but never down into the safe range.
  const amountMinor = Number(digits);
  switch (minorAmountProblem(amountMinor)) {
    case null:
      return { ok: true, amountMinor };
    case 'notPositive':
      return refuse('is zero: write an amount above zero');
    case 'notANumber':
    case 'notWhole':
    case 'tooLarge':
      return refuse(
        `is too large: the largest amount is ${formatAmount(Number.MAX_SAFE_INTEGER, currency)} ${currency}`,
      );
  }
}

function refuse(problem: string): ParsedAmount {
  return { ok: false, problem };
}

/**
 * Writes minor units as people write money, with all decimals of the currency: "25.00" for USD, "1500" for JPY.
 * A negative amount gets a leading minus; it is for display only.
 *
 * @throws RangeError when the amount is not a safe integer.
 */
export function formatAmount(amountMinor: number, currency: CurrencyCode): string {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError('An amount in minor units must be a safe integer.');
  const exponent = exponentOf(currency);
  const sign = amountMinor < 0 ? '-' : '';
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
