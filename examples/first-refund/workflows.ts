// workflows.ts: your workflows, and those of the package
import { refund, type ReversalInput } from 'temporal-payment-reversals/workflow';
export * from 'temporal-payment-reversals/workflows'; // the worker runs these too

export async function returnLine(request: ReversalInput): Promise<string> {
  const { outcome, phase } = await refund(request);
  return outcome ?? phase;
}
