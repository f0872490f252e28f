import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { ReversalClient } from '../../src/client/index';
import { OrchestraGateway } from '../../src/gateway/index';
import { workflowBundleOptions } from '../../src/index';
import { startSimulator, type Simulator } from '../../src/simulator/index';
import { temporalServerEnvironment } from '../../src/testing/environment';
import { startTemporalServer, type TemporalServer } from '../../src/testing/start-temporal-server';
import { Crew } from './crew';
import { fuzzRules } from './rules';

/** There is no Temporal server. The message says what a person can do. */
export class NoTemporalServerError extends Error {
  override readonly name = 'NoTemporalServerError';
}

/** What a fuzz plays on. */
export interface Stage {
  readonly temporal: Client;
  readonly client: ReversalClient;
  readonly simulator: Simulator;
  /** For what the shop does itself: authorize and capture. */
  readonly gateway: OrchestraGateway;
  readonly taskQueue: string;
  readonly bundlePath: string;
  readonly crew: Crew;
  /** Ends everything that was started. Safe to repeat. */
  readonly stop: () => Promise<void>;
}

const workers = 3;

/** A history this long continues as new: most ledgers do so once or twice in their seconds. Events. */
const continueAsNewAfter = 70;

/** Starts everything, always on a server of its own. @throws NoTemporalServerError */
export async function setStage({ guard }: { readonly guard: boolean }): Promise<Stage> {
  const closers: (() => void | Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const server = await startServer();
    closers.push(() => server.stop());
    const { address, namespace } = server;
    const connection = await Connection.connect({ address });
    closers.push(() => connection.close());
    const simulator = await startSimulator({ enforceCap: false });
    closers.push(() => simulator.stop());
    const { url: baseUrl, apiKey } = simulator;
    const gateway = new OrchestraGateway({ baseUrl, apiKey, requestTimeoutMs: 10_000 });
    closers.push(() => gateway.close());
    const bundlePath = await makeBundle(guard);
    const taskQueue = 'fuzz';
    const crew = new Crew({ address, namespace, taskQueue, baseUrl, apiKey, bundlePath });
    closers.push(() => crew.dismiss());
    await Promise.race([Promise.all(Array.from({ length: workers }, () => crew.hire())), crew.lost]);
    const temporal = new Client({ connection, namespace });
    const client = new ReversalClient({ client: temporal, taskQueue, rules: fuzzRules, answerWithinMs: 10_000 });
    return { temporal, client, simulator, gateway, taskQueue, bundlePath, crew, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startServer(): Promise<TemporalServer> {
  try {
    return await startTemporalServer({
      ...temporalServerEnvironment(),
      address: undefined,
      dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': continueAsNewAfter },
    });
  } catch (cause) {
    throw new NoTemporalServerError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** The workflows, bundled once for every worker and for the replay. The file goes with this process. */
async function makeBundle(guard: boolean): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reversals-fuzz-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('./workflows'),
    ...workflowBundleOptions(),
    ...(guard ? {} : { workflowInterceptorModules: [require.resolve('./unguarded')] }),
    logger: new DefaultLogger('ERROR'),
  });
  const bundlePath = path.join(folder, 'workflows.js');
  await writeFile(bundlePath, code);
  return bundlePath;
}
