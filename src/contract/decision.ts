import { byTag, object, optional, type Check } from './check';
import { messageProblems, type CheckOptions } from './message-check';
import { person, type Requester } from './person';
import type { Problem } from './problems';
import { amountOrZero, currencyText, digest, idOf, reason, token, wholeNumber, word } from './value-checks';
import { longestLegId } from './value-rules';

/** It names what it decides about, so that nobody approves a plan they have not seen. */
interface Decided {
  readonly requestId: string;
  /** The version of the plan, as the reversal's view shows it. */
  readonly planVersion: number;
  /** What that version refunds. Minor units of `currency`. */
  readonly refundMinor: number;
  /** What that version voids. Minor units of `currency`. */
  readonly voidMinor: number;
  /** ISO 4217. */
  readonly currency: string;
  /** Where that version sends: `plan.destination.digest` of the reversal's view. */
  readonly destination: string;
  readonly approver: Requester;
  /** Proves the approver and repeats these terms, where identities are proved. */
  readonly token?: string | null;
}

/** A person's yes to one version of a reversal's plan. */
export interface Approval extends Decided {
  readonly decision: 'approve';
  /** Why. */
  readonly comment?: string | null;
}

/** A person's no to one version of a reversal's plan. */
export interface Rejection extends Decided {
  readonly decision: 'reject';
  /** Why. */
  readonly comment: string;
}

/** One person's decision about one version of a reversal's plan. */
export type DecisionInput = Approval | Rejection;

const decided = {
  // The ledger's own reversals have longer ids than a request may give.
  requestId: idOf(longestLegId),
  planVersion: wholeNumber(1, 1_000_000),
  refundMinor: amountOrZero,
  voidMinor: amountOrZero,
  currency: currencyText,
  destination: digest,
  approver: person,
  token: optional(token),
};

const approve: Check<Approval> = object({ ...decided, decision: word(['approve']), comment: optional(reason) });
const reject: Check<Rejection> = object({ ...decided, decision: word(['reject']), comment: reason });

/** For a word that is neither, so that its other problems are reported too. */
const either: Check<Decided & { readonly decision: string; readonly comment?: string | null }> = object({
  ...decided,
  decision: word<readonly string[]>(['approve', 'reject']),
  comment: optional(reason),
});

export const decision: Check<DecisionInput> = byTag('decision', { approve, reject }, either);

/** Says all that is wrong with a person's decision about a plan; empty when nothing is. A rejection says why. Pure. */
export function checkDecision(value: unknown, options: CheckOptions = {}): Problem[] {
  return messageProblems(decision, value, 'decision', options);
}
