import { executeChild } from '@temporalio/workflow';
import { checkReversalRequest, type Problem, type ReversalRequest } from 'temporal-payment-reversals/contract';
import { refundPayment } from 'temporal-payment-reversals/workflows';

export * from 'temporal-payment-reversals/workflows';

/** A workflow of the user beside those of the package. */
export async function returnLine(request: ReversalRequest): Promise<string | readonly Problem[]> {
  const problems = checkReversalRequest(request);
  if (problems.length > 0) return problems;
  const view = await executeChild(refundPayment, { args: [request], parentClosePolicy: 'ABANDON' });
  return view.outcome ?? view.phase;
}
