import type { Command } from 'commander';
import type { Problem } from '../../contract/problems';
import { readAmount } from './amount-text';
import { paymentIdArgument } from './ids';
import { textOption } from './option';

/** A payment given by options, for callers without a file. */
export interface PaymentFlags {
  readonly kind?: string;
  readonly reference?: string;
  readonly currency?: string;
  readonly authorized?: string;
  readonly authorizedAt?: string;
  readonly captured?: string;
  readonly capturedAt?: string;
  readonly captureReference?: string;
  readonly captureId?: string;
  readonly account?: string;
  readonly card?: string;
  readonly cardHolder?: string;
  readonly cardExpires?: string;
}

/** Each option with its field of the payment. */
const paymentOptions = {
  kind: ['--kind', 'KIND', 'authorization (default), or charge: authorized and captured in one step', 'kind'],
  reference: ['--reference', 'REFERENCE', "the gateway's reference of the authorization", 'authorizationReference'],
  currency: ['--currency', 'CODE', 'ISO 4217, like USD', 'currency'],
  authorized: ['--authorized', 'AMOUNT', 'the authorized amount, like 100.00', 'authorizedMinor'],
  authorizedAt: ['--authorized-at', 'INSTANT', 'when it was authorized, like 2026-11-20T10:00:00Z', 'authorizedAt'],
  captured: ['--captured', 'AMOUNT', 'the captured amount, if any', 'captures[0].amountMinor'],
  capturedAt: ['--captured-at', 'INSTANT', 'when it was captured', 'captures[0].capturedAt'],
  captureReference: [
    '--capture-reference',
    'REFERENCE',
    "the gateway's reference of the capture",
    'captures[0].gatewayReference',
  ],
  captureId: ['--capture-id', 'ID', 'your own id of the capture (default: c1)', 'captures[0].captureId'],
  account: ['--account', 'NAME', 'the gateway account, like stripe-production', 'gatewayAccount'],
  card: ['--card', '@TOKEN', 'the token of the card, never its number', 'card.cardNumber'],
  cardHolder: ['--card-holder', 'NAME', 'the name on the card', 'card.cardHolderName'],
  cardExpires: ['--card-expires', 'MM/YYYY', 'when the card expires, like 12/2027', 'card.expirationMonth'],
} as const satisfies Record<keyof PaymentFlags, readonly [option: string, value: string, help: string, field: string]>;

const flagNames = Object.keys(paymentOptions) as (keyof PaymentFlags)[];

/** Adds the options of a payment. */
export function addPaymentOptions(command: Command): Command {
  for (const [option, value, help] of Object.values(paymentOptions))
    command.addOption(textOption(`${option} <${value}>`, help).helpGroup('The payment, without a file:'));
  return command;
}

/** The options of a payment that were given, as they were typed. */
export function givenPaymentOptions(flags: PaymentFlags): string[] {
  return flagNames.filter((name) => flags[name] !== undefined).map((name) => paymentOptions[name][0]);
}

/** A payment built from options. The checks of the contract find what is missing or wrong in it. */
export interface BuiltPayment {
  readonly payment: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

/** Builds a payment from its id and options. */
export function buildPayment(paymentId: string, flags: PaymentFlags): BuiltPayment {
  const { currency } = flags;
  const authorized = readAmount('--authorized', flags.authorized, currency);
  const captured = readAmount('--captured', flags.captured, currency);
  const expires = readExpiry(flags);
  return {
    payment: {
      paymentId,
      kind: flags.kind ?? 'authorization',
      currency,
      authorizedMinor: authorized.amountMinor,
      authorizationReference: flags.reference,
      authorizedAt: flags.authorizedAt,
      gatewayAccount: flags.account,
      captures: isCaptured(flags)
        ? [
            {
              captureId: flags.captureId ?? 'c1',
              status: 'succeeded',
              amountMinor: captured.amountMinor,
              gatewayReference: flags.captureReference,
              capturedAt: flags.capturedAt,
            },
          ]
        : [],
      card: hasCard(flags)
        ? { cardNumber: flags.card, cardHolderName: flags.cardHolder, ...expires.fields }
        : undefined,
    },
    problems: [...missingAmounts(flags), ...authorized.problems, ...captured.problems, ...expires.problems],
  };
}

/** The argument or option that gives a field of the payment; null: none does. */
export function paymentOptionOf(field: string): string | null {
  if (field === 'paymentId') return paymentIdArgument;
  if (field.startsWith('card.expiration')) return '--card-expires';
  return Object.values(paymentOptions).find(([, , , of]) => of === field)?.[0] ?? null;
}

function isCaptured({ captured, capturedAt, captureReference, captureId }: PaymentFlags): boolean {
  return [captured, capturedAt, captureReference, captureId].some((flag) => flag !== undefined);
}

function hasCard({ card, cardHolder, cardExpires }: PaymentFlags): boolean {
  return [card, cardHolder, cardExpires].some((flag) => flag !== undefined);
}

/** The contract counts in minor units; on the command line people write decimals. */
function missingAmounts(flags: PaymentFlags): Problem[] {
  const problems: Problem[] = [];
  const message = 'is missing: give an amount like 100.00';
  if (flags.authorized === undefined) problems.push({ field: '--authorized', message });
  if (isCaptured(flags) && flags.captured === undefined) problems.push({ field: '--captured', message });
  return problems;
}

function readExpiry(flags: PaymentFlags): {
  readonly fields: object;
  readonly problems: readonly Problem[];
} {
  if (!hasCard(flags)) return { fields: {}, problems: [] };
  const { cardExpires } = flags;
  const [, month, year] = /^(0?[1-9]|1[0-2])\/(2[01]\d\d)$/.exec(cardExpires?.trim() ?? '') ?? [];
  if (month !== undefined && year !== undefined) {
    return { fields: { expirationMonth: Number(month), expirationYear: Number(year) }, problems: [] };
  }
  const problem = cardExpires === undefined ? 'is missing' : 'is not a month and a year';
  const field = '--card-expires';
  return { fields: {}, problems: [{ field, message: `${problem}: write it like 12/2027` }] };
}
