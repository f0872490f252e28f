import { z } from 'zod';
import { holdsCardNumber } from './card-number';
import { minorUnitsOf, simulatedExponentOf } from './minor-units';
import type { InputProblem } from './problems';
import { problemsOfZod, readableName } from './problems';

// Source of every shape here: SPEC, the gateway's official OpenAPI document, where `additionalProperties` is false.

const text = z.string().min(1);
const maybe = z.string().nullish();
const cardTypes =
  'Unspecified AMEX BC CartaSi Dankort Delta DinersClub Discover Electron Elo enRoute Hipercard JCB Maestro MasterCard MC_Alaska MC_Canada Switch Troy UATP UnionPay Visa';

const threeDSAuthentication = z.strictObject({
  authenticationValue: text,
  eci: text.max(2),
  xid: text.max(40),
  version: text.max(5),
  merchantName: text.max(40),
  sli: maybe,
});

const card = z.strictObject({
  cardNumber: z.string().regex(/^(@[A-Za-z0-9_-]+|\d{12,19})$/, 'must be a card number in digits or an @token'),
  cardHolderName: text,
  expirationMonth: z.int().min(1).max(12),
  expirationYear: z.int().min(1000).max(9999),
  cvv: z
    .string()
    .regex(/^(@[A-Za-z0-9_-]+|\d{3,4})$/, 'must be 3 or 4 digits or an @token')
    .nullish(),
  cardType: z.enum(cardTypes.split(' ')).optional(),
  ownerID: maybe,
  issueNumber: maybe,
  threeDSAuthentication: threeDSAuthentication.optional(),
});

const payerDetails = z.strictObject({
  clientIPAddress: text,
  countryCode: z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters'),
  address1: maybe,
  address2: maybe,
  address3: maybe,
  postCode: maybe,
  city: maybe,
  stateProvince: maybe,
});

const paymentGatewayAccount = z.strictObject({
  paymentGatewayName: maybe,
  credentials: z.array(z.strictObject({ key: maybe, value: maybe })).nullish(),
});

const account = {
  paymentGatewayAccountName: maybe,
  certificateName: z.string().max(128).nullish(),
  paymentGatewayAccount: paymentGatewayAccount.optional(),
  networkTokenBrand: z.enum(['Visa', 'MasterCard', 'Amex']).optional(),
};

const money = {
  amount: z.number().positive(),
  currency: z.string().refine((code) => simulatedExponentOf(code) !== null, {
    message: 'must be a currency code of ISO 4217',
  }),
  myRef: maybe,
  card,
  ...account,
};

/** Body of charge and authorize. */
export const authRequestSchema = z.strictObject({
  ...money,
  isDigital: z.boolean().optional(),
  orderDesc: maybe,
  payerDetails: payerDetails.optional(),
});

/** Body of capture and void. */
export const captureVoidRequestSchema = z.strictObject({ ...money, refTransId: text });

/** Body of refund. */
export const refundRequestSchema = z.strictObject({
  ...money,
  refTransId: text,
  payerDetails: payerDetails.optional(),
});

/** Body of tokenize. */
export const tokenizeRequestSchema = z.strictObject({ card, payerDetails: payerDetails.optional(), ...account });

/** Body of status. One of the two references has to be there. Source: DOC transaction status. */
export const statusRequestSchema = z
  .strictObject({ refTransId: maybe, myRef: maybe, ...account })
  .refine(({ refTransId, myRef }) => Boolean(refTransId) || Boolean(myRef), {
    path: ['refTransId'],
    message: 'or myRef is required',
  });

/** Body of a string to keep in the vault. */
export const stringTokenSchema = z.strictObject({ payload: text.max(16_384) });

/** What reading a body gave. */
export type BodyResult<Body> =
  { readonly ok: true; readonly body: Body } | { readonly ok: false; readonly problems: readonly InputProblem[] };

/** The only fields that may hold a card number, and a gateway's own reference, which is only looked up. */
const mayHoldDigits: ReadonlySet<string> = new Set(['card.cardNumber', 'payload', 'refTransId']);

/** Reads a JSON text against a schema and reports every problem at once; never repeats a value. */
export function readBody<Schema extends z.ZodType>(schema: Schema, source: string): BodyResult<z.output<Schema>> {
  const raw = readJson(source);
  if (raw === undefined) {
    return { ok: false, problems: [{ field: 'body', message: 'must be a JSON object: send one' }] };
  }
  const parsed = schema.safeParse(raw);
  const problems = [
    ...(parsed.success ? [] : problemsOfZod(parsed.error, 'body')),
    ...precisionProblems(raw),
    ...cardNumberProblems(raw, []),
  ];
  return parsed.success && problems.length === 0 ? { ok: true, body: parsed.data } : { ok: false, problems };
}

function readJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

function precisionProblems(raw: unknown): InputProblem[] {
  if (typeof raw !== 'object' || raw === null || !('amount' in raw) || !('currency' in raw)) return [];
  const { amount, currency } = raw;
  if (typeof amount !== 'number' || typeof currency !== 'string' || amount <= 0) return [];
  const exponent = simulatedExponentOf(currency);
  if (exponent === null || minorUnitsOf(amount, currency) !== null) return [];
  return [{ field: 'amount', message: `must be countable and have at most ${exponent} decimals in this currency` }];
}

function cardNumberProblems(value: unknown, path: readonly string[]): InputProblem[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, each]) => cardNumberProblems(each, [...path, readableName(key)]));
  }
  const field = path.join('.');
  const suspect = typeof value === 'string' || typeof value === 'number';
  if (!suspect || mayHoldDigits.has(field) || !holdsCardNumber(String(value))) return [];
  return [
    { field: field === '' ? 'body' : field, message: 'looks like a card number: send it in card.cardNumber only' },
  ];
}
