import { z } from 'zod';
import { isCurrencyCode, type CurrencyCode } from '../domain/model/currency';
import { operationTypes, resultCodes, type GatewayAnswer } from './outcome';
import { safeCode, safeFieldName, safeReference } from './support-code';
import { fromWireAmount } from './wire';

// A support code of another type is worth nothing, but must not cost us the result beside it.
const supportText = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((text) => text ?? null)
  .catch(null);

/** Source: SPEC, `Payments.OperationResult`. Fields that it does not name are tolerated, and dropped. */
const operationResultSchema = z.object({
  operationType: z.string().transform((text) => operationTypes.find((type) => type === text) ?? 'Unrecognized'),
  operationResultCode: z.string().transform((text) => resultCodes.find((code) => code === text) ?? 'Unrecognized'),
  amount: z
    .number()
    .nullish()
    .transform((amount) => amount ?? null),
  currency: z
    .string()
    .nullish()
    .transform((text) => (text ?? '').trim().toUpperCase() || null),
  gatewayName: supportText,
  gatewayReference: supportText,
  gatewayResultCode: supportText,
  gatewayResultSubCode: supportText,
  authorizationCode: supportText,
});

/** An answer of the gateway as it stood on the wire: major units, codes not yet cleaned. It never leaves this folder. */
export type OperationResult = z.infer<typeof operationResultSchema>;

/** What a body was found to be. */
export type ReadBody =
  | { readonly kind: 'result'; readonly result: OperationResult }
  /** It claims to be a result, but cannot be trusted. */
  | { readonly kind: 'brokenResult' }
  | { readonly kind: 'empty' }
  /** Anything that claims no result; `fields` are those that a validation error names, null: it is not one. */
  | { readonly kind: 'noResult'; readonly fields: readonly string[] | null };

/** Reads a body that may hold an operation's result. Never throws. */
export function readBody(text: string): ReadBody {
  const json = text.replace(/^\uFEFF/, '').trim();
  if (json === '') return { kind: 'empty' };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    // Text that names a result code may be the front of a cut or garbled result.
    return json.includes('operationResultCode') ? { kind: 'brokenResult' } : { kind: 'noResult', fields: null };
  }
  const result = operationResultSchema.safeParse(value);
  if (result.success) return { kind: 'result', result: result.data };
  const claimsResult = typeof value === 'object' && value !== null && 'operationResultCode' in value;
  return claimsResult ? { kind: 'brokenResult' } : { kind: 'noResult', fields: invalidFields(value) };
}

const maxFields = 20;

const validationError = z
  .looseObject({ fieldName: z.unknown().optional() })
  .refine((message) => 'fieldName' in message || 'errors' in message);

/** Source: SPEC, `ValidationErrorMessage`; a list of them is read as well. null: it is none. */
function invalidFields(value: unknown): string[] | null {
  const messages = z
    .array(validationError)
    .min(1)
    .safeParse(Array.isArray(value) ? value : [value]);
  if (!messages.success) return null;
  const names = messages.data.map((message) => safeFieldName(message.fieldName)).filter((name) => name !== null);
  return [...new Set(names)].slice(0, maxFields);
}

/**
 * The part of a result that may leave the client.
 *
 * @param sentCurrency counts the amount when the answer names no currency.
 */
export function toGatewayAnswer(result: OperationResult, sentCurrency: CurrencyCode | null): GatewayAnswer {
  const currency = isCurrencyCode(result.currency) ? result.currency : null;
  const countedIn = result.currency === null ? sentCurrency : currency;
  return {
    operationType: result.operationType,
    operationResultCode: result.operationResultCode,
    gatewayName: safeCode(result.gatewayName),
    gatewayReference: safeReference(result.gatewayReference),
    gatewayResultCode: safeCode(result.gatewayResultCode),
    gatewayResultSubCode: safeCode(result.gatewayResultSubCode),
    authorizationCode: safeCode(result.authorizationCode),
    amountMinor: result.amount === null || countedIn === null ? null : fromWireAmount(result.amount, countedIn),
    currency,
  };
}
