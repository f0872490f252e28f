import { latenessOf } from '../decision/approval-of-plan';
import type { GivenApproval } from '../model/approval';
import type { AuditLine } from '../model/audit';
import type { AuditChain } from '../model/audit-chain';
import {
  balanceOf,
  captureBalances,
  emptyBalance,
  isOverRefunded,
  type Balance,
  type CaptureBalance,
} from '../decision/balance';
import type { CurrencyCode } from '../model/currency';
import type { Destination } from '../model/destination';
import { wasSentAgain, type Attempt, type LegOperation, type LegStatus } from '../model/leg';
import type { Dispute } from '../model/dispute';
import { findReversal, type ExternalRefund, type LedgerState, type Refusal, type Note } from '../model/ledger-state';
import { myRefOf } from '../model/my-ref';
import type { Capture, Payment, PaymentKind } from '../model/payment';
import { statusOf, type Phase, type WaitingFor } from './status';
import type { Reason } from '../model/reasons';
import type { Admission, AskedReversal } from '../model/request';
import type { Requester } from '../model/requester';
import type { DecisionRow, Operation, Outcome, Reversal } from '../model/reversal';
import type { Statement } from '../model/statement';

/** A leg as others see it. Amounts in minor units, instants ISO 8601. */
export interface LegView {
  readonly legId: string;
  readonly operation: LegOperation;
  readonly amountMinor: number;
  readonly captureId: string | null;
  readonly status: LegStatus;
  /** The reference under which it is found in the gateway's records. */
  readonly myRef: string;
  readonly gatewayReference: string | null;
  readonly gatewayResultCode: string | null;
  readonly since: string;
  readonly attempts: readonly Attempt[];
  readonly evidence: string | null;
  /** It moved nothing, and its refund was planned again as another leg. Absent: it was not. */
  readonly sentAgain?: true;
}

export interface PlanView {
  readonly version: number;
  /** The row of the decision table that made it. */
  readonly row: DecisionRow;
  readonly why: string;
  readonly rulesVersion: string;
  /** Where it sends: its digest is what approvers name. */
  readonly destination: Destination;
  readonly legs: readonly {
    readonly legId: string;
    readonly operation: LegOperation;
    readonly amountMinor: number;
    readonly captureId: string | null;
    readonly reference: string;
  }[];
}

/** What was asked of the approvers about the plan's version. Instants ISO 8601. */
export interface ApprovalsView {
  readonly needed: number;
  /** What counts against the thresholds: all that the requester has moved or reserved of this payment. Minor units. */
  readonly countedMinor: number;
  readonly given: readonly GivenApproval[];
  readonly expiresAt: string | null;
  /** How late it is by the policy; null: in time, or nothing is asked. */
  readonly late: 'reminder' | 'escalated' | null;
}

/** What a request, `show`, the children and the queries return. */
export interface ReversalView {
  /** = requestId. */
  readonly reversalId: string;
  readonly paymentId: string;
  readonly operation: Operation;
  readonly currency: CurrencyCode;
  /** null for a cancel. */
  readonly requestedMinor: number | null;
  readonly phase: Phase;
  readonly waitingFor: WaitingFor | null;
  /** null until settled. */
  readonly outcome: Outcome | null;
  readonly reason: Reason | null;
  readonly requester: Requester;
  readonly requestReason: string;
  /** When it was admitted, or refused. */
  readonly requestedAt: string;
  /** Since when it has had this status. */
  readonly since: string;
  readonly plan: PlanView | null;
  readonly legs: readonly LegView[];
  readonly approvals: ApprovalsView;
  readonly balance: Balance;
}

/** One payment whole: what is known of it, where its money is, every reversal, every refusal. */
export interface LedgerView {
  readonly paymentId: string;
  readonly kind: PaymentKind;
  readonly currency: CurrencyCode;
  readonly gatewayAccount: string;
  readonly authorizationReference: string;
  readonly authorizedAt: string;
  readonly authorizationExpiresAt: string | null;
  readonly captures: readonly (Capture & { readonly balance: CaptureBalance | null })[];
  readonly balance: Balance;
  /** More was refunded than was captured. */
  readonly overRefunded: boolean;
  /** Whether people and services prove who they are; null: the ledger has read no rules yet. */
  readonly identity: 'trusted' | 'tokens' | null;
  readonly frozen: LedgerState['frozen'];
  readonly reversals: readonly ReversalView[];
  readonly refusals: readonly Refusal[];
  readonly notes: readonly Note[];
  /** What people decided, refused acts and refused events too, the newest. */
  readonly audit: readonly AuditLine[];
  /** What of the trail has left, and where its kept lines begin: `verifyTrail` checks them. */
  readonly auditChain: AuditChain;
  /** Every event that was accepted: who said it, when, what proves it and what it changed. In the order it was said. */
  readonly statements: readonly Statement[];
  readonly disputes: readonly Dispute[];
  readonly externalRefunds: readonly ExternalRefund[];
}

const noApprovals: ApprovalsView = { needed: 0, countedMinor: 0, given: [], expiresAt: null, late: null };

