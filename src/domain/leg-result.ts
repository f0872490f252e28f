import type { LegOperation } from './leg';
import type { ReasonCode } from './reasons';

/** Why it is certain that nothing left. */
export type NotSentCause =
  | 'refused'
  | 'dns'
  | 'tls'
  | 'connectTimeout'
  | 'unauthorized'
  | 'rateLimited'
  | 'tooLate'
  | 'neverPickedUp'
  | 'cardUnavailable'
  | 'unreachable';

/** What `sendLeg` returns: what may have happened to the money, never a throw. */
export type LegResult =
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
  | { readonly status: 'notSent'; readonly cause: NotSentCause; readonly retryAfterMs: number | null }
  | {
      readonly status: 'unknown';
      /** In plain words for a support desk: `headersTimeout`, `worker lost`, … */
      readonly cause: string;
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
  | { readonly status: 'lineageBroken' };

const statuses: ReadonlySet<string> = new Set([
  'succeeded',
  'pending',
  'declined',
  'notSent',
  'unknown',
  'mismatch',
  'lineageBroken',
] satisfies LegResult['status'][]);

/**
 * Reads what came back from `sendLeg`. A person can complete an activity by hand with any JSON, so a result that is
 * not exactly of the shape is `unknown`: it proves nothing.
 */
export function readLegResult(value: unknown): LegResult {
  if (isLegResult(value)) return value;
  return unknownResult('malformed result');
}

/** An outcome nobody could read. */
export function unknownResult(cause: string): LegResult {
  return { status: 'unknown', cause, gatewayReference: null, gatewayResultCode: null };
}

function isLegResult(value: unknown): value is LegResult {
  if (typeof value !== 'object' || value === null || !('status' in value)) return false;
  const fields = value as Record<string, unknown>;
  if (typeof fields['status'] !== 'string' || !statuses.has(fields['status'])) return false;
  switch (fields['status'] as LegResult['status']) {
    case 'succeeded':
    case 'pending':
      return hasReferences(fields) && Array.isArray(fields['flags']);
    case 'declined':
      return hasReferences(fields) && typeof fields['code'] === 'string' && isTextOrNull(fields['detail']);
    case 'unknown':
      return hasReferences(fields) && typeof fields['cause'] === 'string';
    case 'mismatch':
      return hasReferences(fields) && typeof fields['what'] === 'string' && isMinorOrNull(fields['answeredMinor']);
    case 'notSent':
      return typeof fields['cause'] === 'string' && isMinorOrNull(fields['retryAfterMs']);
    case 'lineageBroken':
      return true;
  }
}

function hasReferences(fields: Record<string, unknown>): boolean {
  return isTextOrNull(fields['gatewayReference']) && isTextOrNull(fields['gatewayResultCode']);
}

function isTextOrNull(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.length <= 256);
}

function isMinorOrNull(value: unknown): boolean {
  return value === null || (Number.isSafeInteger(value) && (value as number) >= 0);
}

/** For people: the operation in the past tense of its success. */
export function doneWord(operation: LegOperation): string {
  return operation === 'refund' ? 'refunded' : 'voided';
}
