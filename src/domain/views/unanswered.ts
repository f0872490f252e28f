import { emptyLedger } from '../model/ledger-state';
import type { Reason } from '../model/reasons';
import type { AskedReversal } from '../model/request';
import { refusalView, type ReversalView } from './view';

/** The answer to a request to a closed ledger: refused, permanently. */
export function closedView(asked: AskedReversal, at: string): ReversalView {
  const reason: Reason = {
    code: 'ledgerClosed',
    message: `the ledger of payment ${asked.payment.paymentId} has reached the end of its refund window and is closed`,
  };
  return unansweredView(asked, reason, at);
}

/**
 * What a request to a terminated or failed ledger is answered. Nothing is decided: what that ledger had sent must be
 * read from its history first.
 */
export function lostView(asked: AskedReversal, at: string): ReversalView {
  const reason: Reason = {
    code: 'ledgerLost',
    message: `the ledger of payment ${asked.payment.paymentId} was terminated or has failed; nothing is sent until it is recovered from its history`,
  };
  return { ...unansweredView(asked, reason, at), phase: 'stuck', waitingFor: 'recovery', outcome: null };
}

function unansweredView(asked: AskedReversal, reason: Reason, at: string): ReversalView {
  const refusal = {
    requestId: asked.requestId,
    paymentId: asked.payment.paymentId,
    currency: asked.payment.currency,
    operation: asked.operation,
    requestedMinor: asked.amountMinor,
    requester: asked.requester,
    requestReason: asked.reason,
    reason,
    at,
  };
  return refusalView({ ...emptyLedger, payment: asked.payment }, asked.payment, refusal);
}
