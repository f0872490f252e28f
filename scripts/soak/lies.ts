import { callWithoutLedger } from './lies/activities';
import type { LieBook } from './lies/book';
import { refusedWithCard, swapCard } from './lies/cards';
import { disputeInAnyOrder } from './lies/disputes';
import { reuseEventId, tellLate } from './lies/events';
import { startWithState } from './lies/first-runs';
import type { Lie } from './lies/lie';
import { nonsenseSignal, nonsenseUpdate } from './lies/nonsense';
import { recoverHealthy, recoverHurt } from './lies/recoveries';
import { approveOwn, falseStatement } from './lies/statements';
import { passed } from './passed';
import type { PaymentUnderTest } from './payment-under-test';
import type { Random } from './random';
import type { Stage } from './stage';
import type { Tally } from './tally';

/** What is needed to lie. */
export interface LiesInput {
  readonly stage: Stage;
  readonly tally: Tally;
  readonly book: LieBook;
  readonly random: Random;
  /** Of the soak: payments of the liar are named by it too. */
  readonly seed: number;
  /** Payments whose ledger may be lied to: the last ones that were started. */
  readonly recent: () => readonly PaymentUnderTest[];
  /** Takes a payment that the liar has begun among all others. */
  readonly begun: (payment: PaymentUnderTest) => void;
  /** Aborted when there were enough. */
  readonly signal: AbortSignal;
}

/** Between two lies, in milliseconds: the least and the most. */
const pausesMs = [200, 500] as const;
/** More than this many at a time are not told: an update that nobody answers takes seconds. */
const atOnce = 12;

/** Those that come up more than once have more ways to be told. */
const lies: readonly Lie[] = [
  reuseEventId,
  reuseEventId,
  tellLate,
  swapCard,
  refusedWithCard,
  nonsenseSignal,
  nonsenseUpdate,
  falseStatement,
  falseStatement,
  approveOwn,
  recoverHealthy,
  callWithoutLedger,
  callWithoutLedger,
  startWithState,
];

/** Tells ledgers what is false or forged. Resolves when every lie has its answer. */
export async function tellLies(input: LiesInput): Promise<void> {
  const { random, signal, tally } = input;
  const deck: (Lie | null)[] = [];
  const telling = new Set<Promise<void>>();
  for (let number = 1; await passed(random.whole(...pausesMs), signal); number += 1) {
    // null: a payment with a dispute. Every kind comes up before any comes a second time.
    if (deck.length === 0) deck.push(...random.shuffled([...lies, null]));
    const one = tell(input, deck.pop() ?? null, number)
      .catch((error: unknown) => {
        tally.trouble('lie', error);
      })
      .finally(() => telling.delete(one));
    telling.add(one);
    if (telling.size >= atOnce) await Promise.race(telling);
  }
  await Promise.all(telling);
}

/** What comes to a ledger that was reset or terminated, before it is recovered. */
export async function lieToHurt({ stage, tally, book, random }: LiesInput, payment: PaymentUnderTest): Promise<void> {
  const number = tally.resets + tally.terminations;
  const own = random.stream(`hurt ${String(number)}`);
  // Whatever becomes of the lie, the operator's recovery follows.
  await recoverHurt({ stage, tally, book, payment, number, random: own }).catch((error: unknown) => {
    tally.trouble('lie', error);
  });
}

async function tell(input: LiesInput, lie: Lie | null, number: number): Promise<void> {
  const { stage, tally, book, random, seed, recent, begun } = input;
  const own = random.stream(`lie ${String(number)}`);
  if (lie === null) {
    const paymentId = `soak-${seed}-disputed-${number}`;
    await disputeInAnyOrder({ stage, tally, random: own, paymentId, begun });
    return;
  }
  const place = own.next();
  const payments = recent().filter(({ answered }) => [...answered.values()].some(({ admitted }) => admitted));
  const payment = payments[Math.floor(place * payments.length)];
  if (payment !== undefined) await lie({ stage, tally, book, payment, number, random: own });
}
