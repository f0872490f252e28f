import { setTimeout as pause } from 'node:timers/promises';
import { queries, signals, updates } from '../../src/contract/messages';
import { ledgerIdOf } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { capturedPayment } from '../bench/payments';
import type { Random } from '../soak/random';
import type { Stage } from './stage';
import type { Tally } from './tally';

export interface StoryInput {
  readonly stage: Stage;
  readonly tally: Tally;
  readonly random: Random;
  /** Distinguishes this ledger from others of the same run. */
  readonly number: number;
}

/** How long a ledger is busy, in milliseconds. */
const lifeMs = 7_000;
/** A query is given up after this, in milliseconds: a killed worker may have taken it with it. */
const queryWithinMs = 8_000;
const refusedInARow = 4;

/** One ledger's life: something happens to it every few hundred milliseconds. Resolves when all of it is answered. */
export async function tellStory(input: StoryInput): Promise<void> {
  const { stage, tally, random } = input;
  const payment = await capturedPayment(stage.gateway);
  tally.ledgers += 1;
  let requests = 0;
  const next = (): ReversalRequest => {
    requests += 1;
    return refundOf(input, payment, `return-${String(requests)}`);
  };
  const until = Date.now() + lifeMs;
  const waiting: Promise<unknown>[] = [update(input, next())];
  while (Date.now() < until) {
    await pause(random.whole(150, 500));
    const [kind, childOfOrder] = [random.next(), random.chance(0.35)];
    if (kind < 0.55) waiting.push(query(input, payment, random.chance(0.5)));
    else if (kind < 0.75) waiting.push(childOfOrder ? orderOf(input, next()) : update(input, next()));
    else if (kind < 0.85) waiting.push(signal(input, payment));
    else waiting.push(refusedUpdates(input, payment));
  }
  await Promise.all(waiting);
}

/** Most refunds lose their answer or their request, so that there is something to look up. */
function refundOf({ stage, random, number }: StoryInput, payment: PaymentSnapshot, requestId: string): ReversalRequest {
  // Every amount of a fuzz is used for one ledger only, so that a fault meets the refund that it is meant for.
  const amountMinor = 200 + random.whole(0, 799);
  const [fails, answered] = [random.chance(0.7), random.chance(0.5)];
  const kind = answered ? 'effectThenNoAnswer' : 'resetBeforeEffect';
  if (fails) stage.simulator.fault({ kind, operation: 'refund', amountMinor });
  return {
    requestId: `${String(number)}/${requestId}`,
    operation: 'refund',
    amountMinor,
    requester: { id: 'alice' },
    reason: 'fuzz',
    payment,
  };
}

async function update({ stage, tally }: StoryInput, request: ReversalRequest): Promise<void> {
  tally.updates += 1;
  await stage.client.request(request, { wait: false }).catch((error: unknown) => {
    tally.trouble('update', error);
  });
}

/** Malformed, one after the other: a ledger is woken by each, and none leaves an event. */
async function refusedUpdates({ stage, tally }: StoryInput, { paymentId }: PaymentSnapshot): Promise<void> {
  const handle = stage.temporal.workflow.getHandle(ledgerIdOf(paymentId));
  for (let sent = 0; sent < refusedInARow; sent += 1) {
    tally.refused += 1;
    const ask = (): Promise<unknown> => handle.executeUpdate(updates.resolveUnknown.name, { args: [{ legId: 7 }] });
    // It rejects in any case: refused, or given up with a killed worker.
    await stage.temporal.withDeadline(Date.now() + queryWithinMs, ask).catch(() => undefined);
  }
}

/** As the console and Temporal's own pages do; directly, so that a refused query is not made again by our client. */
async function query({ stage, tally }: StoryInput, { paymentId }: PaymentSnapshot, direct: boolean): Promise<void> {
  tally.queries += 1;
  const { temporal, client } = stage;
  const ask = (): Promise<unknown> =>
    direct ? temporal.workflow.getHandle(ledgerIdOf(paymentId)).query(queries.ledger) : client.show(paymentId);
  await temporal.withDeadline(Date.now() + queryWithinMs, ask).catch((error: unknown) => {
    tally.trouble('query', error);
  });
}

async function signal({ stage, tally }: StoryInput, { paymentId, captures }: PaymentSnapshot): Promise<void> {
  tally.signals += 1;
  const { captureId = '' } = captures?.[0] ?? {};
  const at = new Date().toISOString();
  const event = { kind: 'settled', eventId: `${paymentId}/${at}`, source: 'fuzz', at, captureId };
  const handle = stage.temporal.workflow.getHandle(ledgerIdOf(paymentId));
  await handle.signal(signals.recordEvent.name, event).catch((error: unknown) => {
    tally.trouble('signal', error);
  });
}

/** An order requests by a child, and a client queries the child too. */
async function orderOf({ stage, tally }: StoryInput, request: ReversalRequest): Promise<void> {
  tally.children += 1;
  const id = `${request.payment.paymentId}/${request.requestId}`;
  const start = { taskQueue: stage.taskQueue, workflowId: `order/${id}`, args: [request, `child/${id}`] };
  try {
    await stage.temporal.workflow.start('order', start);
    // By then the child runs, or its worker was just killed.
    await pause(1_500);
    const child = stage.temporal.workflow.getHandle(`child/${id}`);
    await stage.temporal.withDeadline(Date.now() + queryWithinMs, () => child.query('__stack_trace'));
  } catch (error) {
    tally.trouble('child', error);
  }
}
