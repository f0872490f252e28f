import { parsePaymentSnapshot, type PaymentSnapshot } from '../../contract/payment-snapshot';
import type { CliIo } from '../io';
import { UsageError } from '../usage-error';
import { paymentIdArgument } from './ids';
import { readJson } from './json-source';
import { allExempt } from '../../contract/message-check';

/**
 * Reads the payment of a file. References of digits are judged by the ledger, which has the rules.
 *
 * @throws UsageError with every problem
 */
export async function readPaymentFile(io: CliIo, file: string, paymentId: string): Promise<PaymentSnapshot> {
  const parsed = parsePaymentSnapshot(await readJson(io, file, '--payment'), allExempt);
  if (!parsed.ok) {
    throw new UsageError(parsed.problems.map(({ field, message }) => ({ field: `--payment ${field}`, message })));
  }
  if (parsed.value.paymentId !== paymentId) {
    const message = `is not ${paymentIdArgument}: name the payment that the file describes`;
    throw new UsageError([{ field: '--payment paymentId', message }]);
  }
  return parsed.value;
}
