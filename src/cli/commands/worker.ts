import { existsSync } from 'node:fs';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Command } from 'commander';
import { loadWorkerConfig, type WorkerConfig } from '../../config';
import { loadConfiguredRules } from '../../rules/configured-rules';
import { runWorker } from '../../worker/run-worker';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import type { CliIo } from '../io';
import { printAnswer, printHint } from '../print';
import { eventTable } from '../render/table';
import { checkTemporal, temporalAddress } from '../temporal-connection';

interface WorkerFlags extends CommonFlags {
  /** false by `--no-work-list`. */
  readonly workList: boolean;
}

/** `reversals worker`: does the work of all ledgers of a task queue until it is told to stop. */
export function addWorkerCommand(program: Command, { io, finish }: CommandContext): void {
  describeCommand(program.command('worker'), {
    summary: 'run a worker, which decides, sends and keeps the ledgers',
    more:
      'Ctrl-C lets calls under way finish first. Settings come from the environment: TEMPORAL_ADDRESS, ' +
      'TEMPORAL_NAMESPACE and whatever else Temporal reads, ORCHESTRA_BASE_URL, ORCHESTRA_API_KEY (or ' +
      'ORCHESTRA_API_KEY_FILE), ORCHESTRA_REQUEST_TIMEOUT_MS, REVERSALS_TASK_QUEUE, REVERSALS_RULES.',
    examples: [
      'reversals worker',
      'ORCHESTRA_BASE_URL=http://127.0.0.1:8480 ORCHESTRA_API_KEY=simulator-key reversals worker',
    ],
  })
    .option('--no-work-list', 'do not tell the server what waits: for a server without the search attributes')
    .action(async (flags: WorkerFlags) => {
      finish(await work(io, flags));
    });
}

async function work(io: CliIo, { json, workList }: WorkerFlags): Promise<ExitCode> {
  const config = loadWorkerConfig(io.env);
  const told = connections(config);
  printHint(
    io,
    eventTable([
      ['temporal', `${told.temporal}, namespace ${told.namespace}`],
      ['task queue', told.taskQueue],
      ['gateway', told.gateway],
      ['rules', told.rules],
    ]),
  );
  // What is wrong with them is told before anything is waited for; the worker reads them itself.
  loadConfiguredRules(config);
  await checkTemporal(config.temporal);
  // The bundler tells at length that it has done its work; warnings still come through.
  Runtime.install({ logger: new DefaultLogger('WARN') });
  await runWorker(config, {
    workList,
    onRunning: () => {
      printAnswer(io, {
        json: json === true,
        value: { running: true, ...told },
        text: (paint) => `${paint.good('worker running')}  Ctrl-C stops it`,
      });
    },
  });
  printHint(io, 'worker stopped');
  return exitCodes.done;
}

/** What a worker talks to. Never the key. */
function connections(config: WorkerConfig) {
  return {
    temporal: temporalAddress(config.temporal),
    namespace: config.temporal.namespace,
    taskQueue: config.taskQueue,
    gateway: config.gateway.baseUrl,
    rules: rulesInUse(config),
  };
}

/** A rules file that nobody named may be absent. */
function rulesInUse({ rulesPath, rulesPathIsDefault }: WorkerConfig): string {
  return rulesPathIsDefault && !existsSync(rulesPath) ? 'none: every account is generic' : rulesPath;
}
