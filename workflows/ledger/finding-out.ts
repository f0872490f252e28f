import { proxyActivities } from '@temporalio/workflow';
import type { ReversalActivities } from '../../src/contract/activity-shapes';
import { applyLookUp } from '../../src/domain/apply-look-up';
import type { Leg } from '../../src/domain/leg';
import { readLookUpResult, type LookUpResult } from '../../src/domain/look-up-result';
import { change, timeOf, type Known, type Ledger } from './ledger';

const { lookUpLeg } = proxyActivities<Pick<ReversalActivities, 'lookUpLeg'>>({
  // The schedule of lookups is the ledger's own.
  retry: { maximumAttempts: 1 },
  scheduleToCloseTimeout: '10 minutes',
  startToCloseTimeout: '6 minutes',
  heartbeatTimeout: '10s',
});

/** Asks the gateway what became of a leg, and takes in what it says. Moves nothing. */
export async function findOut(ledger: Ledger, leg: Leg, { payment, rules }: Known): Promise<void> {
  const result = await resultOf(leg, { payment, rules });
  change(ledger, (state) => applyLookUp(state, leg.legId, result, rules, timeOf(ledger)));
}

async function resultOf(leg: Leg, { payment }: Known): Promise<LookUpResult> {
  try {
    return readLookUpResult(
      await lookUpLeg({
        paymentId: payment.paymentId,
        legId: leg.legId,
        operation: leg.operation,
        amountsMinor: [leg.amountMinor, leg.wireAmountMinor],
        currency: payment.currency,
        reference: leg.reference,
        gatewayReference: leg.gatewayReference,
        gatewayAccount: payment.gatewayAccount,
        certificateName: payment.certificateName,
        networkTokenBrand: payment.networkTokenBrand,
      }),
    );
  } catch {
    return { status: 'cannotSay', why: 'the lookup ended without a result', final: false };
  }
}
