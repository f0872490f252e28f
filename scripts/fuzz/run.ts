import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../soak/random';
import type { FuzzOptions } from './options';
import { replayAll, type Replayed } from './replay-all';
import type { Stage } from './stage';
import { tellStory } from './story';
import { Tally } from './tally';

export interface FuzzResult {
  readonly tally: Tally;
  readonly replayed: Replayed;
  readonly queriesRefused: number;
  readonly tasksFailedByGuard: number;
}

export interface FuzzInput extends FuzzOptions {
  readonly stage: Stage;
  readonly say: (line: string) => void;
}

/** How long the last ledgers may continue without kills: what they wait for fires within it. Milliseconds. */
const afterwardsMs = 5_000;
const sayEvery = 50;

/** Lets all ledgers live, then replays all their runs. */
export async function fuzz({
  stage,
  say,
  ledgers,
  seed,
  atOnce,
  killEveryMs,
  histories,
}: FuzzInput): Promise<FuzzResult> {
  const tally = new Tally();
  const random = new Random(seed);
  const over = new AbortController();
  const killing = killWorkers(stage, tally, random.stream('kills'), killEveryMs, over.signal);
  let begun = 0;
  const teller = async (): Promise<void> => {
    while (begun < ledgers) {
      begun += 1;
      const number = begun;
      if (number % sayEvery === 0) say(`${number} of ${ledgers} ledgers, ${tally.kills} workers killed`);
      const story = tellStory({ stage, tally, random: random.stream(`ledger-${String(number)}`), number });
      await story.catch((error: unknown) => {
        tally.trouble('story', error);
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, ledgers) }, teller));
  over.abort();
  await killing;
  await pause(afterwardsMs);
  await stage.crew.dismiss();
  say('Replaying every run from its first event …');
  const onProgress = (runs: number): void => {
    say(`${runs} runs replayed`);
  };
  const replayed = await replayAll({ stage, folder: histories, onProgress });
  const { queriesRefused, tasksFailed } = stage.crew;
  return { tally, replayed, queriesRefused, tasksFailedByGuard: tasksFailed };
}

async function killWorkers(
  { crew }: Stage,
  tally: Tally,
  random: Random,
  everyMs: number,
  over: AbortSignal,
): Promise<void> {
  for (;;) {
    const pauseMs = everyMs * (0.5 + random.next());
    await pause(pauseMs, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    await crew.kill(random.next());
    tally.kills += 1;
  }
}
