import { proxyActivities } from '@temporalio/workflow';
import type { ReversalActivities } from '../../src/contract/activity-shapes';
import { applyLookup } from '../../src/domain/transitions/apply-lookup';
import type { Leg } from '../../src/domain/model/leg';
import { readLookupResult, type LookupResult } from '../../src/domain/model/lookup-result';
import { commitOwn } from './commit';
import { inBackground } from './in-background';
import type { Ledger, LedgerContext } from './ledger';

const { lookUpLeg } = proxyActivities<Pick<ReversalActivities, 'lookUpLeg'>>({
  // The schedule of lookups is the ledger's own.
  retry: { maximumAttempts: 1 },
  scheduleToCloseTimeout: '10 minutes',
  startToCloseTimeout: '6 minutes',
  heartbeatTimeout: '10s',
});

/** Looks up the outcome of a leg at the gateway, and applies the answer. Moves nothing. */
export function lookUp(ledger: Ledger, leg: Leg, context: LedgerContext): Promise<void> {
  return inBackground(ledger, 'calling', async () => {
    commitOwn(ledger, applyLookup, { legId: leg.legId, result: await resultOf(leg, context) });
  });
}

async function resultOf(leg: Leg, { payment }: LedgerContext): Promise<LookupResult> {
  try {
    return readLookupResult(
      await lookUpLeg({
        paymentId: payment.paymentId,
        legId: leg.legId,
        operation: leg.operation,
        amountsMinor: [leg.amountMinor, leg.wireAmountMinor],
        currency: payment.currency,
        reference: leg.reference,
        gatewayReference: leg.gatewayReference,
        gatewayAccount: leg.sentThrough ?? payment.gatewayAccount,
        certificateName: payment.certificateName,
        networkTokenBrand: payment.networkTokenBrand,
      }),
    );
  } catch {
    return { status: 'cannotSay', why: 'the lookup ended without a result', final: false };
  }
}
