import { assertNever } from '../src/domain/model/assert-never';
import type { SendResult, NotSentCause } from '../src/domain/model/send-result';
import type { AccountRules, CodeMeaning } from '../src/domain/model/profile';
import type { GatewayAnswer, MoneyOutcome, Unavailable } from '../src/gateway';

/**
 * Puts the gateway's outcome into the ledger's terms; rejections by the profile's table of raw codes. `endedAt`: when
 * the call ended, ISO 8601.
 */
export function sendResultOf(outcome: MoneyOutcome, rules: AccountRules | null, endedAt: string): SendResult {
  switch (outcome.kind) {
    case 'Succeeded':
      return { status: 'succeeded', ...referencesOf(outcome.answer), flags: outcome.flags };
    case 'Pending':
      return { status: 'pending', ...referencesOf(outcome.answer), flags: [] };
    case 'Declined':
      return rejected(outcome.answer, rules, endedAt);
    case 'Unsupported':
      return declined('unsupported', outcome.answer, null);
    case 'InvalidRequest':
      return { status: 'notSent', cause: 'invalidAtGateway', retryAfterMs: null, why: invalidFields(outcome.fields) };
    case 'Unauthorized':
      return { status: 'notSent', cause: 'unauthorized', retryAfterMs: null };
    case 'RateLimited':
      // The API does not document this status, so it proves nothing unless the account's rules say so.
      return rules?.profile.rateLimitMovesNothing === true
        ? { status: 'notSent', cause: 'rateLimited', retryAfterMs: outcome.retryAfterMs }
        : { status: 'unknown', cause: 'rateLimited (HTTP 429)', endedAt, ...referencesOf(null) };
    case 'Unavailable':
      return { status: 'notSent', cause: notSentCauseOf(outcome.cause), retryAfterMs: null };
    case 'OutcomeUnknown':
      return { status: 'unknown', cause: causeOf(outcome), endedAt, ...referencesOf(outcome.answer) };
    case 'Mismatch':
      return {
        status: 'mismatch',
        what: outcome.what.join(' and '),
        answeredMinor: outcome.answeredMinor,
        ...referencesOf(outcome.answer),
      };
    default:
      return assertNever(outcome);
  }
}

function invalidFields(fields: readonly string[]): string {
  return fields.length === 0 ? 'the gateway names no field' : `fields: ${fields.join(', ')}`.slice(0, 200);
}

function rejected(answer: GatewayAnswer, rules: AccountRules | null, endedAt: string): SendResult {
  const meaning = meaningOf(answer.gatewayResultCode, rules);
  if (meaning !== 'outcomeUnknown') return declined(meaning, answer, null);
  return {
    status: 'unknown',
    cause: 'a code by which this gateway does not say what happened',
    endedAt,
    ...referencesOf(answer),
  };
}

function meaningOf(code: string | null, rules: AccountRules | null): CodeMeaning {
  const table = rules?.profile.declineReasons ?? {};
  return code !== null && Object.hasOwn(table, code) ? (table[code] ?? 'declined') : 'declined';
}

function declined(
  code: Extract<SendResult, { status: 'declined' }>['code'],
  answer: GatewayAnswer | null,
  detail: string | null,
): SendResult {
  return { status: 'declined', code, detail, ...referencesOf(answer) };
}

function causeOf({ cause, httpStatus }: Extract<MoneyOutcome, { kind: 'OutcomeUnknown' }>): string {
  return httpStatus === null ? cause : `${cause} (HTTP ${String(httpStatus)})`;
}

function notSentCauseOf(cause: Unavailable['cause']): NotSentCause {
  switch (cause) {
    case 'refused':
    case 'dns':
    case 'tls':
    case 'connectTimeout':
    case 'unreachable':
      return cause;
    case 'reset':
    case 'aborted':
    case 'notAttempted':
    case 'closed':
    case 'other':
      return 'unreachable';
    default:
      return assertNever(cause);
  }
}

function referencesOf(answer: GatewayAnswer | null) {
  return {
    gatewayReference: answer?.gatewayReference ?? null,
    gatewayResultCode: answer?.gatewayResultCode ?? null,
  };
}
