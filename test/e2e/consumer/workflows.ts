import type { ReversalRequest } from 'temporal-payment-reversals/contract';
import { refund } from 'temporal-payment-reversals/workflow';

export * from 'temporal-payment-reversals/workflows';

/** A workflow of the user beside those of the package. */
export async function returnLine(request: ReversalRequest): Promise<string> {
  const view = await refund(request);
  return view.outcome ?? view.phase;
}
