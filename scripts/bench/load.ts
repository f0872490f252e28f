import { performance } from 'node:perf_hooks';
import { percentile } from './statistics';

/** What one burst of requests gave. Milliseconds; `perSecond` counts finished requests. */
export interface BurstResult {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface Burst<Order> {
  /** One for each request, prepared before the clock starts. */
  readonly orders: readonly Order[];
  /** How many are in progress at a time. */
  readonly concurrency: number;
  readonly request: (order: Order) => Promise<void>;
  /** Stops between two requests. */
  readonly signal: AbortSignal;
}

/** Makes all requests, so many at a time, each as soon as one before it has ended. @throws what a request throws */
export async function runBurst<Order>({ orders, concurrency, request, signal }: Burst<Order>): Promise<BurstResult> {
  const took: number[] = [];
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let order = orders[next++]; order !== undefined; order = orders[next++]) {
      signal.throwIfAborted();
      const startedAt = performance.now();
      await request(order);
      took.push(performance.now() - startedAt);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: Math.min(concurrency, orders.length) }, caller));
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    requests: took.length,
    perSecond: took.length / seconds,
    p50: percentile(took, 0.5),
    p95: percentile(took, 0.95),
    p99: percentile(took, 0.99),
  };
}
