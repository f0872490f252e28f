import { reasonCodes, type ReasonCode } from './reasons';

/** Why it is certain that nothing left. */
export const notSentCauses = [
  'refused',
  'dns',
  'tls',
  'connectTimeout',
  'unauthorized',
  'rateLimited',
  'pastDeadline',
  'cardUnavailable',
  // HTTP 400: the gateway found a field of the call invalid, and did nothing.
  'invalidAtGateway',
  'unreachable',
  // The activity was not called by the payment's ledger.
  'notFromLedger',
] as const;

export type NotSentCause = (typeof notSentCauses)[number];

/** What `sendLeg` returns: what may have happened to the money, never a throw. */
export type SendResult =
  | {
      readonly status: 'succeeded' | 'pending';
      readonly gatewayReference: string | null;
      readonly gatewayResultCode: string | null;
      /** The answer left out its amount or currency. */
      readonly flags: readonly string[];
    }
  | {
      readonly status: 'declined';
      readonly code: ReasonCode;
      readonly gatewayReference: string | null;
      readonly gatewayResultCode: string | null;
      readonly detail: string | null;
    }
  | {
      readonly status: 'notSent';
      readonly cause: NotSentCause;
      readonly retryAfterMs: number | null;
      /** What else is to be said of it, for people. Absent: nothing. */
      readonly why?: string | null;
    }
  | {
      readonly status: 'unknown';
      /** In plain words for a support desk: `headersTimeout`, `worker lost`, … */
      readonly cause: string;
      /** When the call ended, by the worker's clock. ISO 8601; null: its end was not observed, so it may still be sent. */
      readonly endedAt: string | null;
      readonly gatewayReference: string | null;
      readonly gatewayResultCode: string | null;
    }
  | {
      readonly status: 'mismatch';
      readonly what: string;
      readonly answeredMinor: number | null;
      readonly gatewayReference: string | null;
      readonly gatewayResultCode: string | null;
    }
  | { readonly status: 'resetDetected' };

const statuses: ReadonlySet<string> = new Set([
  'succeeded',
  'pending',
  'declined',
  'notSent',
  'unknown',
  'mismatch',
  'resetDetected',
] satisfies SendResult['status'][]);

/**
 * Reads the result of `sendLeg`. An operator can complete an activity manually with any JSON, so a result that is
 * not exactly of the shape is `unknown`: it proves nothing.
 */
export function readSendResult(value: unknown): SendResult {
  if (isLegResult(value)) return value;
  return lostResult('malformed result');
}

/** The outcome of a send whose sender did not report, or was not the first: it may still be sending. */
export function lostResult(cause: string): SendResult {
  return { status: 'unknown', cause, endedAt: null, gatewayReference: null, gatewayResultCode: null };
}

function isLegResult(value: unknown): value is SendResult {
  if (typeof value !== 'object' || value === null || !('status' in value)) return false;
  const fields = value as Record<string, unknown>;
  if (typeof fields['status'] !== 'string' || !statuses.has(fields['status'])) return false;
  switch (fields['status'] as SendResult['status']) {
    case 'succeeded':
    case 'pending':
      return hasReferences(fields) && Array.isArray(fields['flags']) && fields['flags'].every(isText);
    case 'declined':
      return hasReferences(fields) && isOneOf(reasonCodes, fields['code']) && isTextOrNull(fields['detail']);
    case 'unknown':
      return hasReferences(fields) && isText(fields['cause']) && isInstantOrNull(fields['endedAt']);
    case 'mismatch':
      return hasReferences(fields) && isText(fields['what']) && isMinorOrNull(fields['answeredMinor']);
    case 'notSent':
      return (
        isOneOf(notSentCauses, fields['cause']) &&
        isMinorOrNull(fields['retryAfterMs']) &&
        isWhyOrNull(fields['why'] ?? null)
      );
    case 'resetDetected':
      return true;
  }
}

function hasReferences(fields: Record<string, unknown>): boolean {
  return isTextOrNull(fields['gatewayReference']) && isTextOrNull(fields['gatewayResultCode']);
}

/** Longer texts do not come from our own activity, and a history keeps them for good. */
function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 256;
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

/** It names all that is wrong with a call. */
function isWhyOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.length <= 1_000);
}

function isInstantOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'string' && isText(value) && !Number.isNaN(Date.parse(value)));
}

function isOneOf(words: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && words.includes(value);
}

function isMinorOrNull(value: unknown): boolean {
  return value === null || (Number.isSafeInteger(value) && (value as number) >= 0);
}
