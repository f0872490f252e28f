import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { ReversalClient } from '../../src/client';
import { OrchestraGateway } from '../../src/gateway';
import { PaymentReversalPlugin } from '../../src/worker/plugin';
import { temporalServerEnvironment } from '../../src/testing/environment';
import { startTemporalServer } from '../../src/testing/start-temporal-server';
import { bundleInto, type BundleFiles } from './bundles';
import { createFloorActivities } from './floor-activities';
import { startGatewayProcess, type GatewayProcess } from './gateway-process';
import { quietRuntime } from './quiet-runtime';
import { benchRules } from './rules';

/** What every measure runs on: one Temporal server, one simulated gateway, and this process. */
export interface Stage {
  readonly address: string;
  readonly namespace: string;
  readonly temporal: Client;
  readonly client: ReversalClient;
  readonly gatewayProcess: GatewayProcess;
  /** For what a shop does itself: authorize and capture. */
  readonly gateway: OrchestraGateway;
  /** Of the worker with this package, and of the bare one. */
  readonly taskQueue: string;
  readonly floorQueue: string;
  readonly bundles: BundleFiles;
  /** Both workers in this process for the time of a measure, alike but for what they run. */
  readonly withWorkers: <T>(measure: () => Promise<T>) => Promise<T>;
  readonly stop: () => Promise<void>;
}

/** Starts all of it. @throws TemporalServerNotFoundError */
export async function setStage(): Promise<Stage> {
  const closers: (() => void | Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    quietRuntime();
    const server = await startTemporalServer(temporalServerEnvironment());
    closers.push(() => server.stop());
    const { address, namespace } = server;
    const connection = await Connection.connect({ address });
    closers.push(() => connection.close());
    const nativeConnection = await NativeConnection.connect({ address });
    closers.push(() => nativeConnection.close());
    const gatewayProcess = await startGatewayProcess();
    closers.push(() => gatewayProcess.stop());
    const { url: baseUrl, apiKey } = gatewayProcess;
    const gateway = new OrchestraGateway({ baseUrl, apiKey });
    closers.push(() => gateway.close());
    const folder = await temporaryFolder();
    closers.push(folder.remove);
    const bundles = await bundleInto(folder.path);
    const temporal = new Client({ connection, namespace });
    const run = randomUUID().slice(0, 6);
    const taskQueue = `bench-${run}`;
    const floorQueue = `bench-floor-${run}`;
    const alike = {
      connection: nativeConnection,
      namespace,
      shutdownGraceTime: '10s',
    } satisfies Partial<WorkerOptions>;
    return {
      address,
      namespace,
      temporal,
      client: new ReversalClient({ client: temporal, taskQueue }),
      gatewayProcess,
      gateway,
      taskQueue,
      floorQueue,
      bundles,
      withWorkers: async (measure) => {
        const floor = await Worker.create({
          ...alike,
          taskQueue: floorQueue,
          workflowBundle: { codePath: bundles.floor },
          activities: createFloorActivities(baseUrl, apiKey),
        });
        const worker = await Worker.create({
          ...alike,
          taskQueue,
          workflowBundle: { codePath: bundles.own },
          plugins: [new PaymentReversalPlugin({ gateway, rules: benchRules })],
        });
        return floor.runUntil(() => worker.runUntil(measure));
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function temporaryFolder(): Promise<{ readonly path: string; readonly remove: () => void }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reversals-bench-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return { path: folder, remove };
}
