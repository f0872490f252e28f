import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { createActivities } from '../../activities';
import { PaymentReversalPlugin } from '../../src/worker/plugin';
import { defaultRules, parseRules, rulesFor, tokenRulesFor } from '../../src/rules/rules-file';
import { eventually } from './eventually';
import { StagedGateway } from './staged-gateway';
import { workflowCache } from './workflow-cache';
import type { WorkerProcessEvent, WorkerProcessGo, WorkerProcessInput } from './worker-process';

/** Amounts that may go on, and what waits for that. */
const gone = new Set<number>();
const waiting = new Set<() => void>();

/** A worker in a process of its own, which a test kills or stops. Its calls stand still where it is told. */
async function main(input: WorkerProcessInput): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR' }, forward: {} } },
  });
  const connection = await NativeConnection.connect({ address: input.address });
  const worker = await Worker.create({
    connection,
    taskQueue: input.taskQueue,
    shutdownGraceTime: 10_000,
    maxConcurrentActivityTaskExecutions: input.activitiesAtATime,
    // A worker that takes over need not wait long for the one that was killed.
    stickyQueueScheduleToStartTimeout: '1s',
    ...workflowCache(),
    ...partOf(input),
  });
  const ended = worker.run();
  tell({ kind: 'running' });
  // From then on it takes no more work.
  process.once(
    'SIGTERM',
    () =>
      void eventually(async () => worker.getState(), isDraining).then(() => {
        tell({ kind: 'draining' });
      }),
  );
  await ended;
  await connection.close();
}

const isDraining = (state: string): boolean => state === 'DRAINING';

function partOf(input: WorkerProcessInput): Partial<WorkerOptions> {
  const gateway = new StagedGateway({ ...input, stand });
  const rules = input.rules === null ? defaultRules : parseRules(input.rules);
  if (input.part === 'activities') {
    const rulesOf = (gatewayAccount: string) => rulesFor(rules, gatewayAccount);
    const tokenRulesOf = (gatewayAccount: string) => tokenRulesFor(rules, gatewayAccount);
    return { activities: createActivities({ gateway, rulesOf, tokenRulesOf, resolveCard: undefined }) };
  }
  return {
    workflowBundle: { codePath: input.bundlePath },
    plugins: [new PaymentReversalPlugin({ gateway, rules })],
    enableNonLocalActivities: input.part !== 'workflows',
  };
}

function stand(kind: 'standsBefore' | 'standsAfter', amountMinor: number): Promise<void> {
  tell({ kind, amountMinor });
  return new Promise((resolve) => {
    const goOn = (): void => {
      if (!gone.has(amountMinor)) return;
      waiting.delete(goOn);
      resolve();
    };
    waiting.add(goOn);
    goOn();
  });
}

function tell(event: WorkerProcessEvent): void {
  process.send?.(event);
}

// Whoever started it has gone without ending it.
process.once('disconnect', () => process.exit(1));
process.once('message', (input) => {
  process.on('message', ({ go }: WorkerProcessGo) => {
    for (const amountMinor of go) gone.add(amountMinor);
    for (const goOn of [...waiting]) goOn();
  });
  main(input as WorkerProcessInput).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
