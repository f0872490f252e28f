import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import type { Fault } from '../../src/simulator/fault';
import { approvalAccount } from './rules';
import { capturedPayment, refundOf } from './shop';
import type { Stage } from './stage';

/** What people find in the console: what was asked of a payment, and what its gateway makes of it. */
interface Found {
  readonly letter: string;
  readonly capturedMinor: number;
  readonly asks: readonly { readonly amountMinor: number; readonly who: string; readonly reason: string }[];
  readonly fault?: Fault;
}

const never = { times: null } as const;

const found: readonly Found[] = [
  {
    letter: 'tv',
    capturedMinor: 89_900,
    asks: [
      { amountMinor: 4_500, who: 'erin', reason: 'scratched on delivery, price reduced' },
      { amountMinor: 45_000, who: 'erin', reason: 'wrong model in the box, sent back' },
    ],
  },
  { letter: 'sofa', capturedMinor: 129_000, asks: [{ amountMinor: 129_000, who: 'dave', reason: 'never delivered' }] },
  { letter: 'bike', capturedMinor: 64_000, asks: [{ amountMinor: 15_000, who: 'erin', reason: 'damaged in transit' }] },
  {
    letter: 'shoes',
    capturedMinor: 9_000,
    asks: [{ amountMinor: 6_000, who: 'dave', reason: 'returned, too small' }],
    fault: { kind: 'effectThenReset', times: 1 },
  },
  {
    letter: 'lamp',
    capturedMinor: 5_500,
    asks: [{ amountMinor: 5_500, who: 'erin', reason: 'arrived broken' }],
    fault: { kind: 'serverError', httpStatus: 503, effect: false, body: 'empty', times: 1 },
  },
  {
    letter: 'desk',
    capturedMinor: 32_000,
    asks: [{ amountMinor: 8_000, who: 'dave', reason: 'one leg is missing' }],
    fault: { kind: 'accepted202', then: 'nothing', afterMs: null, body: true, ...never },
  },
  {
    letter: 'mugs',
    capturedMinor: 4_800,
    asks: [{ amountMinor: 1_200, who: 'erin', reason: 'one of four broken' }],
    fault: { kind: 'rejected', gatewayResultCode: 'card_declined', ...never },
  },
  {
    letter: 'chair',
    capturedMinor: 21_000,
    asks: [{ amountMinor: 7_000, who: 'erin', reason: 'colour differs from the picture' }],
    fault: { kind: 'unauthorized401', ...never },
  },
  { letter: 'books', capturedMinor: 7_200, asks: [{ amountMinor: 2_400, who: 'dave', reason: 'ordered twice' }] },
];

/** Fills the world behind the console: payments that wait, are unknown, were declined, and went well. */
export async function fillWorld(stage: Stage): Promise<void> {
  for (const one of found) {
    const payment: PaymentSnapshot = {
      ...(await capturedPayment(stage, one.letter, one.capturedMinor)),
      gatewayAccount: approvalAccount,
    };
    const reference = payment.captures?.[0]?.gatewayReference ?? payment.authorizationReference;
    if (one.fault !== undefined) stage.simulator.fault({ ...one.fault, operation: 'refund', reference });
    for (const [index, { amountMinor, who, reason }] of one.asks.entries()) {
      const request: ReversalRequest = {
        ...refundOf(payment, `return-${one.letter}-${String(index + 1)}`, amountMinor),
        requester: { id: who },
        reason,
      };
      await stage.client.request(request);
    }
  }
}
