import { assertNever } from '../../domain/model/assert-never';
import type { WaitingFor } from '../../domain/views/status';
import type { ReasonCode } from '../../domain/model/reasons';
import type { LegView, ReversalView } from '../../domain/views/view';

/** What a person can do about a reversal that is not settled. Empty: it is. */
export function nextSteps(view: ReversalView): readonly string[] {
  if (view.phase === 'completed') return [];
  const ask = `ask again: reversals show ${view.paymentId} --request-id ${view.reversalId}`;
  return view.waitingFor === null ? [ask] : [...stepsFor(view.waitingFor, view), ask];
}

function stepsFor(waitingFor: WaitingFor, view: ReversalView): readonly string[] {
  switch (waitingFor) {
    case 'approval':
      return [
        `its amount is reserved until somebody else than ${view.requester.id} has decided: reversals approve ${view.paymentId} ${view.reversalId} --approver …, or reject`,
        `${view.requester.id} may take it back: reversals withdraw ${view.paymentId} ${view.reversalId} …`,
      ];
    case 'capture':
      return [
        `it goes on once the capture's end is told: reversals record captureSucceeded --payment-id ${view.paymentId} …, or captureFailed`,
      ];
    case 'settlement':
      return [`it goes on once the capture has settled: reversals record settled --payment-id ${view.paymentId} …`];
    case 'gateway':
      return [
        'nothing was sent and nothing is lost: it goes on by itself once the gateway answers',
        'if that takes long, check ORCHESTRA_BASE_URL and ORCHESTRA_API_KEY of the worker',
      ];
    case 'pending':
      return lookUp(view, 'pending', 'to see whether it has ended');
    case 'lookup':
      return lookUp(view, 'unknown', 'which the worker does too');
    case 'operator':
      return operatorSteps(view);
    case 'mismatch':
      return [
        ...lookUp(view, 'unknown', 'and compare amount and currency'),
        `the larger amount stays reserved until it is settled: reversals resolve --payment-id ${view.paymentId} --leg … --amount …`,
      ];
    case 'recovery':
      return [
        `nothing is sent until the ledger is recovered from its history: reversals recover --payment-id ${view.paymentId} …`,
        'do not refund by another way before its history was read: something may have been sent',
      ];
    default:
      return assertNever(waitingFor);
  }
}

/** Where a person is needed, the reason says for what. */
const operatorStepsByReason: Partial<Record<ReasonCode, (view: ReversalView) => readonly string[]>> = {
  outcomeUnknown: (view) => [
    ...lookUp(view, 'unknown', 'to learn whether the money moved'),
    `then settle it by what you found: reversals resolve --payment-id ${view.paymentId} --leg … --outcome …`,
    'do not ask for the same money under another request id: its amount stays reserved, so that it cannot move twice',
  ],
  cardUnavailable: () => ['nothing was sent: make the same request again, with the same request id and with the card'],
  neverReachedGateway: () => [
    'nothing was sent: make the same request again, with the same request id, once the gateway answers',
  ],
  captureOverdue: ({ paymentId }) => [
    `tell the capture's end: reversals record captureSucceeded --payment-id ${paymentId} …, or captureFailed`,
  ],
};

/** What is held by something else of the same payment, the whole ledger shows. */
function operatorSteps(view: ReversalView): readonly string[] {
  const steps = view.reason === null ? undefined : operatorStepsByReason[view.reason.code];
  return steps?.(view) ?? [`see what holds it: reversals show ${view.paymentId}`];
}

function lookUp(view: ReversalView, status: LegView['status'], why: string): readonly string[] {
  const refs = view.legs.filter((leg) => leg.status === status).map(({ myRef }) => myRef);
  return refs.length === 0 ? [] : [`look up ${refs.join(', ')} in the gateway's own records ${why}`];
}
