import { workflowInfo } from '@temporalio/workflow';
import { paymentIdOf } from '../../src/contract/names';
import { toReversalRequest } from '../../src/contract/normalise';
import { allExempt, exemptionsOf } from '../../src/contract/message-check';
import { checkReversalRequest } from '../../src/contract/reversal-request';
import { findReversal } from '../../src/domain/model/ledger-state';
import type { AccountRules } from '../../src/domain/model/profile';
import type { Reason } from '../../src/domain/model/reasons';
import type { Admission, AskedReversal } from '../../src/domain/model/request';
import { admit, refuseRequest, unknownAccount, wouldTeach } from '../../src/domain/transitions/admit';
import { evaluateRequest } from '../../src/domain/transitions/evaluate';
import { requestView, type ReversalView } from '../../src/domain/views/view';
import { commit } from './commit';
import { requesterOf, spend, type Identity } from './identity';
import { ledgerTime, type Ledger, type RulesReading } from './ledger';
import { adoptRules, freshRules, readRulesFor } from './rules';

/** What is read and checked before a request is decided. */
export interface Preflight {
  readonly reading: RulesReading | null;
  /** Who asks, where it was checked; null: it need not be proved. */
  readonly requester: Identity | null;
}

/** Reads the rules for a request, and checks its requester. */
export async function preflight(ledger: Ledger, asked: AskedReversal): Promise<Preflight> {
  ledger.preflights += 1;
  try {
    const reading = await readRulesFor(ledger, asked.payment.gatewayAccount);
    const rules = reading?.rules ?? ledger.rules;
    const needsProof = rules !== null && hasToProve(ledger, asked, rules);
    return { reading, requester: needsProof ? await requesterOf(rules, asked) : null };
  } catch (error) {
    ledger.preflights -= 1;
    throw error;
  }
}

/**
 * Admits a checked request. Adopt, decide, learn and reserve are one synchronous step, so that nothing comes between the
 * check and its reservation.
 */
export function admitRequest(ledger: Ledger, asked: AskedReversal, { reading, requester }: Preflight): Admission {
  ledger.preflights -= 1;
  if (reading !== null) adoptRules(ledger, reading);
  const refused = refusalHere(ledger, asked) ?? staleRules(ledger, asked);
  const proof = refused === null ? proofOf(ledger, asked, requester) : { isProved: false, reason: refused };
  const { isProved, reason } = proof;
  if (reason !== null) return commit(ledger, refuseRequest, { asked, reason });
  return commit(ledger, admit, { asked, isProved });
}

/** The view that answers a request. */
export function answerTo(ledger: Ledger, asked: AskedReversal, admission: Admission): ReversalView {
  return requestView(ledger.state, asked, admission, ledgerTime(ledger));
}

/** What the outcome of a request would be now. Changes nothing. */
export function preview(ledger: Ledger, asked: AskedReversal): ReversalView | null {
  const now = ledgerTime(ledger);
  const moment = { now, rules: ledger.rules };
  const reason = refusalHere(ledger, asked);
  if (reason !== null) {
    const { state, answer } = refuseRequest(ledger.state, { asked, reason }, moment);
    return requestView(state, asked, answer, now);
  }
  const evaluated = evaluateRequest(ledger.state, asked, moment);
  return evaluated === null ? null : requestView(evaluated.state, asked, evaluated.admission, now);
}

/**
 * No one may request in another person's name, or they could approve their own refund. A repeat only reads what is bound
 * already, unless it teaches the ledger something: then its token is checked, and nothing is taken without a good one.
 */
function hasToProve({ state }: Ledger, asked: AskedReversal, rules: AccountRules): boolean {
  if (rules.identity !== 'tokens') return false;
  if (findReversal(state, asked.requestId) === undefined) return true;
  return asked.token !== null && wouldTeach(state, asked, rules);
}

/**
 * Whether the sender proved to be whom the request names, or why the request is refused for that. The token is spent here,
 * whatever becomes of the request. A repeat is never refused: without proof it only reads.
 */
function proofOf(
  ledger: Ledger,
  asked: AskedReversal,
  requester: Identity | null,
): { readonly isProved: boolean; readonly reason: Reason | null } {
  if (requester === null) return { isProved: ledger.rules?.identity === 'trusted', reason: null };
  const why = requester.proven ? spend(ledger, [requester]) : unprovenBecause(requester.why);
  const isRepeat = findReversal(ledger.state, asked.requestId) !== undefined;
  return { isProved: why === null, reason: isRepeat ? null : why };
}

function unprovenBecause(message: string): Reason {
  return { code: 'identityUnproven', message };
}

/** What only this ledger can see is wrong: a payment that is not its own, a card number where the rules exempt nothing. */
function refusalHere({ rules, state }: Ledger, asked: AskedReversal): Reason | null {
  if (paymentIdOf(workflowInfo().workflowId) !== asked.payment.paymentId) {
    const message = 'this ledger owns another payment than the request names; send it to the ledger of its paymentId';
    return { code: 'paymentMismatch', message };
  }
  const isOwn = state.payment !== null || rules?.gatewayAccount === asked.payment.gatewayAccount;
  const [first] = checkReversalRequest(asked, exemptionsOf(isOwn ? rules : null));
  return first === undefined ? null : { code: 'invalidRequest', message: `${first.field}: ${first.message}` };
}

/** Nothing new is admitted by rules that this run has not read, or not lately: the rules file no longer knows the account. */
function staleRules(ledger: Ledger, asked: AskedReversal): Reason | null {
  const { payment } = ledger.state;
  const isOfOther = payment !== null && payment.gatewayAccount !== asked.payment.gatewayAccount;
  if (isOfOther || findReversal(ledger.state, asked.requestId) !== undefined) return null;
  return freshRules(ledger) === null ? unknownAccount(asked) : null;
}

/** Reads a request that came over the wire; problems are empty when it can be decided. */
export function readRequest(
  ledger: Ledger,
  value: unknown,
): { asked: AskedReversal } | { problems: ReturnType<typeof checkReversalRequest> } {
  // Without the payment's rules, references and ids of digits are accepted here and checked once those are at hand.
  const rules = ledger.state.payment === null ? null : freshRules(ledger)?.rules;
  const problems = checkReversalRequest(value, rules == null ? allExempt : exemptionsOf(rules));
  return problems.length > 0 ? { problems } : { asked: toReversalRequest(value) };
}
