import { setTimeout as pause } from 'node:timers/promises';

/** Waits. False when it was aborted. */
export async function passed(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
