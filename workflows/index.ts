/** The workflows of this package, and nothing else: everything exported here becomes a workflow type. */
export { cancel as cancelPayment, ledger as paymentLedger, refund as refundPayment } from './joined';
