import { condition } from '@temporalio/workflow';
import { checkDecision, checkWithdrawal } from '../../src/contract/guard-operator';
import { messages, type DecisionAnswer } from '../../src/contract/messages';
import type { DecisionInput, WithdrawalInput } from '../../src/contract/shapes';
import { decisionTerms, withdrawalTerms } from '../../src/contract/token-terms';
import { decideApproval } from '../../src/domain/decide-approval';
import { isCurrencyCode } from '../../src/domain/currency';
import { audited } from '../../src/domain/ledger-state';
import type { AuditEntry } from '../../src/domain/audit';
import type { Reason } from '../../src/domain/reasons';
import { findReversalView } from '../../src/domain/view';
import { withdraw } from '../../src/domain/withdraw';
import { hearSignal, hearUpdate, inWords } from './hearing';
import { identityOf } from './identity';
import { change, known, now, trace, type Known, type Ledger } from './ledger';
import { freshlyKnown } from './rules';

/** Registers what approvers and requesters say about a reversal. Update and signals run the same code. */
export function registerApprovals(ledger: Ledger): void {
  hearUpdate(ledger, messages.decideApproval, checkDecision, (value) => takeDecision(ledger, value as DecisionInput));
  const takeSignal = async (signal: string, decision: 'approve' | 'reject', told: unknown): Promise<void> => {
    const value: unknown = typeof told === 'object' && told !== null ? { ...told, decision } : told;
    const problems = checkDecision(value);
    if (problems.length > 0) {
      trace(ledger, `signal ${signal}`, inWords(problems));
      return;
    }
    const { reason } = await takeDecision(ledger, value as DecisionInput);
    // A signal is told nothing, and where nothing is known there is no audit trail of a reversal to write into.
    if (reason === nothingKnown) trace(ledger, `signal ${signal}`, reason.message);
  };
  hearSignal(ledger, messages.approveReversal, (told) => takeSignal(messages.approveReversal, 'approve', told));
  hearSignal(ledger, messages.rejectReversal, (told) => takeSignal(messages.rejectReversal, 'reject', told));
  hearUpdate(ledger, messages.withdrawReversal, checkWithdrawal, (value) =>
    takeWithdrawal(ledger, value as WithdrawalInput),
  );
}

async function takeDecision(ledger: Ledger, told: DecisionInput): Promise<DecisionAnswer> {
  const facts = await soonKnown(ledger);
  const { reversalId, currency } = told;
  if (facts === null || !isCurrencyCode(currency)) return answer(ledger, reversalId, nothingKnown);
  const { paymentId } = facts.payment;
  const who = await identityOf(facts.rules, decisionTerms(paymentId, told), told.approver, told.token ?? null);
  const comment = told.comment ?? null;
  if (!who.proven) {
    const act = told.decision === 'approve' ? 'approved' : 'rejected';
    const said = { act, by: told.approver, reversalId, planVersion: told.planVersion, comment } as const;
    return unproven(ledger, said, who.why);
  }
  const { planVersion, refundMinor, voidMinor } = told;
  const decision = {
    decision: told.decision,
    ...{ reversalId, planVersion, refundMinor, voidMinor, currency, comment },
    by: who.by,
    tokenId: who.tokenId,
  };
  const { state, refused } = decideApproval(ledger.state, decision, facts.rules, now());
  change(ledger, () => state);
  return answer(ledger, reversalId, refused);
}

async function takeWithdrawal(ledger: Ledger, told: WithdrawalInput): Promise<DecisionAnswer> {
  const facts = await freshlyKnown(ledger);
  const { reversalId, actor, reason } = told;
  if (facts === null) return answer(ledger, reversalId, nothingKnown);
  const terms = withdrawalTerms(facts.payment.paymentId, told);
  const who = await identityOf(facts.rules, terms, actor, told.token ?? null);
  if (!who.proven) {
    const said = { act: 'withdrawn', by: actor, reversalId, planVersion: null, comment: reason } as const;
    return unproven(ledger, said, who.why);
  }
  const { state, refused } = withdraw(ledger.state, { reversalId, by: who.by, reason }, now());
  change(ledger, () => state);
  return answer(ledger, reversalId, refused);
}

/** A decision may overtake the request it is about, whose rules are still being read: it waits for it, not for ever. */
async function soonKnown(ledger: Ledger): Promise<Known | null> {
  if (known(ledger) === null) {
    await condition(() => known(ledger) !== null, '1 minute');
  }
  return freshlyKnown(ledger);
}

const nothingKnown: Reason = {
  code: 'unknownReversal',
  message: 'nothing is known of this payment yet; make the request first, then decide about it',
};

type Said = Pick<AuditEntry, 'act' | 'reversalId' | 'planVersion' | 'comment'> & {
  readonly by: DecisionInput['approver'];
};

/** What a forged token wanted stands in the audit trail, and changes nothing. */
function unproven(ledger: Ledger, { by, ...said }: Said, why: string): DecisionAnswer {
  const person = { id: by.id, onBehalfOf: by.onBehalfOf ?? null };
  ledger.state = audited(ledger.state, { ...said, at: now(), by: person, refused: why });
  return answer(ledger, said.reversalId ?? '', { code: 'identityUnproven', message: why });
}

function answer(ledger: Ledger, reversalId: string, reason: Reason | null): DecisionAnswer {
  return { taken: reason === null, reason, view: findReversalView(ledger.state, reversalId, now()) };
}
