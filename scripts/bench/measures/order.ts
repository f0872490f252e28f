import type { ReversalView } from '../../../src/domain/views/view';
import type { orderWithBareChild } from '../floor-workflows';
import { randomId } from '../ids';
import type { MeasureInput } from '../measure';
import { authorizedPayment, cancelOf, capturedPayment, many, refundOf, voidCall } from '../payments';
import { runRounds, type Measured, type Side } from '../rounds';
import type { orderWithReversal } from '../workflows';

/** How an order that cancels its payment by a child compares with one whose child makes the same HTTP call. */
export async function measureOrders(input: MeasureInput): Promise<readonly Measured[]> {
  const { stage, load, rounds, signal, tell } = input;
  const sides = [cancelFresh(input), refundOpen(input)];
  return stage.withWorkers(() => runRounds({ floor: floorB(input), sides, load, rounds, signal, tell }));
}

/** Floor B: order → child → one activity. */
function floorB({ stage: { gateway, temporal, floorQueue: taskQueue } }: MeasureInput): Side {
  return {
    name: 'floor B: order → bare child',
    prepare: async (requests) =>
      (await many(requests, () => authorizedPayment(gateway))).map((payment) => {
        const call = voidCall(payment);
        return async () => {
          const workflowId = `order-${randomId()}`;
          await temporal.workflow.execute<typeof orderWithBareChild>('orderWithBareChild', {
            workflowId,
            taskQueue,
            args: [call],
          });
        };
      }),
  };
}

/** Order → `cancelPayment` → a ledger that it opens. */
function cancelFresh(input: MeasureInput): Side {
  return {
    name: 'order → cancelPayment',
    prepare: async (requests) =>
      (await many(requests, () => authorizedPayment(input.stage.gateway))).map((payment) => async () => {
        assertOutcome(await runOrder(input, cancelOf(payment)), 'voided');
      }),
  };
}

/** Order → `refundPayment` → a ledger that was open before. */
function refundOpen(input: MeasureInput): Side {
  return {
    name: 'order → refundPayment, open ledger',
    prepare: async (requests) =>
      many(requests, async () => {
        const payment = await capturedPayment(input.stage.gateway);
        await input.stage.client.request(refundOf(payment));
        return async () => {
          assertOutcome(await runOrder(input, refundOf(payment)), 'refunded');
        };
      }),
  };
}

function runOrder(
  { stage: { temporal, taskQueue } }: MeasureInput,
  request: Parameters<typeof orderWithReversal>[0],
): Promise<ReversalView> {
  const workflowId = `order-${randomId()}`;
  return temporal.workflow.execute<typeof orderWithReversal>('orderWithReversal', {
    workflowId,
    taskQueue,
    args: [request],
  });
}

function assertOutcome({ outcome, reason }: ReversalView, wanted: ReversalView['outcome']): void {
  if (outcome !== wanted) throw new Error(`an order's payment ended ${outcome ?? 'open'}: ${reason?.message ?? ''}`);
}
