import { executeChild, ParentClosePolicy } from '@temporalio/workflow';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import type { ReversalView } from '../../src/domain/views/view';
import { cancelPayment, refundPayment } from '../../workflows';

/** What a user's worker runs: the workflows of this package, and an order that starts them. */
export * from '../../workflows';

/** The same order as the floor's, with a child of this package. */
export async function orderWithReversal(request: ReversalRequest): Promise<ReversalView> {
  return executeChild(request.operation === 'cancel' ? cancelPayment : refundPayment, {
    args: [request],
    parentClosePolicy: ParentClosePolicy.ABANDON,
  });
}
