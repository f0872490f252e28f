/** The workflow module of the worker: the order, and the workflows that give money back. */
export * from 'temporal-payment-reversals/workflows';
export { orderWorkflow } from './order-workflow';
