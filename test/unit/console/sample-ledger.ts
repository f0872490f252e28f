import type { LedgerView } from '../../../src/domain/views/view';
import { emptyChain } from '../../../src/domain/model/audit-chain';
import { balance, refunded } from '../cli/sample-views';

/** A payment of which 25.00 USD were refunded, with one decision that was refused. */
export const ledger: LedgerView = {
  paymentId: 'order-1001',
  kind: 'authorization',
  currency: 'USD',
  gatewayAccount: 'stripe-production',
  authorizationReference: 'auth_1',
  authorizedAt: '2026-11-20T10:00:00.000Z',
  authorizationExpiresAt: null,
  captures: [
    {
      captureId: 'c1',
      status: 'succeeded',
      amountMinor: 10_000,
      gatewayReference: 'cap_1',
      capturedAt: '2026-11-21T09:00:00.000Z',
      settledAt: null,
      balance: null,
    },
  ],
  balance,
  overRefunded: false,
  identity: 'tokens',
  frozen: null,
  reversals: [
    {
      ...refunded,
      legs: refunded.legs.map((leg) => ({
        ...leg,
        attempts: [{ at: '2026-11-21T10:00:00.000Z', what: 'send', result: 'succeeded' }],
      })),
    },
  ],
  refusals: [],
  statements: [],
  disputes: [],
  externalRefunds: [],
  notes: [{ at: '2026-11-21T12:00:00.000Z', what: 'signal approveReversal', why: 'decision.currency is missing' }],
  audit: [
    {
      at: '2026-11-21T11:00:00.000Z',
      act: 'approved',
      by: { id: 'mallory', onBehalfOf: null },
      reversalId: 'return-1',
      planVersion: 1,
      comment: 'fine by me',
      refused: 'mallory requested this reversal, or acts for its requester; another person must decide',
      number: 1,
      digest: 'a'.repeat(64),
    },
  ],
  auditChain: { ...emptyChain('order-1001'), lines: 1 },
};
