/**
 * All code of this package that runs in the workflow sandbox, for a worker to load once for all ledgers. Under names of
 * its own: those of the workflows stand in a bundle only where the user's own module exports them, so that a worker can
 * be refused whose bundle lacks them. None of it keeps anything of a workflow; what a ledger knows is in its `Ledger`.
 */
export { cancelPayment as cancel, paymentLedger as ledger, refundPayment as refund } from './index';
