/**
 * The simulator's own count of minor units. It does not read the product's currency table on purpose: an oracle that
 * shared the table would repeat a mistake in it. Source: ISO 4217, column "minor unit".
 *
 * Withdrawn codes that the gateway's own list still names (HRK, ZWL, ...) are known here too: refusing them is the
 * product's decision, not the gateway's.
 */
const codesByExponent: readonly (readonly [exponent: number, codes: string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [
    2,
    `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
     CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF
     IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV
     MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD
     SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG ZWL`,
  ],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const exponents: ReadonlyMap<string, number> = new Map(
  codesByExponent.flatMap(([exponent, codes]) => codes.split(/\s+/).map((code): [string, number] => [code, exponent])),
);

/** Decimal digits of a currency's major unit, or null for a code the simulator does not know. */
export function simulatedExponentOf(currency: string): number | null {
  return exponents.get(currency) ?? null;
}

/**
 * Reads a major-unit number from the wire as a count of minor units. Null when the currency is unknown, when the number
 * has more decimals than the currency, or when it is too large to count exactly.
 */
export function minorUnitsOf(major: number, currency: string): number | null {
  const exponent = simulatedExponentOf(currency);
  const decimal = /^(\d+)(?:\.(\d+))?$/.exec(String(major));
  if (exponent === null || decimal === null) return null;
  const [, whole = '', fraction = ''] = decimal;
  if (fraction.length > exponent) return null;
  const minor = Number(whole + fraction.padEnd(exponent, '0'));
  return Number.isSafeInteger(minor) ? minor : null;
}

/** Writes a count of minor units as the major-unit number of the wire. The division of two exact numbers rounds once. */
export function majorUnitsOf(minor: number, currency: string): number {
  return minor / 10 ** (simulatedExponentOf(currency) ?? 0);
}