/** The whole ledger; null while nothing is known of its payment. */
export function ledgerView(
  state: LedgerState,
  now: string,
  identity: LedgerView['identity'] = null,
): LedgerView | null {
  const { payment } = state;
  if (payment === null) return null;
  const balances = captureBalances(state);
  return {
    paymentId: payment.paymentId,
    kind: payment.kind,
    currency: payment.currency,
    gatewayAccount: payment.gatewayAccount,
    authorizationReference: payment.authorizationReference,
    authorizedAt: payment.authorizedAt,
    authorizationExpiresAt: payment.authorizationExpiresAt,
    captures: payment.captures.map((capture) => ({
      ...capture,
      balance: balances.find((one) => one.captureId === capture.captureId) ?? null,
    })),
    balance: balanceOf(state, payment),
    overRefunded: isOverRefunded(state),
    identity,
    frozen: state.frozen,
    reversals: state.reversals.map((reversal) => reversalView(state, payment, reversal, now)),
    refusals: state.refusals,
    notes: state.notes,
    audit: state.audit,
    auditChain: state.auditChain,
    statements: state.statements,
    disputes: state.disputes,
    externalRefunds: state.externalRefunds,
  };
}

/** One reversal by its id, a refused request included; null: the ledger does not know it. */
export function findReversalView(state: LedgerState, requestId: string, now: string): ReversalView | null {
  const { payment } = state;
  const reversal = findReversal(state, requestId);
  if (payment !== null && reversal !== undefined) return reversalView(state, payment, reversal, now);
  const refusal = state.refusals.findLast((one) => one.requestId === requestId);
  return refusal === undefined ? null : refusalView(state, payment, refusal);
}

/** What a request is answered: its reversal, or its refusal. */
export function requestView(state: LedgerState, asked: AskedReversal, admission: Admission, now: string): ReversalView {
  const payment: Payment = state.payment ?? asked.payment;
  if (admission.kind === 'refused') return refusalView({ ...state, payment }, payment, admission.refusal);
  const reversal = findReversal(state, asked.requestId);
  if (reversal === undefined) throw new Error('an admitted request has no reversal');
  return reversalView(state, payment, reversal, now);
}

/** An admitted reversal as others see it. */
export function reversalView(state: LedgerState, payment: Payment, reversal: Reversal, now: string): ReversalView {
  return {
    reversalId: reversal.reversalId,
    paymentId: payment.paymentId,
    operation: reversal.operation,
    currency: payment.currency,
    requestedMinor: reversal.requestedMinor,
    outcome: reversal.completed?.outcome ?? null,
    ...statusOf(state, reversal, now),
    requester: reversal.requester,
    requestReason: reversal.requestReason,
    requestedAt: reversal.admittedAt,
    plan: planView(reversal),
    legs: reversal.legs.map((leg) => ({
      legId: leg.legId,
      operation: leg.operation,
      amountMinor: leg.amountMinor,
      captureId: leg.captureId,
      status: leg.status,
      myRef: myRefOf(payment.paymentId, leg.legId),
      gatewayReference: leg.gatewayReference,
      gatewayResultCode: leg.gatewayResultCode,
      since: leg.since,
      attempts: leg.attempts,
      evidence: leg.evidence,
      ...(wasSentAgain(leg) ? { sentAgain: true as const } : {}),
    })),
    approvals: approvalsView(reversal, now),
    balance: balanceOf(state, payment),
  };
}

/** A refused request as others see it: settled, with its reason and the numbers. */
export function refusalView(state: LedgerState, payment: Payment | null, refusal: Refusal): ReversalView {
  return {
    reversalId: refusal.requestId,
    paymentId: payment?.paymentId ?? refusal.paymentId,
    operation: refusal.operation,
    currency: payment?.currency ?? refusal.currency,
    requestedMinor: refusal.requestedMinor,
    phase: 'completed',
    waitingFor: null,
    outcome: 'refused',
    reason: refusal.reason,
    requester: refusal.requester,
    requestReason: refusal.requestReason,
    requestedAt: refusal.at,
    since: refusal.at,
    plan: null,
    legs: [],
    approvals: noApprovals,
    balance: payment === null ? emptyBalance : balanceOf(state, payment),
  };
}

function approvalsView(reversal: Reversal, now: string): ApprovalsView {
  const { approval } = reversal;
  if (approval === null) return noApprovals;
  const { needed, countedMinor, given, expiresAt } = approval;
  return { needed, countedMinor, given, expiresAt, late: latenessOf(reversal, now) };
}

function planView(reversal: Reversal): PlanView | null {
  const { plan } = reversal;
  if (plan === null) return null;
  const legs = reversal.legs
    .filter((leg) => plan.legIds.includes(leg.legId))
    .map(({ legId, operation, amountMinor, captureId, reference }) => ({
      legId,
      operation,
      amountMinor,
      captureId,
      reference,
    }));
  const { version, row, why, rulesVersion, destination } = plan;
  return { version, row, why, rulesVersion, destination, legs };
}
