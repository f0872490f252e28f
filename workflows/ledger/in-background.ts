import type { Ledger } from './ledger';

/** Runs a duty in the background under its flag, which is true for exactly as long as it runs. */
export async function inBackground(
  ledger: Ledger,
  flag: 'calling' | 'notifying' | 'handlingDeferred' | 'takingIn',
  duty: () => Promise<unknown>,
): Promise<void> {
  ledger[flag] = true;
  try {
    await duty();
  } finally {
    ledger[flag] = false;
  }
}
