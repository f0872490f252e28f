import { assertNever } from '../../domain/model/assert-never';
import type { WaitingFor } from '../../domain/views/status';
import type { ReasonCode } from '../../domain/model/reasons';
import type { LegView, ReversalView } from '../../domain/views/view';

/** What a person can do about a reversal that is not completed, or that the gateway declined. */
export function nextSteps(view: ReversalView): readonly string[] {
  if (view.phase === 'completed') return view.outcome === 'declined' ? stepsAfterDecline(view) : [];
  const check = `check its status: reversals show ${view.paymentId} ${view.reversalId}`;
  return view.waitingFor === null ? [check] : [...stepsFor(view.waitingFor, view), check];
}

function stepsFor(waitingFor: WaitingFor, view: ReversalView): readonly string[] {
  switch (waitingFor) {
    case 'approval':
      return [
        `its amount is reserved until a person other than ${view.requester.id} decides: reversals approve ${view.paymentId} ${view.reversalId} --approver …, or reject`,
        `${view.requester.id} can withdraw it: reversals withdraw ${view.paymentId} ${view.reversalId} --actor ${view.requester.id} …`,
      ];
    case 'capture':
      return [
        `it continues once the result of the capture is recorded: reversals record ${view.paymentId} captureSucceeded …, or captureFailed`,
      ];
    case 'settlement':
      return [`it continues once the capture has settled: reversals record ${view.paymentId} settled …`];
    case 'gateway':
      return [
        'nothing was sent: it continues automatically once the gateway answers',
        'if this takes long, check ORCHESTRA_BASE_URL and ORCHESTRA_API_KEY of the worker',
      ];
    case 'pending':
      return lookUp(view, 'pending', 'to see whether it is final');
    case 'lookup':
      return lookUp(view, 'unknown', 'as the worker also does');
    case 'operator':
      return operatorSteps(view);
    case 'mismatch':
      return [
        ...lookUp(view, 'unknown', 'and compare amount and currency'),
        `the larger amount stays reserved until it is resolved: reversals resolve ${view.paymentId} --leg … --amount …`,
      ];
    case 'recovery':
      return [
        `nothing is sent until the ledger is recovered: reversals recover ${view.paymentId} …`,
        'until then do not refund in another way: money may already have moved',
      ];
    default:
      return assertNever(waitingFor);
  }
}

/** Where a person is needed, the reason decides what they can do. */
const operatorStepsByReason: Partial<Record<ReasonCode, (view: ReversalView) => readonly string[]>> = {
  outcomeUnknown: (view) => [
    ...lookUp(view, 'unknown', 'to learn whether the money moved'),
    `then resolve it by what you find: reversals resolve ${view.paymentId} --leg … --outcome …`,
    'do not request the same money with another request id: its amount stays reserved so that it cannot move twice',
  ],
  cardUnavailable: () => ['nothing was sent: send the same request again, with the same request id and the card'],
  invalidAtGateway: () => [
    'nothing moved: send the same request again, with the same request id and what corrects the field, such as the card',
  ],
  neverReachedGateway: () => [
    'nothing was sent: send the same request again, with the same request id, once the gateway answers',
  ],
  captureOverdue: ({ paymentId }) => [
    `record the result of the capture: reversals record ${paymentId} captureSucceeded …, or captureFailed`,
  ],
};

/** What else of the same payment blocks it, the whole ledger shows. */
function operatorSteps(view: ReversalView): readonly string[] {
  const steps = view.reason === null ? undefined : operatorStepsByReason[view.reason.code];
  return steps?.(view) ?? [`see what blocks it: reversals show ${view.paymentId}`];
}

/** A repeat of the same id returns the same answer; only a new request asks the gateway again. */
function stepsAfterDecline({ paymentId, operation, legs }: ReversalView): readonly string[] {
  const codes = [...new Set(legs.flatMap(({ gatewayResultCode: code }) => (code === null ? [] : [code])))];
  const code = codes.length === 0 ? '' : `, with its code ${codes.join(', ')}`;
  return [
    `the gateway declined it${code}; a repeat of this request id does not send it again`,
    `once the cause is fixed, use a new request id: reversals ${operation} ${paymentId} <request-id> …`,
    `if you pay the customer in another way, record it: reversals record ${paymentId} externalRefund …`,
  ];
}

function lookUp(view: ReversalView, status: LegView['status'], why: string): readonly string[] {
  const refs = view.legs.filter((leg) => leg.status === status).map(({ myRef }) => myRef);
  return refs.length === 0 ? [] : [`look up ${refs.join(', ')} in the gateway's own records ${why}`];
}
