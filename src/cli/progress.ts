import { setTimeout as sleep } from 'node:timers/promises';

/** When the first progress line is due, and how often to check again. */
const timing = { firstAfterMs: 2_000, thenEveryMs: 3_000 };

/**
 * Waits for work. After two seconds it says what it waits for, and again whenever that changes. A look that fails does
 * not fail the work.
 */
export async function withProgress<T>(
  work: Promise<T>,
  whatItWaitsFor: () => Promise<string>,
  say: (line: string) => void,
): Promise<T> {
  const done = new AbortController();
  const watching = watch(done.signal, whatItWaitsFor, say);
  try {
    return await work;
  } finally {
    done.abort();
    await watching;
  }
}

async function watch(
  done: AbortSignal,
  whatItWaitsFor: () => Promise<string>,
  say: (line: string) => void,
): Promise<void> {
  let latest: string | null = null;
  const ended = new Promise<null>((resolve) => {
    done.addEventListener('abort', () => {
      resolve(null);
    });
  });
  for (let pauseMs = timing.firstAfterMs; ; pauseMs = timing.thenEveryMs) {
    await sleep(pauseMs, undefined, { signal: done }).catch(() => undefined);
    if (isOver(done)) return;
    const line = await Promise.race([whatItWaitsFor().catch(() => null), ended]);
    if (isOver(done)) return;
    if (line !== null && line !== latest) say(line);
    latest = line ?? latest;
  }
}

/** Read again each time: it changes while other code runs. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
