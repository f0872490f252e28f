import type { ReversalView } from '../src/domain/views/view';
import { reverse, type ReversalChildInput } from './reversal-child';

/**
 * Gives back everything of a payment: voids what is only held, refunds what was captured. Start it as a child with
 * `ParentClosePolicy.ABANDON` and no workflow id of its own; the ledger knows a repeat by its `requestId`.
 */
export function cancelPayment(input: ReversalChildInput): Promise<ReversalView> {
  return reverse('cancel', input);
}
