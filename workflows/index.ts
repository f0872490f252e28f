/** The workflows of this package, and nothing else: everything exported here becomes a workflow type. */
export { cancelPayment } from './cancel-payment';
export { paymentLedger } from './payment-ledger';
export { refundPayment } from './refund-payment';
