import { allExempt } from '../contract/message-check';
import { ApplicationFailure } from '@temporalio/workflow';
import { failureTypes } from '../contract/failures';
import type { Problem } from '../contract/problems';
import { checkReversalRequest, type ReversalOperation, type ReversalRequest } from '../contract/reversal-request';

/** A request, whose operation may be left out: the function or the workflow that takes it says which one it is. */
export type ReversalInput = Omit<ReversalRequest, 'operation'> & { readonly operation?: ReversalOperation };

/**
 * Reads an input as a request of this operation.
 *
 * @throws ApplicationFailure of type `InvalidRequest`, not retryable, with every problem in its details
 */
export function readReversalInput(operation: ReversalOperation, input: unknown): ReversalRequest {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const request: unknown = isObject ? { operation, ...input } : input;
  // References of digits alone are allowed by an account's rules, which only the worker has.
  const problems = checkReversalRequest(request, allExempt);
  const named = (request as ReversalRequest | null)?.operation;
  if (problems.length === 0 && named !== operation) {
    problems.push({ field: 'operation', message: `leave it out or write "${operation}", which is done here` });
  }
  if (problems.length > 0) throw malformed(problems);
  return request as ReversalRequest;
}

/** What a malformed message is answered with. */
export function malformed(problems: readonly Problem[]): ApplicationFailure {
  return ApplicationFailure.create({
    type: failureTypes.invalidRequest,
    message: inWords(problems),
    nonRetryable: true,
    details: [problems],
  });
}

export function inWords(problems: readonly Problem[]): string {
  return problems
    .slice(0, 10)
    .map(({ field, message }) => `${field}: ${message}`)
    .join('; ');
}
