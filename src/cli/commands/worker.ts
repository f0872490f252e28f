import { existsSync } from 'node:fs';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Command } from 'commander';
import { loadWorkerConfig, type WorkerConfig } from '../../config';
import { loadConfiguredRules } from '../../rules/configured-rules';
import { runWorker } from '../../worker/run-worker';
import { addAllowHttpOption, withAllowHttp, type AllowHttpFlags } from '../input/allow-http';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import type { CliIo } from '../io';
import { printAnswer, printHint } from '../print';
import { detailTable } from '../render/table';
import { checkTemporal, temporalAddress } from '../temporal-connection';

interface WorkerFlags extends CommonFlags, AllowHttpFlags {
  /** false by `--no-work-list`. */
  readonly workList: boolean;
}

/** `reversals worker`: runs the ledgers of a task queue until it is stopped. */
export function addWorkerCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('worker'), {
    summary: 'run a worker, which runs the ledgers and calls the gateway',
    more:
      'Ctrl-C stops it after calls in progress finish. Settings come from the environment: TEMPORAL_ADDRESS, ' +
      'TEMPORAL_NAMESPACE and the other variables of Temporal, ORCHESTRA_BASE_URL, ORCHESTRA_API_KEY (or ' +
      'ORCHESTRA_API_KEY_FILE), ORCHESTRA_REQUEST_TIMEOUT_MS, REVERSALS_TASK_QUEUE, REVERSALS_RULES.',
    examples: [
      'reversals worker',
      'ORCHESTRA_BASE_URL=http://127.0.0.1:8480 ORCHESTRA_API_KEY=simulator-key reversals worker',
    ],
  }).option('--no-work-list', 'do not publish what waits, for a namespace without the search attributes');
  addAllowHttpOption(command).action(async (flags: WorkerFlags) => {
    finish(await work(withAllowHttp(io, flags), flags));
  });
}

async function work(io: CliIo, { json, workList }: WorkerFlags): Promise<ExitCode> {
  const config = loadWorkerConfig(io.env);
  const used = connections(config);
  printHint(
    io,
    detailTable([
      ['temporal', `${used.temporal}, namespace ${used.namespace}`],
      ['task queue', used.taskQueue],
      ['gateway', used.gateway],
      ['rules', used.rules],
    ]),
  );
  // Report problems with the rules before connecting; the worker reads them again.
  loadConfiguredRules(config);
  await checkTemporal(config.temporal);
  // The bundler logs much; warnings still come through.
  Runtime.install({ logger: new DefaultLogger('WARN') });
  await runWorker(config, {
    workList,
    onRunning: () => {
      printAnswer(io, {
        json: json === true,
        value: { running: true, ...used },
        text: (paint) => `${paint.good('worker running')}  press Ctrl-C to stop it`,
      });
    },
  });
  printHint(io, 'worker stopped');
  return exitCodes.done;
}

/** What a worker connects to. Never the key. */
function connections(config: WorkerConfig) {
  return {
    temporal: temporalAddress(config.temporal),
    namespace: config.temporal.namespace,
    taskQueue: config.taskQueue,
    gateway: config.gateway.baseUrl,
    rules: rulesInUse(config),
  };
}

/** Only the default rules file may be absent. */
function rulesInUse({ rulesPath, rulesPathIsDefault }: WorkerConfig): string {
  return rulesPathIsDefault && !existsSync(rulesPath) ? 'none: every account is generic' : rulesPath;
}
