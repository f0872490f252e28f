import type { ReversalView } from '../src/domain/views/view';
import type { ReversalInput } from '../src/workflow/reversal-input';
import { reverse } from './reversal-child';

/**
 * Refunds an amount of what was captured, or all that is left. Start it as a child with `ParentClosePolicy.ABANDON`
 * and no workflow id of its own; the ledger knows a repeat by its `requestId`.
 */
export function refundPayment(input: ReversalInput): Promise<ReversalView> {
  return reverse('refund', input);
}
