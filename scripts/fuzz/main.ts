import { DefaultLogger, Runtime } from '@temporalio/worker';
import { help, readOptions } from './options';
import { jsonReport, printReport } from './report';
import { fuzz } from './run';
import { NoTemporalServerError, setStage, type Stage } from './stage';

const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Runs a fuzz. Returns the exit code of its process. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  if (options.help) {
    console.log(help);
    return 0;
  }
  endOnSignals();
  // A history that cannot be replayed is reported below, and once.
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
  });
  const say = (line: string): void => {
    console.error(line);
  };
  const startedAt = Date.now();
  let stage: Stage | undefined;
  try {
    say('Starting a Temporal server, a simulated gateway and three workers …');
    stage = await setStage(options);
    // Without workers everything would wait in vain. One that is killed on purpose is not lost.
    const result = await Promise.race([fuzz({ ...options, stage, say }), stage.crew.lost]);
    const tookMs = Date.now() - startedAt;
    for (const [trouble, count] of result.tally.troubles) say(`${count} × ${trouble}`);
    if (options.json) console.log(JSON.stringify(jsonReport(result, options, tookMs), null, 2));
    else printReport(result, options, tookMs);
    return result.replayed.failures.length === 0 ? 0 : 1;
  } finally {
    await stage?.stop();
  }
}

/** What was started as a process or a file ends with this process: ending it is enough. */
function endOnSignals(): void {
  for (const [signal, code] of Object.entries(signals)) {
    process.once(signal, () => {
      console.error(`\nStopped by ${signal}.`);
      process.exit(code);
    });
  }
}

/** Whatever a person has to set right first is said in one message; anything else shows where it happened. */
function explain(error: unknown): number {
  if (error instanceof NoTemporalServerError) {
    console.error(error.message);
    return 2;
  }
  console.error('The fuzz did not complete:', error);
  return 1;
}

void main(process.argv.slice(2))
  .catch(explain)
  .then((code) => {
    process.exit(code);
  });
