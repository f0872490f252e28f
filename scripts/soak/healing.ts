import { setTimeout as pause } from 'node:timers/promises';
import { LedgerNotFoundError, type LedgerView, type LegView, type ReversalView } from '../../src/client';
import { ledgerIdOf } from '../../src/contract/names';
import type { Movement } from '../../src/simulator';
import type { PaymentUnderTest } from './payment-under-test';
import type { Random } from './random';
import { recover } from './recovering';
import { lookupDelayMs } from './rules';
import type { Stage } from './stage';
import type { Ask } from './story';
import type { Tally } from './tally';

export interface HealingInput {
  readonly stage: Stage;
  readonly tally: Tally;
  readonly random: Random;
  readonly payments: readonly PaymentUnderTest[];
  /** At most this long, in milliseconds. */
  readonly withinMs: number;
  readonly onProgress: (open: number) => void;
}

/** A person resolves an accepted call that has no result for this long, in milliseconds. */
const pendingForMs = 8_000;
const atOnce = 8;

/**
 * Removes every fault and does what callers and operators would do: repeats unanswered requests, records events that were
 * not accepted, recovers ledgers, resolves what no lookup can determine. Resolves when all payments are completed, or
 * with those that are not in time.
 */
export async function heal(input: HealingInput): Promise<readonly PaymentUnderTest[]> {
  const { stage, random, withinMs, onProgress } = input;
  stage.simulator.clearFaults();
  await stage.simulator.comeBack();
  stage.simulator.release();
  // Lets the gateway complete what is pending before anything is resolved.
  await pause(lookupDelayMs);
  for (const { reference, condition } of stage.simulator.transactions()) {
    if (condition !== 'pending') continue;
    if (random.chance(0.5)) stage.simulator.completePending(reference);
    else stage.simulator.failRefund(reference);
  }
  let open = input.payments;
  const deadline = Date.now() + withinMs;
  while (open.length > 0 && Date.now() < deadline) {
    const before = open.length;
    open = await unmended(input, open);
    if (open.length !== before) onProgress(open.length);
    await pause(500);
  }
  return open;
}

async function unmended(input: HealingInput, payments: readonly PaymentUnderTest[]): Promise<PaymentUnderTest[]> {
  const waiting = [...payments];
  const open: PaymentUnderTest[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let payment = waiting.shift(); payment !== undefined; payment = waiting.shift()) {
        if (!(await isMended(input, payment))) open.push(payment);
      }
    }),
  );
  return open;
}

async function isMended({ stage, tally }: HealingInput, payment: PaymentUnderTest): Promise<boolean> {
  try {
    const unanswered = [...payment.requests.values()].filter(({ requestId }) => !payment.answered.has(requestId));
    const { status } = await stage.temporal.workflow.getHandle(ledgerIdOf(payment.paymentId)).describe();
    if (status.name !== 'RUNNING') {
      await recover(stage, tally, payment.paymentId);
      return false;
    }
    const view = await stage.client.show(payment.paymentId);
    if (view.frozen !== null) {
      await recover(stage, tally, payment.paymentId);
      return false;
    }
    for (const ask of forgotten(payment, view)) {
      tally.forgotten += 1;
      unanswered.push(ask);
    }
    for (const ask of unanswered) await payment.ask({ ...ask, wait: false });
    const isTold = await told(stage, payment, view);
    const mended = await Promise.all(view.reversals.map((one) => isSettled(stage, tally, payment, one)));
    return unanswered.length === 0 && isTold && mended.every(Boolean);
  } catch (error) {
    if (error instanceof LedgerNotFoundError || (error instanceof Error && error.name === 'WorkflowNotFoundError')) {
      for (const ask of payment.requests.values()) await payment.ask({ ...ask, wait: false });
    } else tally.trouble('heal', error);
    return false;
  }
}

/** What callers find gone when they ask how it went; nothing of it was sent, for that a recovery would have found. */
function forgotten(payment: PaymentUnderTest, view: LedgerView): Ask[] {
  if (!payment.mayBeForgotten) return [];
  const known = new Set([
    ...view.reversals.map(({ reversalId }) => reversalId),
    ...view.refusals.map(({ requestId }) => requestId),
  ]);
  return [...payment.requests.values()].filter(
    ({ requestId }) => payment.answered.has(requestId) && !known.has(requestId),
  );
}

