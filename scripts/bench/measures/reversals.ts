import { randomId } from '../ids';
import type { PaymentSnapshot } from '../../../src/contract/payment-snapshot';
import type { bareWorkflow } from '../floor-workflows';
import { capturedPayment, many, refundCall, refundOf } from '../payments';
import { runRounds, type Measured, type Side } from '../rounds';
import type { MeasureInput } from '../measure';

/** How a refund compares with a bare workflow that makes the same HTTP call. */
export async function measureReversals(input: MeasureInput): Promise<readonly Measured[]> {
  const { stage, load, rounds, signal, tell } = input;
  const [floor, ...others] = sides(input);
  return stage.withWorkers(() => runRounds({ floor, sides: others, load, rounds, signal, tell }));
}

export function sides(input: MeasureInput): readonly [Side, ...Side[]] {
  return [floorA(input), fresh(input), open(input), onePayment(input)];
}

/** Floor A: start a bare workflow for each refund and wait for its result. */
function floorA({ stage: { gateway, temporal, floorQueue: taskQueue } }: MeasureInput): Side {
  return {
    name: 'floor A: bare workflow',
    prepare: async (requests) =>
      (await many(requests, () => capturedPayment(gateway))).map((payment) => {
        const call = refundCall(payment);
        return async () => {
          const workflowId = `floor-${randomId()}`;
          await temporal.workflow.execute<typeof bareWorkflow>('bareWorkflow', { workflowId, taskQueue, args: [call] });
        };
      }),
  };
}

/** The first request of a payment opens its ledger. */
function fresh(input: MeasureInput): Side {
  return {
    name: 'refund, fresh ledger',
    prepare: async (requests) =>
      (await many(requests, () => capturedPayment(input.stage.gateway))).map((payment) => () => refund(input, payment)),
  };
}

/** Many payments that were asked for before, one request each. */
function open(input: MeasureInput): Side {
  const opened: PaymentSnapshot[] = [];
  return {
    name: 'refund, open ledgers',
    prepare: async (requests) => {
      opened.push(...(await many(requests - opened.length, () => openedPayment(input))));
      return opened.slice(0, requests).map((payment) => () => refund(input, payment));
    },
  };
}

/** All requests for one payment, which takes them in turn. */
function onePayment(input: MeasureInput): Side {
  return {
    name: 'refund, one payment',
    // The server lets ten updates of one workflow wait at a time.
    concurrencies: [1, 8],
    prepare: async (requests) => {
      const payment = await openedPayment(input);
      return Array.from({ length: requests }, () => () => refund(input, payment));
    },
  };
}

async function openedPayment(input: MeasureInput): Promise<PaymentSnapshot> {
  const payment = await capturedPayment(input.stage.gateway);
  await refund(input, payment);
  return payment;
}

async function refund({ stage: { client } }: MeasureInput, payment: PaymentSnapshot): Promise<void> {
  const { outcome, reason } = await client.request(refundOf(payment));
  if (outcome !== 'refunded') throw new Error(`a refund ended ${outcome ?? 'open'}: ${reason?.message ?? ''}`);
}
