import type { ReversalView } from '../src/domain/views/view';
import type { ReversalInput } from '../src/workflow/reversal-input';
import { reverse } from './reversal-child';

/**
 * Reverses everything of a payment: voids what is only authorized, refunds what was captured. Start it as a child with
 * `ParentClosePolicy.ABANDON` and no workflow id of its own; the ledger knows a repeat by its `requestId`.
 */
export function cancelPayment(input: ReversalInput): Promise<ReversalView> {
  return reverse('cancel', input);
}
