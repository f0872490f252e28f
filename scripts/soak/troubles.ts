import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ledgerIdOf } from '../../src/contract/names';
import { passed } from './passed';
import type { PaymentUnderTest } from './payment-under-test';
import type { Random } from './random';
import type { Stage } from './stage';
import type { Tally } from './tally';
import { recover } from './recovering';

/** What is needed to make trouble. */
export interface TroublesInput {
  readonly stage: Stage;
  readonly tally: Tally;
  readonly random: Random;
  /** Payments whose ledger may be disturbed: the last ones that were started. */
  readonly recent: () => readonly PaymentUnderTest[];
  /** What comes to a ledger between its reset, or its termination, and its recovery. */
  readonly whileHurt: (payment: PaymentUnderTest) => Promise<void>;
  /** Aborted when there has been enough trouble. */
  readonly signal: AbortSignal;
}

/** Between two of the same kind, in milliseconds: the least and the most. */
const pausesMs = {
  crash: [2_000, 4_500],
  hurt: [3_000, 7_000],
  outage: [20_000, 40_000],
} as const;

/** The first of a kind comes sooner, so that a short run meets all of them. */
const firstAfter = 0.3;

/** Kills and stops workers, resets and terminates ledgers, takes the gateway away. Resolves when all of it is over. */
export async function makeTroubles(input: TroublesInput): Promise<void> {
  await Promise.all([
    repeated(input, 'crash', crash),
    repeated(input, 'hurt', hurtLedger),
    repeated(input, 'outage', outage),
  ]);
}

type Kind = keyof typeof pausesMs;

async function repeated(
  input: TroublesInput,
  kind: Kind,
  act: (input: TroublesInput & { readonly random: Random }) => Promise<void>,
): Promise<void> {
  const random = input.random.stream(kind);
  const [leastMs, mostMs] = pausesMs[kind];
  const under: Promise<void>[] = [];
  for (let factor = firstAfter; await passed(random.whole(leastMs, mostMs) * factor, input.signal); factor = 1) {
    // Not waited for: the next one may come while this one is in progress.
    under.push(
      act({ ...input, random }).catch((error: unknown) => {
        input.tally.trouble(kind, error);
      }),
    );
  }
  await Promise.all(under);
}

/** Kills a worker, or now and then only stops it for longer than its leases last. */
async function crash({ stage, tally, random }: TroublesInput): Promise<void> {
  const stalls = random.chance(0.12);
  const chosen = random.next();
  const stallMs = random.whole(1_000, 9_000);
  // One stays at work: on a slow machine a new worker takes longer to start than the next crash to come.
  if (stage.crew.idle < 2) return;
  // And something must have moved since the last crash: workers that die before they can work show nothing.
  const moved = stage.simulator.movements().filter(({ operation }) => operation === 'refund' || operation === 'void');
  if (moved.length === tally.movedAtCrash) return;
  tally.movedAtCrash = moved.length;
  if (!stalls) {
    if (await stage.crew.kill(chosen)) tally.kills += 1;
    return;
  }
  const goOn = stage.crew.stall(chosen);
  if (goOn === null) return;
  tally.stalls += 1;
  await pause(stallMs);
  goOn();
}

/** Resets a ledger to any of its workflow tasks, or terminates it, and lets an operator recover it after a while. */
async function hurtLedger({ stage, tally, random, recent, whileHurt }: TroublesInput): Promise<void> {
  const [place, terminates, point, earlier, pauseMs] = [
    random.next(),
    random.chance(0.3),
    random.next(),
    random.chance(0.25),
    random.whole(100, 4_000),
  ];
  const payments = recent().filter(({ answered }) => answered.size > 0);
  const payment = payments[Math.floor(place * payments.length)];
  if (payment === undefined) return;
  await payment.alone(async () => {
    payment.isHurt = true;
    if (terminates) {
      await stage.temporal.workflow.getHandle(ledgerIdOf(payment.paymentId)).terminate('soak');
      tally.terminations += 1;
    } else {
      await reset(stage, payment, point, earlier);
      tally.resets += 1;
    }
    await pause(pauseMs);
    await whileHurt(payment);
    payment.isHurt = !(await recover(stage, tally, payment.paymentId));
  });
}

async function reset({ temporal }: Stage, payment: PaymentUnderTest, point: number, earlier: boolean): Promise<void> {
  const workflowId = ledgerIdOf(payment.paymentId);
  const { runId, raw } = await temporal.workflow.getHandle(workflowId).describe();
  const first = raw.workflowExecutionInfo?.firstRunId ?? runId;
  const ofRun = earlier && first !== '' ? first : runId;
  const { events } = await temporal.workflow.getHandle(workflowId, ofRun).fetchHistory();
  const points = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes != null);
  const chosen = points[Math.floor(point * points.length)];
  if (chosen?.eventId == null) throw new Error('the ledger has no workflow task yet');
  await temporal.workflowService.resetWorkflowExecution({
    namespace: temporal.options.namespace,
    workflowExecution: { workflowId, runId: ofRun },
    reason: 'soak',
    workflowTaskFinishEventId: chosen.eventId,
    requestId: randomUUID(),
  });
  // What a run was asked that was not the last of this line, the server does not ask again.
  if (ofRun !== runId) payment.mayBeForgotten = true;
}

async function outage({ stage, tally, random }: TroublesInput): Promise<void> {
  const downMs = random.whole(500, 3_000);
  tally.outages += 1;
  await stage.simulator.goDown();
  await pause(downMs);
  await stage.simulator.comeBack();
}
