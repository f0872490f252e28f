import { setTimeout as delay } from 'node:timers/promises';
import { formatAmount } from '../../src/domain/model/money';
import type { Movement } from '../../src/simulator';
import type { Stage } from './stage';

/** A movement of money as a scene promises it, in minor units of the demo's one currency. */
export type PromisedMovement = readonly [operation: Movement['operation'], amountMinor: number];

/** One short story of a payment of its own. */
export interface Scene {
  readonly letter: string;
  readonly title: string;
  /** Everything that the gateway moves for this payment, in this order, and nothing else. */
  readonly moves: readonly PromisedMovement[];
  readonly play: (stage: Stage, teller: Teller) => Promise<Played>;
}

/** What a scene leaves behind for the table. */
export interface Played {
  readonly paymentId: string;
  /** The gateway's reference of the payment, by which its movements are found. */
  readonly reference: string;
  /** What was asked, in a few words. */
  readonly asked: string;
  /** What happened, in a few words. */
  readonly happened: string;
}

/** Takes down what happens while it happens. */
export interface Teller {
  readonly asked: (text: string) => void;
  readonly happened: (text: string) => void;
  readonly why: (text: string) => void;
  /** Something promised besides the money. A promise that is not kept fails the demo. */
  readonly promised: (promise: string, kept: boolean, seen: string) => void;
}

export const currency = 'USD';

/** An amount of the demo's currency as people write it. */
export function money(amountMinor: number): string {
  return `${formatAmount(amountMinor, currency)} ${currency}`;
}

const withinMs = 30_000;
const askEveryMs = 40;

/**
 * Asks until the answer is as it should be.
 *
 * @throws Error that names what was waited for, when it does not come
 */
export async function until<T>(what: string, ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + withinMs; ;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${withinMs / 1000} s for ${what}, which did not come`);
    await delay(askEveryMs);
  }
}
