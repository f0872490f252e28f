import { setTimeout as pause } from 'node:timers/promises';
import type { LedgerView } from '../../src/client';
import type { Finding } from './audit';
import { auditAll } from './audit-all';
import { FaultDeck } from './faults';
import { total } from './grouped';
import { heal, tellFailure } from './healing';
import { lieToHurt, tellLies, type LiesInput } from './lies';
import { LieBook } from './lies/book';
import type { SoakOptions } from './options';
import { PaymentUnderTest } from './payment-under-test';
import { Random } from './random';
import type { Stage } from './stage';
import { makeStory } from './story';
import { Tally } from './tally';
import { makeTroubles } from './troubles';

/** What a soak found and counted. */
export interface SoakResult {
  readonly tally: Tally;
  readonly views: readonly LedgerView[];
  readonly movements: ReadonlyMap<string, number>;
  readonly faults: ReadonlyMap<string, number>;
  readonly unknowns: ReadonlyMap<string, number>;
  readonly outcomes: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
  /** Payments that were not completed in time; each is among the findings too. */
  readonly open: number;
}

export interface SoakInput extends Pick<SoakOptions, 'seconds' | 'seed' | 'paymentsPerSecond' | 'lies'> {
  readonly stage: Stage;
  readonly say: (line: string) => void;
}

/** Payments that may be disturbed: the newest, most of which are still in progress. */
const recentKept = 25;
/** Those of the liar among them: they are fewer, and would be gone soon. */
const disputedKept = 4;
/** More than this many at a time are not begun: a slow machine has enough to do. */
const atOnce = 60;
const sayEveryMs = 5_000;
/** What the gateway holds back is released soon: it must not take longer than its lookup delay. */
const releaseEveryMs = 250;
const lateFailuresEveryMs = 1_000;
/** After four lookups that said nothing, as during outages, a ledger makes the fifth five minutes later. */
const healWithinMs = 8 * 60_000;
/** A story that has not ended this long after the last was begun is left to the healing. */
const storiesEndWithinMs = 60_000;

/** Plays payments and causes faults for so many seconds, repairs everything, and audits every payment. */
export async function soak({ stage, seconds, seed, paymentsPerSecond, lies, say }: SoakInput): Promise<SoakResult> {
  const random = new Random(seed);
  const tally = new Tally();
  const payments: PaymentUnderTest[] = [];
  const disputed: PaymentUnderTest[] = [];
  const book = new LieBook();
  const enough = new AbortController();
  const { signal } = enough;
  const startedAt = Date.now();
  const sinceStart = (): string => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  const saying = setInterval(() => {
    const { requests, kills, stalls, resets, terminations, outages } = tally;
    const moved = stage.simulator.movements().filter(({ operation }) => operation === 'refund' || operation === 'void');
    say(
      `${sinceStart()}: ${payments.length} payments, ${requests} requests, ${moved.length} voids and refunds, ` +
        `${kills} kills, ${stalls} stalls, ${resets} resets, ${terminations} terminations, ${outages} outages, ${total(tally.lies)} lies`,
    );
  }, sayEveryMs);
  const releasing = setInterval(() => stage.simulator.release(), releaseEveryMs);
  try {
    setTimeout(() => {
      enough.abort();
    }, seconds * 1000);
    const recent = (): readonly PaymentUnderTest[] => [
      ...payments.slice(-recentKept),
      ...disputed.slice(-disputedKept),
    ];
    const begun = (payment: PaymentUnderTest): void => void disputed.push(payment);
    const lying: LiesInput = { stage, tally, book, random: random.stream('lies'), seed, recent, begun, signal };
    const whileHurt = async (payment: PaymentUnderTest): Promise<void> => {
      if (lies) await lieToHurt(lying, payment);
    };
    await Promise.all([
      begin(stage, random, tally, payments, paymentsPerSecond, signal),
      makeTroubles({ stage, tally, random: random.stream('troubles'), recent, whileHurt, signal }),
      lies ? tellLies(lying) : undefined,
      tellLateFailures(stage, tally, payments, signal),
    ]);
  } finally {
    clearInterval(saying);
  }
  say(`${sinceStart()}: no more trouble; healing and waiting for the end of every reversal`);
  const begun = [...payments.filter(({ reference }) => reference !== ''), ...disputed];
  tally.payments = begun.length;
  tally.notBegun = payments.length + disputed.length - begun.length;
  const open = await heal({
    stage,
    tally,
    random: random.stream('healing'),
    payments: begun,
    withinMs: healWithinMs,
    onProgress: (count) => {
      say(`${sinceStart()}: ${count} payments still open`);
    },
  });
  clearInterval(releasing);
  tally.workersEnded = stage.crew.ended;
  say(`${sinceStart()}: auditing ${begun.length} payments`);
  return { ...(await auditAll(stage, begun, book)), tally, open: open.length };
}

async function begin(
  stage: Stage,
  random: Random,
  tally: Tally,
  payments: PaymentUnderTest[],
  perSecond: number,
  signal: AbortSignal,
): Promise<void> {
  const deck = new FaultDeck(random.stream('faults'));
  const stories = random.stream('stories');
  const playing = new Set<Promise<void>>();
  while (!signal.aborted) {
    const story = makeStory(stories, deck, `soak-${random.seed}-${payments.length + 1}`);
    const payment = new PaymentUnderTest(story, stage, tally);
    payments.push(payment);
    const played = payment
      .play()
      .then(
        () => undefined,
        (error: unknown) => {
          tally.trouble('story', error);
        },
      )
      .finally(() => playing.delete(played));
    playing.add(played);
    await pause(1000 / perSecond, undefined, { signal }).catch(() => undefined);
    if (playing.size >= atOnce) await Promise.race(playing);
  }
  await Promise.race([Promise.all(playing), pause(storiesEndWithinMs, undefined, { ref: false })]);
}

/** Refunds that come back are reported a moment later, as a gateway's own report would. */
async function tellLateFailures(
  { simulator, client }: Stage,
  tally: Tally,
  payments: readonly PaymentUnderTest[],
  signal: AbortSignal,
): Promise<void> {
  const told = new Set<string>();
  while (!signal.aborted) {
    await pause(lateFailuresEveryMs, undefined, { signal }).catch(() => undefined);
    const untold = simulator.movements().filter((one) => one.operation === 'refundFailed' && !told.has(one.reference));
    for (const movement of untold) {
      const payment = payments.find(({ reference }) => reference === movement.payment);
      if (payment === undefined) continue;
      try {
        if (await tellFailure(payment, await client.show(payment.paymentId), movement)) told.add(movement.reference);
      } catch (error) {
        tally.trouble('late failure', error);
      }
    }
  }
}
