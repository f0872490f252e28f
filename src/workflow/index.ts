/** For code in workflows: start a reversal, or start it and wait for its outcome. Safe in the workflow sandbox. */
export { cancel, refund, startCancel, startRefund, type ReversalHandle } from './start-reversal';
export type { ReversalInput } from './reversal-input';
