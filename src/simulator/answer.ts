import { majorUnitsOf } from './minor-units';
import type { InputProblem } from './problems';
import { declineTexts } from './rulings';
import type { DeclineCode } from './rulings';
import type { Outcome } from './state';
import type { Movement } from './transaction';

/** Every request of the gateway that a fault can be set for. */
export const gatewayOperations = [
  'authorize',
  'charge',
  'capture',
  'void',
  'refund',
  'tokenize',
  'status',
  'listGateways',
  'listAccounts',
  'showAccount',
  'storeStringToken',
  'showStringToken',
  'describeStringToken',
  'deleteStringToken',
  'checkApiKey',
] as const;

/** One of the gateway's requests. */
export type GatewayOperation = (typeof gatewayOperations)[number];

/** How the gateway sums up an operation. Source: SPEC Payments.Result. */
export type ResultCode = 'Success' | 'Accepted' | 'Rejected' | 'TemporaryFailure' | 'FatalFailure' | 'NotImplemented';

/** The body of all seven payment operations. Source: SPEC Payments.OperationResult. */
export interface OperationResult {
  readonly operationType: string;
  readonly operationResultCode: ResultCode;
  readonly operationResultDescription?: string;
  readonly gatewayName?: string;
  readonly gatewayReference?: string;
  readonly gatewayResultCode?: string;
  readonly gatewayResultDescription?: string;
  readonly gatewayResultSubCode?: string;
  readonly authorizationCode?: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly gatewayToken?: string;
}

/** What would be sent: status, JSON body (null: empty) and the movement that it reports. */
export interface Answer {
  readonly httpStatus: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object | null;
  readonly movement?: Movement;
}

const operationTypes: Readonly<Partial<Record<GatewayOperation, string>>> = {
  authorize: 'PreAuth',
  charge: 'Charge',
  capture: 'Capture',
  void: 'Void',
  refund: 'Refund',
  tokenize: 'Tokenize',
  status: 'Status',
};

const httpStatuses: Readonly<Record<ResultCode, number>> = {
  Success: 200,
  Accepted: 202,
  Rejected: 409,
  TemporaryFailure: 503,
  FatalFailure: 500,
  NotImplemented: 409,
};

/** An answer whose HTTP status follows from its result code; requests that have no result code answer without a body. */
export function resultAnswer(
  operation: GatewayOperation,
  code: ResultCode,
  fields: Omit<OperationResult, 'operationType' | 'operationResultCode'>,
): Answer {
  const httpStatus = httpStatuses[code];
  const operationType = operationTypes[operation];
  if (operationType === undefined) return { httpStatus, body: null };
  const body: OperationResult = { operationType, operationResultCode: code, ...fields };
  return { httpStatus, body };
}

/** The answer of an operation on money, as a healthy gateway gives it. */
export function outcomeAnswer(operation: GatewayOperation, outcome: Outcome, gatewayName: string): Answer {
  if (outcome.kind === 'rejected') return rejection(operation, outcome.code, gatewayName);
  const { reference, amountMinor, currency } = outcome.transaction;
  const amount = majorUnitsOf(amountMinor, currency);
  const facts = { gatewayName, gatewayReference: reference, amount, currency };
  if (outcome.kind === 'accepted') {
    return resultAnswer(operation, 'Accepted', {
      operationResultDescription: 'Accepted for processing',
      gatewayResultCode: 'pending',
      ...facts,
    });
  }
  const authorizes = operation === 'authorize' || operation === 'charge';
  const success = resultAnswer(operation, 'Success', {
    operationResultDescription: 'OK',
    gatewayResultCode: 'succeeded',
    ...(authorizes ? { authorizationCode: reference.slice(-6) } : {}),
    ...facts,
  });
  return { ...success, movement: outcome.movement };
}

/** A gateway's no, with its raw code and text. */
export function rejection(operation: GatewayOperation, code: DeclineCode, gatewayName: string): Answer {
  return declineWith(operation, code, declineTexts[code], gatewayName);
}

/** A gateway's no with any raw code. */
export function declineWith(operation: GatewayOperation, code: string, text: string, gatewayName: string): Answer {
  return resultAnswer(operation, 'Rejected', {
    operationResultDescription: 'Rejected by the gateway',
    gatewayName,
    gatewayResultCode: code,
    gatewayResultDescription: text,
  });
}

/** Bad input. Source: SPEC ValidationErrorMessage, which is one object: several fields share it, each named in its error. */
export function validationAnswer(problems: readonly InputProblem[]): Answer {
  const fields = new Set(problems.map(({ field }) => field));
  const [only] = fields;
  const body =
    fields.size === 1
      ? { fieldName: only, errors: problems.map(({ message }) => message) }
      : { fieldName: null, errors: problems.map(({ field, message }) => `${field} ${message}`) };
  return { httpStatus: 400, body };
}
