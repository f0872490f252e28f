import { assertNever } from '../model/assert-never';
import { mergePayment } from './merge-payment';
import {
  findReversal,
  pushBounded,
  reversalsKept,
  reversalsSizeKept,
  noted,
  withReversal,
  type LedgerState,
  type Refusal,
} from '../model/ledger-state';
import { captureBalances } from '../decision/balance';
import { formatAmount } from '../model/money';
import { adoptPlan, decideFor } from '../decision/plan';
import type { AccountRules } from '../model/profile';
import { complete } from '../decision/outcome';
import { advance } from './advance';
import { superseded } from './effective-cancel';
import type { Reason } from '../model/reasons';
import type { AskedReversal } from '../model/request';
import type { Reversal } from '../model/reversal';

/** `repeated`: the id was known with the same body; its current view is the answer. */
export type Admission =
  | { readonly kind: 'admitted' | 'repeated'; readonly state: LedgerState }
  | { readonly kind: 'refused'; readonly state: LedgerState; readonly refusal: Refusal };

/**
 * Merges what the request tells of the payment, decides, and reserves: one step, in which nobody else can come between.
 * `rules` is null for an account the rules file does not know.
 */
export function admit(state: LedgerState, asked: AskedReversal, rules: AccountRules | null, now: string): Admission {
  const bound = findReversal(state, asked.requestId);
  if (bound !== undefined) return repeat(state, bound, asked, rules, now);
  if (rules === null) return refuse(state, asked, unknownAccount(asked), now);
  const merge = mergePayment(state.payment, asked.payment, rules);
  if (!merge.merged) return refuse(state, asked, merge.reason, now);
  // The events hold whatever becomes of the request.
  const informed = advance({ ...state, payment: merge.payment }, rules, now);
  if (asked.operation !== 'cancel' && isFull(state)) {
    return refuse(informed, asked, ledgerFull(), now);
  }
  const changed = refundableChanged(informed, asked);
  if (changed !== null) return refuse(informed, asked, changed, now);
  return admitNew(informed, asked, rules, now);
}

function admitNew(informed: LedgerState, asked: AskedReversal, rules: AccountRules, now: string): Admission {
  const opened = asked.operation === 'cancel' ? superseded(informed, asked.requestId, now) : informed;
  const reversal = newReversal(asked, now);
  const state = { ...opened, reversals: [...opened.reversals, reversal] };
  const decision = decideFor(state, reversal, rules, now);
  if (decision === null || informed.payment === null) return refuse(informed, asked, unknownAccount(asked), now);
  switch (decision.kind) {
    case 'refuse':
      return refuse(informed, asked, decision.reason, now);
    case 'end': {
      const plan = {
        version: 1,
        row: decision.row,
        why: decision.reason.message,
        rulesVersion: rules.version,
        legIds: [],
      };
      const settled = complete({ ...reversal, plan }, decision.outcome, decision.reason, now);
      return { kind: 'admitted', state: advance(withReversal(state, settled), rules, now) };
    }
    case 'send':
    case 'wait': {
      const planned = adoptPlan(reversal, decision, informed.payment, rules, now);
      return { kind: 'admitted', state: advance(withReversal(state, planned), rules, now) };
    }
    default:
      return assertNever(decision);
  }
}

function repeat(
  state: LedgerState,
  bound: Reversal,
  asked: AskedReversal,
  rules: AccountRules | null,
  now: string,
): Admission {
  if (bound.operation !== asked.operation || bound.askedMinor !== asked.amountMinor) {
    const message = `request ${asked.requestId} was made before with another operation or amount; use a new id for a new request`;
    return refuse(state, asked, { code: 'requestIdReused', message }, now);
  }
  if (rules === null) return { kind: 'repeated', state };
  const merge = mergePayment(state.payment, asked.payment, rules);
  const informed = merge.merged
    ? { ...state, payment: merge.payment }
    : noted(state, { at: now, what: `request ${asked.requestId} again`, why: merge.reason.message });
  return { kind: 'repeated', state: advance(resumed(informed, bound.reversalId), rules, now) };
}

/** Made again, a request whose legs were stopped for a person goes on: it is certain that nothing of them left. */
function resumed(state: LedgerState, reversalId: string): LedgerState {
  const reversal = findReversal(state, reversalId);
  if (reversal === undefined) return state;
  const legs = reversal.legs.map((leg) =>
    leg.stopped ? { ...leg, stopped: false, notSentInARow: 0, code: null } : leg,
  );
  return withReversal(state, { ...reversal, legs });
}

function refuse(state: LedgerState, asked: AskedReversal, reason: Reason, now: string): Admission {
  const refusal: Refusal = {
    requestId: asked.requestId,
    operation: asked.operation,
    requestedMinor: asked.amountMinor,
    requester: asked.requester,
    requestReason: asked.reason,
    reason,
    at: now,
  };
  return { kind: 'refused', state: { ...state, refusals: pushBounded(state.refusals, refusal) }, refusal };
}

function newReversal(asked: AskedReversal, now: string): Reversal {
  return {
    reversalId: asked.requestId,
    operation: asked.operation,
    askedMinor: asked.amountMinor,
    requestedMinor: asked.amountMinor,
    requester: asked.requester,
    requestReason: asked.reason,
    admittedAt: now,
    plan: null,
    approval: null,
    wait: null,
    legs: [],
    legsMade: 0,
    followUpOf: null,
    followUpCaptureId: null,
    completed: null,
  };
}

function refundableChanged(state: LedgerState, asked: AskedReversal): Reason | null {
  const expectedMinor = asked.expectedRefundableMinor;
  if (expectedMinor === null) return null;
  const refundableMinor = captureBalances(state).reduce((sum, capture) => sum + capture.refundableMinor, 0);
  if (refundableMinor === expectedMinor) return null;
  const { currency } = asked.payment;
  const message = `${formatAmount(expectedMinor, currency)} ${currency} was expected to be refundable, ${formatAmount(refundableMinor, currency)} is; look again before asking`;
  return { code: 'refundableChanged', message };
}

function unknownAccount(asked: AskedReversal): Reason {
  const message = `the worker's rules know no gateway account ${JSON.stringify(asked.payment.gatewayAccount)}; add it to the rules file or correct payment.gatewayAccount`;
  return { code: 'unknownGatewayAccount', message };
}

/** What a run carries on must stay far below what the server takes in one payload. */
function isFull(state: LedgerState): boolean {
  if (state.reversals.length >= reversalsKept) return true;
  // Few reversals cannot come near it, so that most requests are spared the count.
  return state.reversals.length > reversalsKept / 10 && sizeOf(state.reversals) > reversalsSizeKept;
}

/** Bytes of its JSON. */
function sizeOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

function ledgerFull(): Reason {
  const message = 'this payment has had more reversals than its ledger holds; only a cancel is still admitted';
  return { code: 'ledgerFull', message };
}
