/** The workflow module of the worker: the order, and the workflows that reverse payments. */
export * from 'temporal-payment-reversals/workflows';
export { orderWorkflow } from './order-workflow';