/** Records again what the ledger does not know: events are recorded at least once. */
async function told(stage: Stage, payment: PaymentUnderTest, view: LedgerView): Promise<boolean> {
  let known = true;
  for (const [captureId, capture] of payment.captures) {
    if (view.captures.some((one) => one.captureId === captureId && one.status === 'succeeded')) continue;
    known = false;
    await payment.tellCapture(capture);
  }
  for (const { captureId, status } of view.captures) {
    if (status !== 'started') continue;
    known = false;
    if (!payment.captures.has(captureId)) await payment.tellCaptureFailed(captureId);
  }
  for (const event of payment.told.values()) {
    const isOfDispute = event.kind === 'disputeOpened' || event.kind === 'disputeClosed';
    if (!isOfDispute || view.statements.some(({ eventId }) => eventId === event.eventId)) continue;
    known = false;
    await payment.tell(event);
  }
  const failed = stage.simulator
    .movements()
    .filter((one) => one.payment === payment.reference && one.operation === 'refundFailed');
  for (const movement of failed) if (!(await tellFailure(payment, view, movement))) known = false;
  return known;
}

/** A refund failed later: recorded with its evidence, as from a report of the gateway. True: the ledger has it. */
export async function tellFailure(
  payment: PaymentUnderTest,
  view: LedgerView,
  { myRef, reference, at }: Movement,
): Promise<boolean> {
  const leg = view.reversals.flatMap(({ legs }) => legs).find((one) => one.myRef === myRef);
  if (leg === undefined) return false;
  if (leg.status === 'failed' || leg.status === 'notSent') return true;
  const eventId = `${reference}/failed`;
  const evidence = `the gateway reports that ${reference} came back`;
  const coSignedBy = [{ id: 'approver' }];
  await payment.tell({ eventId, kind: 'refundFailed', source: 'soak', at, legId: leg.legId, evidence, coSignedBy });
  return false;
}

/** Does what is a person's part. True: the reversal has ended. */
async function isSettled(stage: Stage, tally: Tally, payment: PaymentUnderTest, view: ReversalView): Promise<boolean> {
  if (view.phase === 'completed') return true;
  if (view.waitingFor === 'approval') await payment.decide(view, 'approve');
  const stopped = view.reason?.code === 'neverReachedGateway' ? payment.requests.get(view.reversalId) : undefined;
  if (stopped !== undefined) await payment.ask({ ...stopped, wait: false });
  for (const leg of view.legs) {
    if (needsPerson(view, leg)) await resolve(stage, tally, payment, leg, view.waitingFor === 'mismatch');
  }
  return false;
}

function needsPerson({ phase, waitingFor }: ReversalView, { status, since }: LegView): boolean {
  if (status === 'pending') return Date.parse(since) + pendingForMs < Date.now();
  return status === 'unknown' && phase === 'stuck' && (waitingFor === 'mismatch' || waitingFor === 'operator');
}

/** What an operator finds in the gateway's own records. */
async function resolve(
  { simulator, client }: Stage,
  tally: Tally,
  payment: PaymentUnderTest,
  leg: LegView,
  hasOtherAmount: boolean,
): Promise<void> {
  const own = simulator.movements().filter(({ myRef }) => myRef === leg.myRef);
  const moved = own.find(({ operation }) => operation === leg.operation);
  const cameBack = own.some(({ operation }) => operation === 'refundFailed');
  const { accepted, reason } = await client.resolve(payment.paymentId, {
    legId: leg.legId,
    evidence: "the gateway's own records",
    actor: { id: 'operator' },
    coSignedBy: [{ id: 'approver' }],
    ...(moved === undefined || cameBack
      ? { outcome: 'notSent' as const }
      : {
          outcome: 'succeeded' as const,
          gatewayReference: moved.reference,
          // An amount belongs only to an answer that disagreed with what was sent.
          ...(leg.operation === 'refund' && hasOtherAmount ? { amountMinor: moved.amountMinor } : {}),
        }),
  });
  if (accepted) tally.resolutions += 1;
  else tally.trouble('resolve', reason);
}
