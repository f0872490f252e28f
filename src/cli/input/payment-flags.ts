import type { Command } from 'commander';
import type { Problem } from '../../contract/problems';
import { readAmount } from './amount-text';
import { textOption } from './option';

/** A payment told by options, for one who holds what the gateway's guide speaks of. */
export interface PaymentFlags {
  readonly paymentId?: string;
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

/** Each option with the field of the payment it tells. */
const told = {
  paymentId: ['--payment-id', 'ID', 'your own id of the payment (default: the reference)', 'paymentId'],
  kind: ['--kind', 'KIND', 'authorization (default), or charge: captured whole in one step', 'kind'],
  reference: ['--reference', 'REFERENCE', "the gateway's reference of the authorization", 'authorizationReference'],
  currency: ['--currency', 'CODE', 'ISO 4217, like USD', 'currency'],
  authorized: ['--authorized', 'AMOUNT', 'the authorized amount, like 100.00', 'authorizedMinor'],
  authorizedAt: ['--authorized-at', 'INSTANT', 'when, like 2026-11-20T10:00:00Z', 'authorizedAt'],
  captured: ['--captured', 'AMOUNT', 'what was captured of it, if anything', 'captures[0].amountMinor'],
  capturedAt: ['--captured-at', 'INSTANT', 'when it was captured', 'captures[0].capturedAt'],
  captureReference: [
    '--capture-reference',
    'REFERENCE',
    "the gateway's reference of the capture",
    'captures[0].gatewayReference',
  ],
  captureId: ['--capture-id', 'ID', 'your own id of the capture (default: c1)', 'captures[0].captureId'],
  account: ['--account', 'NAME', 'the gateway account, like stripe-production', 'gatewayAccount'],
  card: ['--card', '@TOKEN', 'the card by its token, never by its number', 'card.cardNumber'],
  cardHolder: ['--card-holder', 'NAME', 'the name on the card', 'card.cardHolderName'],
  cardExpires: ['--card-expires', 'MM/YYYY', 'when the card expires, like 12/2027', 'card.expirationMonth'],
} as const satisfies Record<keyof PaymentFlags, readonly [option: string, value: string, help: string, field: string]>;

const flagNames = Object.keys(told) as (keyof PaymentFlags)[];

/** Adds the options that tell a payment. */
export function addPaymentOptions(command: Command): Command {
  for (const [option, value, help] of Object.values(told))
    command.addOption(textOption(`${option} <${value}>`, help).helpGroup('The payment, where it is in no file:'));
  return command;
}

/** The options of a payment that were given, as they are typed. */
export function givenPaymentOptions(flags: PaymentFlags): string[] {
  return flagNames.filter((name) => flags[name] !== undefined).map((name) => told[name][0]);
}

/** A payment put together from options; what is missing or wrong in it is for the checks of every door to say. */
export interface BuiltPayment {
  readonly payment: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
}

/** Puts a payment together from its options. */
export function buildPayment(flags: PaymentFlags): BuiltPayment {
  const { currency } = flags;
  const authorized = readAmount('--authorized', flags.authorized, currency);
  const captured = readAmount('--captured', flags.captured, currency);
  const expires = readExpiry(flags);
  return {
    payment: {
      paymentId: flags.paymentId ?? flags.reference,
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

/** Names a field of the payment by the option that tells it; null: no option does. */
export function paymentOptionOf(field: string): string | null {
  if (field.startsWith('card.expiration')) return '--card-expires';
  return Object.values(told).find(([, , , of]) => of === field)?.[0] ?? null;
}

function isCaptured({ captured, capturedAt, captureReference, captureId }: PaymentFlags): boolean {
  return [captured, capturedAt, captureReference, captureId].some((flag) => flag !== undefined);
}

function hasCard({ card, cardHolder, cardExpires }: PaymentFlags): boolean {
  return [card, cardHolder, cardExpires].some((flag) => flag !== undefined);
}

/** The doors ask for minor units; here a person writes money. */
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
  return { fields: {}, problems: [{ field, message: `${problem}: write them like 12/2027` }] };
}
