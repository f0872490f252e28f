import type { Command } from 'commander';
import { finished } from '../../contract/problems';
import type { Problem } from '../../contract/problems';
import { idRule, type ValueRule } from '../../contract/value-rules';
import { UsageError } from '../usage-error';

/** How messages and help name the two arguments that every command about a payment takes, in this order. */
export const paymentIdArgument = '<payment-id>';
export const requestIdArgument = '<request-id>';

/** Ids of reversals that the ledger adds, and of legs, are longer than those that callers choose. */
export const longestId = 300;

/** Adds the argument that names the payment: always the first. */
export function addPaymentArgument(command: Command): Command {
  return command.argument(paymentIdArgument, 'your own id of the payment');
}

/**
 * Adds the arguments that name one reversal. The id of its request and the `reversalId` of its view are the same text.
 */
export function addReversalArguments(command: Command, { isOptional = false } = {}): Command {
  const [name, help] = isOptional
    ? ['[request-id]', 'one reversal, by the id of its request; without it the whole payment']
    : [requestIdArgument, 'your own id of the request; its reversal has the same id'];
  return addPaymentArgument(command).argument(name, help);
}

/** Checks ids before they are sent anywhere. @throws UsageError with every problem */
export function checkIds(paymentId: string, requestId?: string): void {
  const problems = [
    ...problemWith(paymentIdArgument, paymentId),
    ...(requestId === undefined ? [] : problemWith(requestIdArgument, requestId, idRule(longestId))),
  ];
  if (problems.length > 0) throw new UsageError(finished(problems));
}

/** The problem of one value, if it has one. */
export function problemWith(field: string, value: unknown, rule: ValueRule = idRule()): readonly Problem[] {
  const message = rule(value);
  return message === null ? [] : [{ field, message }];
}
