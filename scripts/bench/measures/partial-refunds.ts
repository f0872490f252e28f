import { performance } from 'node:perf_hooks';
import type { PaymentSnapshot } from '../../../src/contract/payment-snapshot';
import type { MeasureInput } from '../measure';
import { capturedPayment, refundOf } from '../payments';
import { alternated } from '../rounds';
import { ratiosOf, spreadOf, median, type Spread } from '../statistics';

/** How long the n-th partial refund of one payment takes, alone. Milliseconds. */
export interface NthRefund {
  readonly n: number;
  readonly p50: Spread;
  /** To the first level, in the same round. null for that itself. */
  readonly toFirst: Spread | null;
}

/** Requests that are timed around each n. */
const samples = 8;

/**
 * Times refunds around the n-th of a payment, for several n in turn: in each round each n has a payment of its own, which
 * has had the refunds before it already.
 */
export async function measurePartialRefunds(input: MeasureInput): Promise<readonly NthRefund[]> {
  const levels = input.quick ? [5, 20] : [5, 50, 500];
  const rounds = input.rounds;
  return input.stage.withWorkers(async () => {
    const payments = new Map<number, readonly PaymentSnapshot[]>();
    for (const n of levels) {
      input.tell(`partial refunds: preparing ${rounds} payments with ${before(n)} refunds each`);
      payments.set(n, await Promise.all(Array.from({ length: rounds }, () => refunded(input, before(n)))));
    }
    const took = new Map<number, number[]>(levels.map((n) => [n, []]));
    for (let round = 0; round < rounds; round += 1) {
      const each = new Map<number, number[]>(levels.map((n) => [n, []]));
      for (let sample = 0; sample < samples; sample += 1) {
        for (const n of alternated(levels, sample)) {
          input.signal.throwIfAborted();
          const payment = payments.get(n)?.[round];
          if (payment !== undefined) each.get(n)?.push(await timed(input, payment));
        }
      }
      for (const n of levels) took.get(n)?.push(median(each.get(n) ?? []));
      input.tell(`partial refunds, round ${round + 1}: ${levels.map((n) => `${n}th ${last(took, n)} ms`).join(', ')}`);
    }
    const [first = 0] = levels;
    return levels.map((n) => ({
      n,
      p50: spreadOf(took.get(n) ?? []),
      toFirst: n === first ? null : spreadOf(ratiosOf(took.get(n) ?? [], took.get(first) ?? [])),
    }));
  });
}

/** So many refunds come before those that are timed; 500 is the most that a payment may have. */
function before(n: number): number {
  return Math.max(1, Math.min(n - samples / 2, 500 - samples));
}

async function refunded({ stage, signal }: MeasureInput, times: number): Promise<PaymentSnapshot> {
  const payment = await capturedPayment(stage.gateway);
  for (let made = 0; made < times; made += 1) {
    signal.throwIfAborted();
    await stage.client.request(refundOf(payment));
  }
  return payment;
}

async function timed({ stage }: MeasureInput, payment: PaymentSnapshot): Promise<number> {
  const startedAt = performance.now();
  const { outcome } = await stage.client.request(refundOf(payment));
  if (outcome !== 'refunded') throw new Error(`a refund ended ${outcome ?? 'open'}`);
  return performance.now() - startedAt;
}

function last(took: ReadonlyMap<number, readonly number[]>, n: number): string {
  return (took.get(n)?.at(-1) ?? 0).toFixed(1);
}
