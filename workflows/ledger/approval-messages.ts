import { condition } from '@temporalio/workflow';
import { checkDecision, type DecisionInput } from '../../src/contract/decision';
import { allExempt } from '../../src/contract/message-check';
import { signals, type DecisionAnswer, updates } from '../../src/contract/messages';
import { decisionTerms, withdrawalTerms } from '../../src/contract/token-terms';
import { plainLines } from '../../src/contract/value-rules';
import { checkWithdrawal, type WithdrawalInput } from '../../src/contract/withdrawal';
import { decideApproval } from '../../src/domain/transitions/decide-approval';
import { isCurrencyCode } from '../../src/domain/model/currency';
import type { AuditEntry } from '../../src/domain/model/audit';
import { earlyDecisionsKept } from '../../src/domain/model/ledger-state';
import type { Reason } from '../../src/domain/model/reasons';
import { findReversalView } from '../../src/domain/views/view';
import { audit, note } from '../../src/domain/transitions/notes-and-time';
import { withdraw } from '../../src/domain/transitions/withdraw';
import { inWords } from '../../src/workflow/reversal-input';
import { commit } from './commit';
import { exemptHere, onSignal, onUpdate } from './message-handlers';
import { identityOf, spend } from './identity';
import { contextOf, ledgerTime, type Ledger, type LedgerContext } from './ledger';
import { freshContextOf } from './rules';

/** Registers what approvers and requesters say about a reversal. Update and signals run the same code. */
export function registerApprovals(ledger: Ledger): void {
  // A decision may overtake the request while its rules are read: it is checked again once they are.
  const checkOwn = (value: unknown) => checkDecision(value, ledger.rules === null ? allExempt : exemptHere(ledger));
  onUpdate(ledger, updates.decideApproval, checkOwn, (value) => takeDecision(ledger, value as DecisionInput));
  const takeSignal = async (signal: string, decision: 'approve' | 'reject', input: unknown): Promise<void> => {
    const value: unknown = typeof input === 'object' && input !== null ? { ...input, decision } : input;
    const problems = checkOwn(value);
    if (problems.length > 0) {
      commit(ledger, note, { what: `signal ${signal}`, why: inWords(problems) });
      return;
    }
    const { reason } = await takeDecision(ledger, value as DecisionInput);
    // A signal gets no answer, and where nothing is known there is no audit trail of a reversal to write into.
    if (reason === nothingKnown) commit(ledger, note, { what: `signal ${signal}`, why: reason.message });
  };
  onSignal(ledger, signals.approveReversal, (input) => takeSignal(signals.approveReversal.name, 'approve', input));
  onSignal(ledger, signals.rejectReversal, (input) => takeSignal(signals.rejectReversal.name, 'reject', input));
  const checkOwnWithdrawal = (value: unknown) => checkWithdrawal(value, exemptHere(ledger));
  onUpdate(ledger, updates.withdrawReversal, checkOwnWithdrawal, (value) =>
    takeWithdrawal(ledger, value as WithdrawalInput),
  );
}

async function takeDecision(ledger: Ledger, input: DecisionInput): Promise<DecisionAnswer> {
  const context = await soonContextOf(ledger);
  const { requestId, currency } = input;
  if (context === null || !isCurrencyCode(currency)) return answer(ledger, requestId, nothingKnown);
  const [first] = checkDecision(input, exemptHere(ledger));
  if (first !== undefined) return answer(ledger, requestId, { code: 'invalidRequest', message: inWords([first]) });
  const { paymentId } = context.payment;
  const who = await identityOf(context.rules, decisionTerms(paymentId, input), input.approver, input.token ?? null);
  const comment = input.comment == null ? null : plainLines(input.comment);
  const why = who.proven ? spend(ledger, [who]) : unprovenBecause(who.why);
  if (!who.proven || why !== null) {
    const act = input.decision === 'approve' ? 'approved' : 'rejected';
    const said = { act, by: input.approver, reversalId: requestId, planVersion: input.planVersion, comment } as const;
    return unproven(ledger, said, why);
  }
  const { planVersion, refundMinor, voidMinor, destination } = input;
  const decision = {
    decision: input.decision,
    ...{ requestId, planVersion, refundMinor, voidMinor, currency, destination, comment },
    by: who.by,
  };
  return answer(ledger, requestId, commit(ledger, decideApproval, decision));
}

async function takeWithdrawal(ledger: Ledger, input: WithdrawalInput): Promise<DecisionAnswer> {
  const context = await freshContextOf(ledger);
  const { requestId, actor } = input;
  const reason = plainLines(input.reason);
  if (context === null) return answer(ledger, requestId, nothingKnown);
  const terms = withdrawalTerms(context.payment.paymentId, input);
  const who = await identityOf(context.rules, terms, actor, input.token ?? null);
  const why = who.proven ? spend(ledger, [who]) : unprovenBecause(who.why);
  if (!who.proven || why !== null) {
    const said = { act: 'withdrawn', by: actor, reversalId: requestId, planVersion: null, comment: reason } as const;
    return unproven(ledger, said, why);
  }
  return answer(ledger, requestId, commit(ledger, withdraw, { reversalId: requestId, by: who.by, reason }));
}

/** A decision may overtake the request it is about, whose rules are still being read: it waits for it, not for ever. */
async function soonContextOf(ledger: Ledger): Promise<LedgerContext | null> {
  // As many as are kept before they are asked for; each waits with a timer of its own.
  if (contextOf(ledger) === null && ledger.waitingForContext < earlyDecisionsKept) {
    ledger.waitingForContext += 1;
    try {
      await condition(() => contextOf(ledger) !== null, '1 minute');
    } finally {
      ledger.waitingForContext -= 1;
    }
  }
  return freshContextOf(ledger);
}

const nothingKnown: Reason = {
  code: 'unknownReversal',
  message: 'nothing is known of this payment yet; make the request first, then decide about it',
};

type Said = Pick<AuditEntry, 'act' | 'reversalId' | 'planVersion' | 'comment'> & {
  readonly by: DecisionInput['approver'];
};

function unprovenBecause(message: string): Reason {
  return { code: 'identityUnproven', message };
}

/** What was attempted with a forged or used token is recorded in the audit trail, and changes nothing. */
function unproven(ledger: Ledger, { by, ...said }: Said, why: Reason | null): DecisionAnswer {
  const person = { id: by.id, onBehalfOf: by.onBehalfOf ?? null };
  commit(ledger, audit, { ...said, by: person, refused: why?.message ?? null });
  return answer(ledger, said.reversalId ?? '', why);
}

function answer(ledger: Ledger, reversalId: string, reason: Reason | null): DecisionAnswer {
  return { accepted: reason === null, reason, view: findReversalView(ledger.state, reversalId, ledgerTime(ledger)) };
}
