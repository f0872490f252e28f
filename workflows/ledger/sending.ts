import { ActivityFailure, proxyActivities, TimeoutFailure } from '@temporalio/workflow';
import type { ReversalActivities, SendLegInput } from '../../src/contract/activity-shapes';
import { applySendResult, startSending } from '../../src/domain/transitions/apply-send-result';
import type { Leg } from '../../src/domain/model/leg';
import { readSendResult, lostResult, type SendResult } from '../../src/domain/model/send-result';
import { change, lineageOf, now, type LedgerContext, type Ledger } from './ledger';

const { sendLeg } = proxyActivities<Pick<ReversalActivities, 'sendLeg'>>({
  // One attempt: a second could send again what the first has sent.
  retry: { maximumAttempts: 1 },
  // No bound on being picked up: that timeout would prove nothing once an operator let the activity be tried again. A
  // leg that waited for a worker past `sendByMs` is not sent by the activity, which then says so.
  startToCloseTimeout: '6 minutes',
  // A killed worker is known about this long after.
  heartbeatTimeout: '5s',
});

/** Sends one leg and takes in what became of it. Every way out is a state of the leg. */
export async function send(ledger: Ledger, leg: Leg, { payment, rules }: LedgerContext): Promise<void> {
  change(ledger, (state) => startSending(state, leg.legId, now()));
  let result: SendResult;
  try {
    result = readSendResult(await sendLeg(inputOf(ledger, leg, { payment, rules })));
  } catch (error) {
    result = resultOfFailure(error);
  }
  change(ledger, (state) => applySendResult(state, leg.legId, result, rules, now()));
}

function inputOf(ledger: Ledger, leg: Leg, { payment, rules }: LedgerContext): SendLegInput {
  return {
    paymentId: payment.paymentId,
    gatewayAccount: payment.gatewayAccount,
    authorizationReference: payment.authorizationReference,
    legId: leg.legId,
    operation: leg.operation,
    amountMinor: leg.wireAmountMinor,
    currency: payment.currency,
    reference: leg.reference,
    card: payment.card,
    payerDetails: payment.payerDetails,
    certificateName: payment.certificateName,
    networkTokenBrand: payment.networkTokenBrand,
    lineage: lineageOf(ledger),
    sendByAt: new Date(Date.parse(now()) + rules.sendByMs).toISOString(),
  };
}

/** A worker that was killed, stopped or cancelled may have sent. */
function resultOfFailure(error: unknown): SendResult {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (!(cause instanceof TimeoutFailure)) return lostResult('the activity ended without a result');
  return lostResult(`the worker was lost while it was sending (${cause.timeoutType ?? 'unnamed'} timeout)`);
}
