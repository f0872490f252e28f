/**
 * All code of this package's workflows, for a worker to load once for all ledgers; the build joins it into one file. The
 * names are its own: a bundle holds those of the workflows only where the user's own module exports them, so that a worker
 * can be refused whose bundle lacks them. No module of it keeps state of a workflow; what a ledger knows is in its `Ledger`.
 */
export { cancelPayment as cancel } from './cancel-payment';
export { paymentLedger as ledger } from './payment-ledger';
export { refundPayment as refund } from './refund-payment';
