import { performance } from 'node:perf_hooks';
import { ReversalClient } from '../../../src/client';
import { ledgerIdOf } from '../../../src/contract/names';
import type { PaymentSnapshot } from '../../../src/contract/payment-snapshot';
import type { MeasureInput } from '../measure';
import { capturedPayment, refundOf } from '../payments';
import { median, percentile } from '../statistics';
import { startWorkerProcess, type WorkerProcess, type WorkerSettings } from '../worker-process';

/** A worker that has so many open ledgers. Milliseconds and bytes. */
export interface OpenLedgers {
  readonly open: number;
  /** Of a request to one of them, alone; and of one to a worker that has only ten, made in turn with it. */
  readonly p50: number;
  readonly p95: number;
  readonly p50OfTen: number;
  readonly toTen: number;
  readonly workerResidentBytes: number;
  readonly historyBytesOfOne: number;
  /** A worker that is started now: until it polls, and until its first answer about one of them. */
  readonly startMs: number;
  readonly firstAnswerMs: number;
}

/** How many are opened at a time. */
const openedAtOnce = 20;

/** Opens more and more ledgers on one worker, with its default options, and times requests to them. */
export async function measureOpenLedgers(input: MeasureInput): Promise<readonly OpenLedgers[]> {
  const levels = input.quick ? [10, 50] : [10, 100, 1_000, 5_000];
  const many = await Side.start(input, 'many');
  const ten = await Side.start(input, 'ten');
  try {
    await ten.openUntil(10);
    const results: OpenLedgers[] = [];
    for (const open of levels) {
      await many.openUntil(open);
      results.push(await measureAt(input, many, ten, open));
    }
    return results;
  } finally {
    await many.stop();
    await ten.stop();
  }
}

async function measureAt(input: MeasureInput, many: Side, ten: Side, open: number): Promise<OpenLedgers> {
  const requests = input.quick ? 10 : 20 * input.rounds;
  const took: number[] = [];
  const tookTen: number[] = [];
  for (let made = 0; made < requests; made += 1) {
    input.signal.throwIfAborted();
    // Spread over all of them, so that those are asked too that the worker has put out of its memory.
    const place = Math.floor(((made + 0.5) * open) / requests) % open;
    const turns = [
      async () => took.push(await many.timed(place)),
      async () => tookTen.push(await ten.timed(made % 10)),
    ];
    for (const turn of made % 2 === 0 ? turns : turns.reverse()) await turn();
  }
  const workerResidentBytes = await many.worker.residentBytes();
  const historyBytesOfOne = await many.historyBytes(0);
  const { startMs, firstAnswerMs } = await many.startAgain(Math.floor(open / 2));
  const p50 = median(took);
  const p50OfTen = median(tookTen);
  input.tell(
    `${open} open ledgers: p50 ${p50.toFixed(1)} ms, of ten ${p50OfTen.toFixed(1)} ms, ` +
      `${(workerResidentBytes / 1e6).toFixed(0)} MB, restart ${startMs.toFixed(0)} ms + ${firstAnswerMs.toFixed(0)} ms`,
  );
  return {
    open,
    p50,
    p95: percentile(took, 0.95),
    p50OfTen,
    toTen: p50 / p50OfTen,
    workerResidentBytes,
    historyBytesOfOne,
    startMs,
    firstAnswerMs,
  };
}

/** One worker process with its ledgers. */
class Side {
  readonly #payments: PaymentSnapshot[] = [];

  private constructor(
    readonly input: MeasureInput,
    readonly settings: WorkerSettings,
    readonly client: ReversalClient,
    public worker: WorkerProcess,
  ) {}

  static async start(input: MeasureInput, name: string): Promise<Side> {
    const { address, namespace, temporal, taskQueue: base, bundles, gatewayProcess } = input.stage;
    const taskQueue = `${base}-${name}`;
    const gateway = { baseUrl: gatewayProcess.url, apiKey: gatewayProcess.apiKey };
    const settings = { address, namespace, taskQueue, gateway, kind: 'own', bundlePath: bundles.own } as const;
    const client = new ReversalClient({ client: temporal, taskQueue });
    return new Side(input, settings, client, await startWorkerProcess(settings));
  }

  async openUntil(count: number): Promise<void> {
    const opener = async (): Promise<void> => {
      while (this.#payments.length < count) {
        this.input.signal.throwIfAborted();
        const payment = await capturedPayment(this.input.stage.gateway);
        if (this.#payments.length >= count) return;
        this.#payments.push(payment);
        await this.client.request(refundOf(payment));
        if (this.#payments.length % 500 === 0) this.input.tell(`${this.#payments.length} ledgers opened`);
      }
    };
    await Promise.all(Array.from({ length: openedAtOnce }, opener));
  }

  async timed(place: number): Promise<number> {
    const startedAt = performance.now();
    const { outcome } = await this.client.request(refundOf(this.#payment(place)));
    if (outcome !== 'refunded') throw new Error(`a refund ended ${outcome ?? 'open'}`);
    return performance.now() - startedAt;
  }

  async historyBytes(place: number): Promise<number> {
    const { paymentId } = this.#payment(place);
    const { historySize } = await this.input.stage.temporal.workflow.getHandle(ledgerIdOf(paymentId)).describe();
    return historySize ?? 0;
  }

  /** As a deployment does: the old worker leaves, another one comes and finds the ledgers. */
  async startAgain(place: number): Promise<{ readonly startMs: number; readonly firstAnswerMs: number }> {
    await this.worker.shutDown();
    this.worker = await startWorkerProcess(this.settings);
    return { startMs: this.worker.startMs, firstAnswerMs: await this.timed(place) };
  }

  stop(): Promise<void> {
    return this.worker.kill();
  }

  #payment(place: number): PaymentSnapshot {
    const payment = this.#payments[place];
    if (payment === undefined) throw new Error(`there is no ledger at place ${place}`);
    return payment;
  }
}
