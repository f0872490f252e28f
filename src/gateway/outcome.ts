import type { CurrencyCode } from '../domain/model/currency';

/** The gateway's operations. Source: SPEC, `Payments.Operation`; `PreAuth` is what authorize answers. */
export const operationTypes = ['Charge', 'PreAuth', 'Capture', 'Void', 'Refund', 'Tokenize', 'Status'] as const;
export type OperationType = (typeof operationTypes)[number];

/** The gateway's result codes. Source: SPEC, `Payments.Result`. */
export const resultCodes = [
  'Success',
  'Accepted',
  'Rejected',
  'TemporaryFailure',
  'FatalFailure',
  'NotImplemented',
] as const;
export type ResultCode = (typeof resultCodes)[number];

/**
 * What is kept of the gateway's answer: codes that a support desk asks for. Every text is short and free of card
 * numbers. Descriptions, bodies and headers are never kept.
 */
export interface GatewayAnswer {
  /** `Unrecognized` when the gateway named an operation that the official document does not know. */
  readonly operationType: OperationType | 'Unrecognized';
  readonly operationResultCode: ResultCode | 'Unrecognized';
  readonly gatewayName: string | null;
  /** The transaction's id at the gateway: the `refTransId` of later calls. */
  readonly gatewayReference: string | null;
  readonly gatewayResultCode: string | null;
  readonly gatewayResultSubCode: string | null;
  readonly authorizationCode: string | null;
  /** Minor units of the answered amount; `null` when absent or no exact amount of its currency. */
  readonly amountMinor: number | null;
  /** `null` when absent or no ISO 4217 code with a minor unit. */
  readonly currency: CurrencyCode | null;
}

/** Why nothing left: no byte of the request was written. */
export type NotSentCause =
  | 'refused'
  | 'dns'
  | 'tls'
  /** The connection ended before it could be written to. */
  | 'reset'
  | 'connectTimeout'
  | 'unreachable'
  /** The caller's signal fired before the request was written. */
  | 'aborted'
  /** The caller's last check said no. */
  | 'notAttempted'
  /** The client was closed. */
  | 'closed'
  | 'other';

/** Why no whole answer came although the request may have left. */
export type LostCause =
  /** The connection ended before the status line of an answer. */
  | 'reset'
  | 'headersTimeout'
  | 'bodyTimeout'
  /** The connection ended within the answer. */
  | 'truncated'
  /** Not HTTP, not JSON, not the documented shape, or too large. */
  | 'unreadable'
  /** The caller's signal fired after the request may have left. */
  | 'aborted';

/** Why it is unknown whether money moved. */
export type UnknownCause =
  | LostCause
  | 'temporaryFailure'
  | 'fatalFailure'
  | 'unrecognizedCode'
  | 'serverError'
  | 'conflictWithoutBody'
  | 'codeAndStatusDisagree'
  /** The answer reports the result of another operation than the one that was sent. */
  | 'otherOperation'
  | 'unexpectedStatus';

/** What an answered success left out of what it should confirm. */
export type SuccessFlag = 'amountAbsent' | 'currencyAbsent';

/** In what an answered success differs from what was sent. */
export type MismatchedField = 'amount' | 'currency' | 'operation';

/** The gateway says that it did what was asked; nothing that it says contradicts that. */
export interface Succeeded {
  readonly kind: 'Succeeded';
  readonly answer: GatewayAnswer;
  readonly flags: readonly SuccessFlag[];
}

/** The gateway took it and will do it later. */
export interface Pending {
  readonly kind: 'Pending';
  /** `null` for a 202 without a body. */
  readonly answer: GatewayAnswer | null;
}

/** The gateway refused; no money moved. */
export interface Declined {
  readonly kind: 'Declined';
  readonly answer: GatewayAnswer;
}

/** The payment gateway behind Orchestra has no such operation; no money moved. */
export interface Unsupported {
  readonly kind: 'Unsupported';
  readonly answer: GatewayAnswer | null;
}

/** The request was refused as malformed, by the gateway or before it was sent; no money moved. */
export interface InvalidRequest {
  readonly kind: 'InvalidRequest';
  /** Names of fields only, at most 20. */
  readonly fields: readonly string[];
}

/** The gateway does not take our key; the request was not processed. */
export interface Unauthorized {
  readonly kind: 'Unauthorized';
}

/** The gateway asks us to slow down; the request was not processed. */
export interface RateLimited {
  readonly kind: 'RateLimited';
  /** From Retry-After, at most a day; `null` when absent or unreadable. */
  readonly retryAfterMs: number | null;
}

/** The gateway could not be reached, or sending was called off: nothing left, sending again is safe. */
export interface Unavailable {
  readonly kind: 'Unavailable';
  readonly cause: NotSentCause;
}

/** It may have left and no answer settles it: money may have moved. Never to be taken for a failure. */
export interface OutcomeUnknown {
  readonly kind: 'OutcomeUnknown';
  readonly cause: UnknownCause;
  readonly httpStatus: number | null;
  readonly answer: GatewayAnswer | null;
}

/** The gateway did something, and not what was sent: the larger of both amounts must stay reserved. */
export interface Mismatch {
  readonly kind: 'Mismatch';
  readonly answer: GatewayAnswer;
  readonly what: readonly MismatchedField[];
  /**
   * Minor units that the answer may stand for at most, in the currency that was sent. `null` when the answer has no
   * amount, another currency, or an amount that cannot be counted.
   */
  readonly answeredMinor: number | null;
}

/** The outcome of one call, sorted by what may have happened to the money. */
export type MoneyOutcome =
  | Succeeded
  | Pending
  | Declined
  | Unsupported
  | InvalidRequest
  | Unauthorized
  | RateLimited
  | Unavailable
  | OutcomeUnknown
  | Mismatch;
