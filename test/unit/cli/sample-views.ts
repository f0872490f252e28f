import type { LegView, ReversalView } from '../../../src/domain/views/view';

export const balance = {
  authorizedMinor: 10_000,
  capturedMinor: 10_000,
  refundedMinor: 2_500,
  voidedMinor: 0,
  pendingMinor: 0,
  unknownMinor: 0,
  reservedMinor: 0,
  externallyRefundedMinor: 0,
  disputedMinor: 0,
  refundableMinor: 7_500,
};

export const leg: LegView = {
  legId: 'return-1/c1/1',
  operation: 'refund',
  amountMinor: 2_500,
  captureId: 'c1',
  status: 'succeeded',
  myRef: 'MYREF1',
  gatewayReference: 'ref_1',
  gatewayResultCode: null,
  since: '2026-11-21T10:00:00.000Z',
  attempts: [],
  evidence: null,
};

/** A refund of 25.00 USD that went well. */
export const refunded: ReversalView = {
  reversalId: 'return-1',
  paymentId: 'order-1001',
  operation: 'refund',
  currency: 'USD',
  requestedMinor: 2_500,
  phase: 'completed',
  waitingFor: null,
  outcome: 'refunded',
  reason: null,
  requester: { id: 'alice', onBehalfOf: null },
  requestReason: 'damaged in transit',
  requestedAt: '2026-11-21T09:30:00.000Z',
  since: '2026-11-21T10:00:00.000Z',
  plan: {
    version: 1,
    row: 7,
    why: 'captured: refund, oldest capture first',
    rulesVersion: 'abc',
    destination: {
      digest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      gatewayAccount: 'stripe-production',
      card: { holder: 'Jane Smith', token: '@…1234', expires: '12/2030' },
      certificateName: null,
    },
    legs: [{ legId: leg.legId, operation: 'refund', amountMinor: 2_500, captureId: 'c1', reference: 'cap_1' }],
  },
  legs: [leg],
  approvals: { needed: 0, countedMinor: 2_500, given: [], expiresAt: null, late: null },
  balance,
};

/** The same refund after its answer was lost. */
export const unknownRefund: ReversalView = {
  ...refunded,
  phase: 'stuck',
  waitingFor: 'operator',
  outcome: null,
  reason: { code: 'outcomeUnknown', message: 'no readable answer came' },
  legs: [{ ...leg, status: 'unknown', gatewayReference: null }],
};
