import { assertNever } from '../domain/model/assert-never';
import type { Money } from '../domain/model/money';
import { readBody, toGatewayAnswer, type OperationResult } from './answer';
import type { Answered, Exchange } from './exchange';
import type { GatewayAnswer, MismatchedField, MoneyOutcome, OperationType, SuccessFlag, UnknownCause } from './outcome';
import { retryAfterMs } from './retry-after';
import { atMostMinor, fromWireAmount } from './wire';

/** What was asked of the gateway, as far as its answer must agree with it. */
export interface ClassifiedCall {
  /** `null` for a lookup, whose answer may name the operation it found. */
  readonly operation: OperationType | null;
  /** `null` for a lookup, which moves nothing. */
  readonly sent: Money | null;
}

/**
 * Sorts one exchange with the gateway by what may have happened to the money. Pure and total; whatever is not clearly
 * success or clearly nothing is `OutcomeUnknown`.
 *
 * A readable result decides by its code, and its HTTP status must agree with it. Without one, the status decides.
 * Source: SPEC for statuses and codes; which status goes with which code is not documented, so several are let through
 * where none of them could mean that money moved.
 */
export function classify(call: ClassifiedCall, exchange: Exchange): MoneyOutcome {
  switch (exchange.kind) {
    case 'notSent':
      return { kind: 'Unavailable', cause: exchange.cause };
    case 'lost':
      return unknown(exchange.cause, exchange.httpStatus, null);
    case 'answered':
      return classifyAnswered(call, exchange);
    default:
      return assertNever(exchange);
  }
}

function classifyAnswered(call: ClassifiedCall, answered: Answered): MoneyOutcome {
  const body = readBody(answered.body);
  switch (body.kind) {
    case 'result':
      return byResultCode(call, answered.httpStatus, body.result);
    case 'brokenResult':
      return unknown('unreadable', answered.httpStatus, null);
    case 'empty':
      return answered.httpStatus === 202 ? { kind: 'Pending', answer: null } : byStatus(answered, null);
    case 'noResult':
      return byStatus(answered, body.fields);
    default:
      return assertNever(body);
  }
}

function byResultCode(call: ClassifiedCall, httpStatus: number, result: OperationResult): MoneyOutcome {
  const answer = toGatewayAnswer(result, call.sent?.currency ?? null);
  const sameOperation = call.operation === null || result.operationType === call.operation;
  const agrees = (...statuses: number[]): boolean => statuses.includes(httpStatus);
  switch (result.operationResultCode) {
    case 'Success':
    case 'Accepted':
      if (!agrees(200, 202)) return unknown('codeAndStatusDisagree', httpStatus, answer);
      return done(call.sent, result, answer, sameOperation);
    case 'Rejected':
      if (!agrees(200, 202, 400, 409)) return unknown('codeAndStatusDisagree', httpStatus, answer);
      // A refusal gives the amount back, so it has to be the refusal of this very operation.
      return sameOperation ? { kind: 'Declined', answer } : unknown('otherOperation', httpStatus, answer);
    case 'NotImplemented':
      if (!agrees(200, 202, 400, 409, 501)) return unknown('codeAndStatusDisagree', httpStatus, answer);
      return sameOperation ? { kind: 'Unsupported', answer } : unknown('otherOperation', httpStatus, answer);
    case 'TemporaryFailure':
      // "The merchant can retry" does not say that nothing was processed, and no key would make the retry safe.
      return unknown('temporaryFailure', httpStatus, answer);
    case 'FatalFailure':
      return unknown('fatalFailure', httpStatus, answer);
    case 'Unrecognized':
      return unknown('unrecognizedCode', httpStatus, answer);
    default:
      return assertNever(result.operationResultCode);
  }
}

function done(
  sent: Money | null,
  result: OperationResult,
  answer: GatewayAnswer,
  sameOperation: boolean,
): MoneyOutcome {
  const what = mismatches(sent, result, sameOperation);
  if (what.length > 0) return { kind: 'Mismatch', answer, what, answeredMinor: answeredMinor(sent, result) };
  if (result.operationResultCode === 'Accepted') return { kind: 'Pending', answer };
  const flags: SuccessFlag[] = [];
  if (result.amount === null) flags.push('amountAbsent');
  if (result.currency === null) flags.push('currencyAbsent');
  return { kind: 'Succeeded', answer, flags };
}

function mismatches(sent: Money | null, result: OperationResult, sameOperation: boolean): MismatchedField[] {
  const what: MismatchedField[] = [];
  if (sent !== null) {
    const { amount, currency } = result;
    if (amount !== null && fromWireAmount(amount, sent.currency) !== sent.amountMinor) what.push('amount');
    if (currency !== null && currency !== sent.currency) what.push('currency');
  }
  if (!sameOperation) what.push('operation');
  return what;
}

function answeredMinor(sent: Money | null, { amount, currency }: OperationResult): number | null {
  if (sent === null || amount === null || (currency ?? sent.currency) !== sent.currency) return null;
  return atMostMinor(amount, sent.currency);
}

/** For answers without a result. Here a 2xx proves nothing, and a 5xx does not prove that nothing was processed. */
function byStatus(answered: Answered, fields: readonly string[] | null): MoneyOutcome {
  const { httpStatus } = answered;
  // Only the gateway's own validation error says that nothing was done. A page in between could hide what was.
  if (httpStatus === 400) {
    return fields === null ? unknown('unreadable', httpStatus, null) : { kind: 'InvalidRequest', fields };
  }
  if (httpStatus === 401) return { kind: 'Unauthorized' };
  if (httpStatus === 429) {
    return { kind: 'RateLimited', retryAfterMs: retryAfterMs(answered.retryAfter, answered.receivedAtMs) };
  }
  if (httpStatus === 409) return unknown('conflictWithoutBody', httpStatus, null);
  if (httpStatus === 200 || httpStatus === 202) return unknown('unreadable', httpStatus, null);
  if (httpStatus >= 500) return unknown('serverError', httpStatus, null);
  return unknown('unexpectedStatus', httpStatus, null);
}

function unknown(cause: UnknownCause, httpStatus: number | null, answer: GatewayAnswer | null): MoneyOutcome {
  return { kind: 'OutcomeUnknown', cause, httpStatus, answer };
}
