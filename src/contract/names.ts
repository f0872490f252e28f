// Everything said by name over the wire, but the messages: workflow types, ids, activities. Renaming one breaks open
// ledgers.

export const workflowTypes = {
  ledger: 'paymentLedger',
  cancel: 'cancelPayment',
  refund: 'refundPayment',
} as const;

const ledgerPrefix = 'payment-ledger/';

/** The id of the one workflow that owns a payment. */
export function ledgerIdOf(paymentId: string): string {
  return `${ledgerPrefix}${paymentId}`;
}

/** The payment a ledger owns; null: it is no ledger's id. */
export function paymentIdOf(workflowId: string): string | null {
  return workflowId.startsWith(ledgerPrefix) ? workflowId.slice(ledgerPrefix.length) : null;
}

export const activityNames = {
  sendLeg: 'sendLeg',
  lookUpLeg: 'lookUpLeg',
  waitForGateway: 'waitForGateway',
  readRules: 'readRules',
  checkIdentity: 'checkIdentity',
  readHistories: 'readHistories',
  submitReversal: 'submitReversal',
  askReversal: 'askReversal',
} as const;

/** The task queue of worker and clients where nothing else is said. */
export const defaultTaskQueue = 'payment-reversals';
