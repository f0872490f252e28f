import { setTimeout as sleep } from 'node:timers/promises';

/** When a person who waits is first told something, and how often it is looked at again. */
const timing = { firstAfterMs: 2_000, thenEveryMs: 3_000 };

/**
 * Waits for work, and after two seconds says what it waits for: once, and again whenever that has changed. A glance that
 * fails is no failure of the work.
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
  let said: string | null = null;
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
    if (line !== null && line !== said) say(line);
    said = line ?? said;
  }
}

/** Asked anew each time: it changes while others run. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}
