import type { PaymentSnapshot } from '../contract/payment-snapshot';
import type { LedgerView } from '../domain/views/view';

/** What a ledger knows of its payment, as the snapshot of the next request. The card stays where it is: in the ledger. */
export function snapshotOf(ledger: LedgerView): PaymentSnapshot {
  const { paymentId, kind, currency, gatewayAccount, authorizationReference, authorizedAt, authorizationExpiresAt } =
    ledger;
  return {
    paymentId,
    kind,
    currency,
    authorizedMinor: ledger.balance.authorizedMinor,
    authorizationReference,
    authorizedAt,
    authorizationExpiresAt,
    gatewayAccount,
    captures: ledger.captures.map(({ captureId, status, amountMinor, gatewayReference, capturedAt, settledAt }) => ({
      captureId,
      status,
      amountMinor,
      gatewayReference,
      capturedAt,
      settledAt,
    })),
  };
}
