import { executeChild, ParentClosePolicy } from '@temporalio/workflow';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import type { ReversalView } from '../../src/domain/views/view';
import { cancelPayment, refundPayment } from '../../workflows/index';

/** What a user's worker runs: the workflows of this package, and an order that starts them as children. */
export * from '../../workflows/index';

export async function order(request: ReversalRequest, childId: string): Promise<ReversalView> {
  return executeChild(request.operation === 'cancel' ? cancelPayment : refundPayment, {
    workflowId: childId,
    args: [request],
    parentClosePolicy: ParentClosePolicy.ABANDON,
  });
}
