import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import { ReversalClient } from '../../src/client';
import { ledgerIdOf } from '../../src/contract/names';
import { OrchestraGateway } from '../../src/gateway';
import { startSimulator, type Simulator } from '../../src/simulator';
import { closeWorkflows, connectTo, makeBundle, startServer } from './set-up';
import type { Voice } from './voice';
import { startWorkerProcess } from './worker-process';

/** What every scene plays on: a Temporal server, a simulated gateway, a worker in a process of its own. */
export interface Stage {
  readonly temporal: Client;
  readonly client: ReversalClient;
  readonly simulator: Simulator;
  /** For what the shop does itself: authorize and capture. */
  readonly gateway: OrchestraGateway;
  readonly taskQueue: string;
  /** Where the Temporal server is. */
  readonly address: string;
  readonly namespace: string;
  /** An id for the payment of a scene, different in every run of the demo. */
  readonly paymentIdOf: (letter: string) => string;
  /** Events in the history of a payment's ledger. */
  readonly historyLength: (paymentId: string) => Promise<number>;
  /** Kills the worker's process as a crash would. Returns its process id. */
  readonly killWorker: () => Promise<number>;
  /** Starts another worker. Returns its process id. */
  readonly startWorker: () => Promise<number>;
  /** Rejects when the worker ends without having been killed. */
  readonly workerLost: () => Promise<never>;
  /** Ends everything that was started. Safe to repeat. */
  readonly stop: () => Promise<void>;
}

/** Starts everything. @throws NoTemporalServerError */
export async function setStage({ say, styled }: Voice): Promise<Stage> {
  const closers: (() => void | Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const startedAt = Date.now();
    say(styled('dim', 'Starting a Temporal server, a simulated gateway and a worker …'));
    const server = await startServer();
    closers.push(() => server.stop());
    const connection = await connectTo(server);
    closers.push(() => connection.close());
    const simulator = await startSimulator();
    closers.push(() => simulator.stop());
    const bundle = await makeBundle();
    closers.push(bundle.remove);

    const { address, namespace } = server;
    const run = randomUUID().slice(0, 6);
    const taskQueue = `demo-${run}`;
    const gatewayOptions = { baseUrl: simulator.url, apiKey: simulator.apiKey, requestTimeoutMs: 5_000 };
    const gateway = new OrchestraGateway(gatewayOptions);
    closers.push(() => gateway.close());
    const settings = { address, namespace, taskQueue, gateway: gatewayOptions, bundlePath: bundle.path };
    let worker = await startWorkerProcess(settings);
    closers.push(() => worker.kill());
    const temporal = new Client({ connection, namespace });
    const paymentIds: string[] = [];
    // A server that keeps running after the demo is left as it was.
    if (server.cliPath === null) closers.push(() => closeWorkflows(temporal, paymentIds));
    const tookMs = Date.now() - startedAt;
    say(styled('dim', `Temporal at ${address}, gateway at ${simulator.url}, after ${(tookMs / 1000).toFixed(1)} s.`));
    return {
      temporal,
      client: new ReversalClient({ client: temporal, taskQueue }),
      simulator,
      gateway,
      taskQueue,
      address,
      namespace,
      paymentIdOf: (letter) => {
        const paymentId = `order-${run}-${letter}`;
        paymentIds.push(paymentId);
        return paymentId;
      },
      historyLength: async (paymentId) =>
        (await temporal.workflow.getHandle(ledgerIdOf(paymentId)).describe()).historyLength,
      killWorker: async () => {
        await worker.kill();
        return worker.pid;
      },
      startWorker: async () => {
        worker = await startWorkerProcess(settings);
        return worker.pid;
      },
      workerLost: () => worker.lost,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
