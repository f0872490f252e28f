import { setTimeout as pause } from 'node:timers/promises';
import { ReversalClient } from '../../../src/client';
import type { PaymentSnapshot } from '../../../src/contract/payment-snapshot';
import type { refundByHand } from '../by-hand-workflows';
import { randomId } from '../ids';
import type { MeasureInput } from '../measure';
import { capturedPayment, many, refundCall, refundMinor, refundOf } from '../payments';
import { startWorkerProcess, type WorkerProcess, type WorkerSettings } from '../worker-process';

/** What became of so many refunds, one for each payment, while answers were lost and workers killed. */
export interface Kept {
  readonly side: string;
  readonly asked: number;
  /** Of all, the gateway moved the money once. */
  readonly movedOnce: number;
  readonly movedTwiceOrMore: number;
  readonly notMoved: number;
  /** Money refunded beyond what was requested, in minor units. */
  readonly tooMuchMinor: number;
  /** Not completed automatically: shown to a person as unknown, with its amount reserved. */
  readonly shownAsUnknown: number;
  /** Reported as done although nothing moved, or as not done although it moved. */
  readonly toldWrongly: number;
  readonly answersLost: number;
  readonly workersKilled: number;
}

/** Every so many requests one answer is lost. */
const oneLostIn = 40;
const killEveryMs = 4_000;
const atOnce = 20;
/** How long the last ones may take to end, after all were asked. */
const endWithinMs = 120_000;

/** The same refunds by this package and by a workflow as samples commonly write it, with the same faults. */
export async function measureByHand(input: MeasureInput): Promise<readonly Kept[]> {
  const asked = input.quick ? 40 : 1_000;
  return [await suffer(input, own, asked), await suffer(input, byHand, asked)];
}

/** One way to make refunds. */
interface Way {
  readonly name: string;
  readonly settings: (input: MeasureInput) => Pick<WorkerSettings, 'kind' | 'bundlePath'>;
  /** Asks for one refund. Resolves with what is reported of it once it has ended or waits for a person. */
  readonly refund: (
    input: MeasureInput,
    taskQueue: string,
    payment: PaymentSnapshot,
  ) => Promise<'done' | 'unknown' | 'no'>;
}

const own: Way = {
  name: 'this package',
  settings: ({ stage }) => ({ kind: 'own', bundlePath: stage.bundles.own }),
  refund: async ({ stage }, taskQueue, payment) => {
    const client = new ReversalClient({ client: stage.temporal, taskQueue, answerWithinMs: endWithinMs });
    const { phase, outcome } = await client.request(refundOf(payment));
    if (phase !== 'completed') return 'unknown';
    return outcome === 'refunded' ? 'done' : 'no';
  },
};

const byHand: Way = {
  name: 'signal-driven workflow by hand',
  settings: ({ stage }) => ({ kind: 'byHand', bundlePath: stage.bundles.byHand }),
  refund: async ({ stage }, taskQueue, payment) => {
    const workflowId = `by-hand-${randomId()}`;
    const handle = await stage.temporal.workflow.start<typeof refundByHand>('refundByHand', {
      workflowId,
      taskQueue,
      args: [payment.paymentId],
    });
    await handle.signal('requestRefund', refundCall(payment));
    return handle.result().then(
      () => 'done',
      () => 'no',
    );
  },
};

async function suffer(input: MeasureInput, way: Way, asked: number): Promise<Kept> {
  const { address, namespace, gateway, gatewayProcess, taskQueue: base } = input.stage;
  const payments = await many(asked, () => capturedPayment(gateway));
  const taskQueue = `${base}-${randomId()}`;
  const settings: WorkerSettings = {
    address,
    namespace,
    taskQueue,
    gateway: { baseUrl: gatewayProcess.url, apiKey: gatewayProcess.apiKey, requestTimeoutMs: 2_000 },
    stickyMs: 1_000,
    ...way.settings(input),
  };
  let worker: WorkerProcess = await startWorkerProcess(settings);
  const ended = new AbortController();
  let workersKilled = 0;
  const killing = (async (): Promise<void> => {
    for (;;) {
      await pause(killEveryMs, undefined, { signal: ended.signal });
      await worker.kill();
      workersKilled += 1;
      worker = await startWorkerProcess(settings);
    }
  })().catch((error: unknown) => {
    // The pause ends with a throw.
    if (!ended.signal.aborted) throw error;
  });
  let answersLost = 0;
  const told = new Map<string, 'done' | 'unknown' | 'no'>();
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let payment = payments[next++]; payment !== undefined; payment = payments[next++]) {
      input.signal.throwIfAborted();
      if (next % oneLostIn === 0) {
        await gatewayProcess.fault({ kind: 'effectThenReset', operation: 'refund' });
        answersLost += 1;
      }
      told.set(payment.paymentId, await way.refund(input, taskQueue, payment));
      if (told.size % 100 === 0) input.tell(`${way.name}: ${told.size} of ${asked}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, caller));
  } finally {
    ended.abort();
    await killing;
    await worker.kill();
  }
  return judged(way.name, payments, told, await movedBy(input), { answersLost, workersKilled });
}

/** How often each payment was refunded, by its reference at the gateway. */
async function movedBy({ stage }: MeasureInput): Promise<ReadonlyMap<string, number>> {
  const moved = new Map<string, number>();
  for (const { operation, payment } of await stage.gatewayProcess.movements()) {
    if (operation === 'refund') moved.set(payment, (moved.get(payment) ?? 0) + 1);
  }
  return moved;
}

/** Compares what was reported with what the gateway moved. */
export function judged(
  side: string,
  payments: readonly Pick<PaymentSnapshot, 'paymentId' | 'authorizationReference'>[],
  told: ReadonlyMap<string, 'done' | 'unknown' | 'no'>,
  moved: ReadonlyMap<string, number>,
  faults: Pick<Kept, 'answersLost' | 'workersKilled'>,
): Kept {
  const each = payments.map(({ paymentId, authorizationReference }) => ({
    times: moved.get(authorizationReference) ?? 0,
    said: told.get(paymentId) ?? 'unknown',
  }));
  const count = (is: (one: (typeof each)[number]) => boolean): number => each.filter(is).length;
  return {
    side,
    asked: payments.length,
    movedOnce: count(({ times }) => times === 1),
    movedTwiceOrMore: count(({ times }) => times > 1),
    notMoved: count(({ times }) => times === 0),
    tooMuchMinor: each.reduce((sum, { times }) => sum + Math.max(0, times - 1) * refundMinor, 0),
    shownAsUnknown: count(({ said }) => said === 'unknown'),
    toldWrongly: count(({ times, said }) => (said === 'done' && times === 0) || (said === 'no' && times > 0)),
    ...faults,
  };
}
