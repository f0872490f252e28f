import { ActivityFailure, proxyActivities, TimeoutFailure } from '@temporalio/workflow';
import type { ReversalActivities, SendLegInput } from '../../src/contract/activity-shapes';
import type { Leg } from '../../src/domain/model/leg';
import { lostResult, readSendResult, type SendResult } from '../../src/domain/model/send-result';
import { applySendResult, startSending } from '../../src/domain/transitions/apply-send-result';
import { commitOwn } from './commit';
import { inBackground } from './in-background';
import { ledgerTime, lineageOf, type Ledger, type LedgerContext } from './ledger';

const { sendLeg } = proxyActivities<Pick<ReversalActivities, 'sendLeg'>>({
  // One attempt for each activity: a second could send again what the first has sent. What certainly never left is planned
  // again, and sent by another activity with the same reference.
  retry: { maximumAttempts: 1 },
  // No schedule-to-start timeout: an operator could still let the activity be tried again, so it would not prove that
  // nothing was sent. Instead nothing can be written after `sendByAt`, by a stalled worker either, so that a lookup made well
  // after it sees all that has left.
  startToCloseTimeout: '6 minutes',
  // A killed worker is known about this long after.
  heartbeatTimeout: '5s',
});

/**
 * Sends one leg and applies the result. Every way out is a state of the leg. An unknown one keeps its amount and is looked
 * up (`apply-lookup.ts`). Lookups that find nothing release nothing, except where the rules say that they see refunds: then
 * the second in a row does, and the refund is sent as another leg (`send-again.ts`). A void is sent again as it is, because
 * the gateway refuses a second one. What nobody finds in 41 hours waits for a person with evidence.
 */
export function send(ledger: Ledger, leg: Leg, context: LedgerContext): Promise<void> {
  return inBackground(ledger, 'calling', async () => {
    // Refused only where it broke an invariant: the ledger is frozen then, and nothing is due.
    if (!commitOwn(ledger, startSending, { legId: leg.legId })) return;
    const result = await resultOf(sendLeg(inputOf(ledger, leg, context)));
    commitOwn(ledger, applySendResult, { legId: leg.legId, result });
  });
}

async function resultOf(sent: Promise<unknown>): Promise<SendResult> {
  try {
    return readSendResult(await sent);
  } catch (error) {
    return resultOfFailure(error);
  }
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
    sendByAt: new Date(Date.parse(ledgerTime(ledger)) + rules.sendByMs).toISOString(),
  };
}

/** A worker that was killed, stopped or cancelled may have sent. */
function resultOfFailure(error: unknown): SendResult {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (!(cause instanceof TimeoutFailure)) return lostResult('the activity ended without a result');
  return lostResult(`the worker was lost while it was sending (${cause.timeoutType ?? 'unnamed'} timeout)`);
}
