import { openConsole, type Signalled } from './console';
import { help, readOptions } from './options';
import { printReport } from './report';
import { NoTemporalServerError } from './set-up';
import { setStage, type Stage } from './stage';
import { playStory } from './story';
import { voiceOf } from './voice';

const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Plays the demo. Returns the exit code of its process. */
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
  const signalled = onSignals();
  const startedAt = Date.now();
  const voice = voiceOf(options);
  let stage: Stage | undefined;
  try {
    stage = await setStage(voice);
    const report = await playStory(stage, voice);
    const tookMs = Date.now() - startedAt;
    if (options.json) console.log(JSON.stringify({ ...report, tookMs }, null, 2));
    else printReport(report, tookMs, voice);
    if (options.console) await openConsole(stage, voice, signalled);
    return report.kept ? 0 : 1;
  } finally {
    await stage?.stop();
  }
}

/**
 * Processes and files of the demo end with this process: ending it is enough. Code that waits for the signal ends
 * instead.
 */
function onSignals(): Signalled {
  let waits: (() => void) | null = null;
  for (const [signal, code] of Object.entries(signals)) {
    // Not once: other listeners leave the signal to us as long as we listen.
    process.on(signal, () => {
      console.error(`\nStopped by ${signal}.`);
      const end = waits;
      // A second Ctrl-C ends the process at once.
      waits = null;
      if (end === null) process.exit(code);
      end();
    });
  }
  return () =>
    new Promise((resolve) => {
      waits = resolve;
    });
}

/** Whatever a person has to set right first is said in one message; anything else shows where it happened. */
function explain(error: unknown): number {
  if (error instanceof NoTemporalServerError) {
    console.error(error.message);
    return 2;
  }
  console.error('The demo did not complete:', error);
  return 1;
}

void main(process.argv.slice(2))
  .catch(explain)
  .then((code) => {
    process.exitCode = code;
  });
