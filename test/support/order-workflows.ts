import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import type { ReversalView } from '../../src/domain/views/view';
import { cancelPayment, refundPayment } from '../../workflows';

export * from '../../workflows';

/** An order that asks for one reversal and ends with its answer. */
export async function orderWithReversal(request: ReversalRequest): Promise<ReversalView> {
  return (await startReversal(request)).result();
}

/** An order that asks for many at once. Returns how many ended with each outcome. */
export async function orderWithReversals(requests: readonly ReversalRequest[]): Promise<Record<string, number>> {
  const views = await Promise.all(requests.map(orderWithReversal));
  const outcomes: Record<string, number> = {};
  for (const { outcome, phase } of views) outcomes[outcome ?? phase] = (outcomes[outcome ?? phase] ?? 0) + 1;
  return outcomes;
}

function startReversal({ operation, ...input }: ReversalRequest) {
  const options = { args: [input] as [typeof input], parentClosePolicy: ParentClosePolicy.ABANDON };
  return operation === 'cancel' ? startChild(cancelPayment, options) : startChild(refundPayment, options);
}
