import { checkReversalRequest } from '../../src/contract/guard';
import { toReversalRequest } from '../../src/contract/normalise';
import { paymentIdOf } from '../../src/contract/messages';
import { admit, type Admission } from '../../src/domain/transitions/admit';
import type { AccountRules } from '../../src/domain/model/profile';
import type { AskedReversal } from '../../src/domain/model/request';
import type { Payment } from '../../src/domain/model/payment';
import type { Reason } from '../../src/domain/model/reasons';
import { findReversal, pushBounded } from '../../src/domain/model/ledger-state';
import { refusalView, reversalView, type ReversalView } from '../../src/domain/views/view';
import { workflowInfo } from '@temporalio/workflow';
import { needsProof, requesterOf } from './identity';
import { now, type Ledger, type RulesReading } from './ledger';
import { adoptRules, freshRules, readRulesFor } from './rules';

/** What is read and checked before a request is judged. */
export interface Preflight {
  readonly reading: RulesReading | null;
  /** Why it is not believed who asks; null: it is. */
  readonly unproven: string | null;
}

/** Reads the rules for a request, and checks who asks. */
export async function preflight(ledger: Ledger, asked: AskedReversal): Promise<Preflight> {
  ledger.preflights += 1;
  try {
    const reading = await readRulesFor(ledger, asked.payment.gatewayAccount);
    const rules = reading?.rules ?? ledger.rules;
    if (rules === null || !hasToProve(ledger, asked, rules)) return { reading, unproven: null };
    const who = await requesterOf(rules, asked);
    return { reading, unproven: who.proven ? null : who.why };
  } catch (error) {
    ledger.preflights -= 1;
    throw error;
  }
}

/**
 * Admits a checked request. Adopt, merge, decide and reserve are one synchronous step, so that nobody comes between the
 * check and its reservation.
 */
export function admitRequest(ledger: Ledger, asked: AskedReversal, { reading, unproven }: Preflight): Admission {
  ledger.preflights -= 1;
  if (reading !== null) adoptRules(ledger, reading);
  const admission =
    unproven === null
      ? evaluate(ledger, asked)
      : refused(ledger, asked, { code: 'identityUnproven', message: unproven });
  ledger.state = admission.state;
  return admission;
}

/** What would become of a request now. Changes nothing. */
export function evaluate(ledger: Ledger, asked: AskedReversal): Admission {
  const rules = rulesFor(ledger, asked);
  const wrong = wrongHere(asked, rules);
  if (wrong === null) return admit(ledger.state, asked, rules, now());
  return refused(ledger, asked, wrong);
}

/** Nobody may ask in another's name, or he could approve his own refund. A repeat only reads what is bound already. */
function hasToProve(ledger: Ledger, asked: AskedReversal, rules: AccountRules): boolean {
  return needsProof(rules, asked) && findReversal(ledger.state, asked.requestId) === undefined;
}

function refused(ledger: Ledger, asked: AskedReversal, reason: Reason): Admission {
  const refusal = {
    requestId: asked.requestId,
    operation: asked.operation,
    requestedMinor: asked.amountMinor,
    requester: asked.requester,
    requestReason: asked.reason,
    reason,
    at: now(),
  };
  return {
    kind: 'refused',
    state: { ...ledger.state, refusals: pushBounded(ledger.state.refusals, refusal) },
    refusal,
  };
}

/** The view that answers a request. */
export function answerTo(admission: Admission, asked: AskedReversal): ReversalView {
  const payment: Payment = admission.state.payment ?? asked.payment;
  if (admission.kind === 'refused') return refusalView(admission.state, payment, admission.refusal);
  const reversal = findReversal(admission.state, asked.requestId);
  if (reversal === undefined) throw new Error('an admitted request has no reversal');
  return reversalView(admission.state, payment, reversal, now());
}

/** Rules of another account than the payment's are of no use: the merge will say what contradicts what. */
function rulesFor(ledger: Ledger, asked: AskedReversal): AccountRules | null {
  if (ledger.state.payment !== null) return ledger.rules;
  return ledger.rules?.gatewayAccount === asked.payment.gatewayAccount ? ledger.rules : null;
}

/** What only this ledger can see is wrong: a payment that is not its own, a card number where the rules exempt nothing. */
function wrongHere(asked: AskedReversal, rules: AccountRules | null): Reason | null {
  const own = paymentIdOf(workflowInfo().workflowId);
  if (own !== asked.payment.paymentId) {
    return {
      code: 'paymentMismatch',
      message: `this ledger owns another payment than the one of the request; send it to the ledger of its paymentId`,
    };
  }
  const problems = checkReversalRequest(asked, { numericReferences: rules?.numericReferences ?? false });
  const [first] = problems;
  return first === undefined ? null : { code: 'invalidRequest', message: `${first.field}: ${first.message}` };
}

/** Reads a request that came over the wire; problems are empty when it can be judged. */
export function readRequest(
  ledger: Ledger,
  value: unknown,
): { asked: AskedReversal } | { problems: ReturnType<typeof checkReversalRequest> } {
  // Without the payment's rules, references of digits are let through here and judged once those are at hand.
  const rules = ledger.state.payment === null ? null : freshRules(ledger)?.rules;
  const problems = checkReversalRequest(value, { numericReferences: rules?.numericReferences ?? true });
  return problems.length > 0 ? { problems } : { asked: toReversalRequest(value) };
}
