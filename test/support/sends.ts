import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { RequestRecord } from '../../src/simulator';
import type { World } from './world';

/** Every void and refund that reached the gateway for this payment, whatever became of it, oldest first. */
export function sendsFor({ simulator }: World, payment: PaymentSnapshot): readonly RequestRecord[] {
  const own = simulator.transactions().filter((one) => one.payment === payment.authorizationReference);
  const references = new Set([payment.authorizationReference, ...own.map(({ reference }) => reference)]);
  return simulator
    .requests()
    .filter(
      ({ operation, reference }) =>
        (operation === 'void' || operation === 'refund') && reference !== null && references.has(reference),
    );
}
