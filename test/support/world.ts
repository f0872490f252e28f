import { randomUUID } from 'node:crypto';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import { PaymentReversalPlugin, type PaymentReversalPluginOptions } from '../../src';
import { ReversalClient } from '../../src/client';
import { ledgerIdOf } from '../../src/contract/names';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { OrchestraGateway, type Gateway } from '../../src/gateway';
import { startSimulator, type Movement, type Simulator, type SimulatorOptions } from '../../src/simulator';
import type { Rules } from '../../src/rules/rules-file';
import { connect, workflowBundle, type TestConnections } from './temporal';
import { workflowCache } from './workflow-cache';

export const card = { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2030 };

export interface WorldOptions {
  readonly simulator?: SimulatorOptions;
  readonly rules?: Rules;
  readonly resolveCard?: PaymentReversalPluginOptions['resolveCard'];
  readonly worker?: Partial<WorkerOptions>;
  readonly requestTimeoutMs?: number;
  /** Whether ledgers tell the server what is parked. @default false */
  readonly workList?: boolean;
  /** Another Temporal server than the one of this run. */
  readonly address?: string;
  /** Whether a worker runs from the start. @default true */
  readonly startWorker?: boolean;
}

/** A gateway, a worker and a client of their own for one test file, on the run's Temporal server. */
export interface World {
  readonly connections: TestConnections;
  readonly simulator: Simulator;
  readonly gateway: OrchestraGateway;
  readonly client: ReversalClient;
  readonly taskQueue: string;
  /** A worker in this process, with the world's gateway unless another is given; stopped by the world if it is not before. */
  startWorker(options?: Partial<WorkerOptions>, gateway?: Gateway): Promise<RunningWorker>;
  /** Authorizes at the gateway and tells it as a snapshot. */
  authorized(amountMinor: number, more?: Partial<PaymentSnapshot>): Promise<PaymentSnapshot>;
  /** Authorizes and captures (all, or these amounts), and tells it as a snapshot. */
  captured(
    amountMinor: number,
    captures?: readonly number[],
    more?: Partial<PaymentSnapshot>,
  ): Promise<PaymentSnapshot>;
  /** Captures at the gateway what was authorized. Returns the capture's reference. */
  capture(payment: PaymentSnapshot, amountMinor?: number): Promise<string>;
  /** Void and refund movements of one payment, oldest first. */
  returned(payment: PaymentSnapshot): readonly Movement[];
  historyLength(paymentId: string): Promise<number>;
  stop(): Promise<void>;
}

export interface RunningWorker {
  readonly worker: Worker;
  stop(): Promise<void>;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const connections = await connect(options.address);
  const simulator = await startSimulator(options.simulator);
  const { requestTimeoutMs = 2_000 } = options;
  const gateway = new OrchestraGateway({ baseUrl: simulator.url, apiKey: simulator.apiKey, requestTimeoutMs });
  // Payments are prepared with patience: a hundred at once on a busy machine may take longer than a reversal may.
  const shop = new OrchestraGateway({ baseUrl: simulator.url, apiKey: simulator.apiKey });
  const taskQueue = `test-${randomUUID()}`;
  const client = new ReversalClient({ client: connections.client, taskQueue, rules: options.rules });
  const workers = new Set<RunningWorker>();

  const startWorker: World['startWorker'] = async (more = {}, ofWorker = gateway) => {
    const { rules, resolveCard, workList } = options;
    const plugin = new PaymentReversalPlugin({ gateway: ofWorker, rules, resolveCard, workList });
    const worker = await Worker.create({
      connection: connections.nativeConnection,
      taskQueue,
      workflowBundle: await workflowBundle(),
      shutdownGraceTime: 5_000,
      ...workflowCache(),
      ...options.worker,
      ...more,
      plugins: [plugin],
    });
    const ended = worker.run();
    const running = {
      worker,
      stop: async () => {
        if (!workers.delete(running)) return;
        worker.shutdown();
        await ended;
      },
    };
    workers.add(running);
    return running;
  };

  const authorized: World['authorized'] = async (amountMinor, more = {}) => {
    const { currency = 'USD' } = more;
    const outcome = await shop.authorize({ amountMinor, currency: currency as 'USD', card, myRef: randomUUID() });
    return {
      paymentId: `order-${randomUUID()}`,
      kind: 'authorization',
      currency,
      authorizedMinor: amountMinor,
      authorizationReference: referenceIn(outcome),
      authorizedAt: new Date().toISOString(),
      gatewayAccount: 'stripe-production',
      card,
      ...more,
    };
  };

  const capture: World['capture'] = async (payment, amountMinor = payment.authorizedMinor) =>
    referenceIn(
      await shop.capture({
        amountMinor,
        currency: payment.currency as 'USD',
        refTransId: payment.authorizationReference,
        card,
      }),
    );

  if (options.startWorker !== false) await startWorker();
  return {
    connections,
    simulator,
    gateway,
    client,
    taskQueue,
    startWorker,
    authorized,
    capture,
    captured: async (amountMinor, captures = [amountMinor], more = {}) => {
      const payment = await authorized(amountMinor, more);
      const told = [];
      for (const [index, amount] of captures.entries()) {
        const gatewayReference = await capture(payment, amount);
        const capturedAt = new Date(Date.now() + index).toISOString();
        told.push({
          captureId: `c${String(index + 1)}`,
          status: 'succeeded' as const,
          amountMinor: amount,
          gatewayReference,
          capturedAt,
        });
      }
      return { ...payment, captures: told };
    },
    returned: (payment) =>
      simulator
        .movements()
        .filter(
          ({ operation, payment: of }) =>
            of === payment.authorizationReference && !['authorize', 'charge', 'capture'].includes(operation),
        ),
    historyLength: async (paymentId) =>
      (await connections.client.workflow.getHandle(ledgerIdOf(paymentId)).describe()).historyLength,
    stop: async () => {
      await simulator.stop();
      await Promise.all([...workers].map((worker) => worker.stop()));
      await gateway.close();
      await shop.close();
      await connections.close();
    },
  };
}

function referenceIn(outcome: Awaited<ReturnType<OrchestraGateway['authorize']>>): string {
  if (outcome.kind !== 'Succeeded' || outcome.answer.gatewayReference === null) {
    throw new Error(`the simulator answered ${outcome.kind}`);
  }
  return outcome.answer.gatewayReference;
}

/** A refund of an amount, or of all that is left, with an id of its own unless one is given. */
export function refundOf(
  payment: PaymentSnapshot,
  amountMinor: number | null,
  requestId = `return-${randomUUID()}`,
): ReversalRequest {
  return {
    requestId,
    operation: 'refund',
    amountMinor,
    requester: { id: 'alice' },
    reason: 'damaged in transit',
    payment,
  };
}

/** A cancel of everything, with an id of its own unless one is given. */
export function cancelOf(payment: PaymentSnapshot, requestId = `cancel-${randomUUID()}`): ReversalRequest {
  return { requestId, operation: 'cancel', requester: { id: 'alice' }, reason: 'order cancelled', payment };
}

/** What a movement is about, for comparing with `toEqual`. */
export function told({ operation, amountMinor, currency }: Movement) {
  return `${operation} ${String(amountMinor)} ${currency}`;
}
