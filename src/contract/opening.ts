import { object, type Check } from './check';
import { allExempt, messageProblems, type CheckOptions } from './message-check';
import { checkPaymentEvent } from './payment-event';
import { checkPaymentSnapshot, paymentSnapshot, type PaymentSnapshot } from './payment-snapshot';
import { person, type Requester } from './person';
import type { Problem } from './problems';

/** A payment whose ledger is opened, and who opens it. */
export interface Opening {
  readonly payment: PaymentSnapshot;
  readonly actor: Requester;
}

export const opening: Check<Opening> = object({ payment: paymentSnapshot, actor: person });

/**
 * Says all that is wrong with the opening of a ledger; empty when nothing is. Pure. References and ids of digits are judged
 * by the ledger, which reads the rules of the account.
 */
export function checkOpening(value: unknown): Problem[] {
  return messageProblems(opening, value, 'opening', allExempt);
}

/** An event, and the payment that comes with it: absent for a payment that has a ledger. */
export function checkEventWithPayment(event: unknown, payment?: unknown, options: CheckOptions = {}): Problem[] {
  const problems = checkPaymentEvent(event, options);
  if (payment === undefined || payment === null) return problems;
  const own = checkPaymentSnapshot(payment, options);
  return [...problems, ...own.map(({ field, message }) => ({ field: `payment.${field}`, message }))];
}
