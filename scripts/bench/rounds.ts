import { cpuBetween, cpuUse, type CpuUse } from './cpu';
import { runBurst, type BurstResult } from './load';
import { ratiosOf, spreadOf, type Spread } from './statistics';

/** One way to do the same thing. */
export interface Side {
  readonly name: string;
  /** Makes the requests of one burst ready, before the clock starts. */
  readonly prepare: (requests: number) => Promise<readonly (() => Promise<void>)[]>;
  /** At how many requests at a time it is measured; absent: at all of them. */
  readonly concurrencies?: readonly number[];
}

export interface RoundsInput {
  /** To which the sides are compared. */
  readonly floor: Side;
  readonly sides: readonly Side[];
  /** Requests of a burst, by how many are in progress at a time. */
  readonly load: ReadonlyMap<number, number>;
  readonly rounds: number;
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** One side at one concurrency over all rounds. Times in milliseconds; ratios are to the floor of the same round. */
export interface Measured {
  readonly side: string;
  readonly concurrency: number;
  /** Of one burst. */
  readonly requests: number;
  readonly perSecond: Spread;
  readonly p50: Spread;
  readonly p95: Spread;
  readonly p99: Spread;
  /** Processor time of a request, in milliseconds: client and worker; null where the server's cannot be read. */
  readonly ownCpuMs: Spread;
  readonly serverCpuMs: Spread | null;
  /** null for the floor itself. */
  readonly throughputToFloor: Spread | null;
  readonly p50ToFloor: Spread | null;
}

/**
 * Runs every side at every concurrency once in each round. Each round begins with another side. One round before them
 * warms up and is not counted.
 */
export async function runRounds(input: RoundsInput): Promise<readonly Measured[]> {
  const { floor, sides, load, rounds, signal, tell } = input;
  const results = new Map<string, RoundResult[]>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const [concurrency, requests] of load) {
      for (const side of alternated(sidesAt([floor, ...sides], concurrency), round)) {
        signal.throwIfAborted();
        const orders = await side.prepare(round === 0 ? Math.ceil(requests / 4) : requests);
        const before = cpuUse();
        const burst = await runBurst({ orders, concurrency, request: (order) => order(), signal });
        const result = { ...burst, cpu: cpuBetween(before, cpuUse()) };
        tell(`${nameOf(round, rounds)}: ${side.name}, ${concurrency} at a time: ${inWords(result)}`);
        const key = keyOf(side, concurrency);
        if (round > 0) results.set(key, [...(results.get(key) ?? []), result]);
      }
    }
  }
  return [...load.keys()].flatMap((concurrency) =>
    sidesAt([floor, ...sides], concurrency).map((side) => {
      const own = results.get(keyOf(side, concurrency)) ?? [];
      const ofFloor = side === floor ? null : (results.get(keyOf(floor, concurrency)) ?? []);
      return summary(side.name, concurrency, own, ofFloor);
    }),
  );
}

/** The same list, begun one place later in every round. */
export function alternated<T>(list: readonly T[], round: number): readonly T[] {
  const first = list.length === 0 ? 0 : round % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}

type RoundResult = BurstResult & { readonly cpu: CpuUse };

function sidesAt(sides: readonly Side[], concurrency: number): readonly Side[] {
  return sides.filter((side) => side.concurrencies === undefined || side.concurrencies.includes(concurrency));
}

function keyOf(side: Side, concurrency: number): string {
  return `${side.name}/${concurrency}`;
}

function nameOf(round: number, rounds: number): string {
  return round === 0 ? 'warming up' : `round ${round} of ${rounds}`;
}

function inWords({ perSecond, p50 }: BurstResult): string {
  return `${perSecond.toFixed(1)}/s, p50 ${p50.toFixed(1)} ms`;
}

function summary(
  side: string,
  concurrency: number,
  own: readonly RoundResult[],
  floor: readonly RoundResult[] | null,
): Measured {
  const values = (results: readonly BurstResult[], what: 'perSecond' | 'p50' | 'p95' | 'p99'): readonly number[] =>
    results.map((result) => result[what]);
  const toFloor = (what: 'perSecond' | 'p50'): Spread | null =>
    floor === null ? null : spreadOf(ratiosOf(values(own, what), values(floor, what)));
  return {
    side,
    concurrency,
    requests: own[0]?.requests ?? 0,
    perSecond: spreadOf(values(own, 'perSecond')),
    p50: spreadOf(values(own, 'p50')),
    p95: spreadOf(values(own, 'p95')),
    p99: spreadOf(values(own, 'p99')),
    ownCpuMs: spreadOf(own.map(({ cpu, requests }) => cpu.ownMs / requests)),
    serverCpuMs: serverCpu(own),
    throughputToFloor: toFloor('perSecond'),
    p50ToFloor: toFloor('p50'),
  };
}

/** The one child process with a name of its own is the Temporal server; the others are Node. */
function serverCpu(results: readonly RoundResult[]): Spread | null {
  const each = results.flatMap(({ cpu, requests }) =>
    Object.entries(cpu.childrenMs).flatMap(([name, ms]) => (name.startsWith('temporal') ? [ms / requests] : [])),
  );
  return each.length === 0 ? null : spreadOf(each);
}
