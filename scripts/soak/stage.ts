import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { workflowBundleOptions } from '../../src';
import { ReversalClient } from '../../src/client';
import { OrchestraGateway } from '../../src/gateway';
import { startSimulator, type Simulator } from '../../src/simulator';
import { temporalServerEnvironment } from '../../src/testing/environment';
import { startTemporalServer, type TemporalServer } from '../../src/testing/start-temporal-server';
import { Crew } from './crew';
import { soakRules } from './rules';

/** There is no Temporal server to soak. The message says what a person can do. */
export class NoTemporalServerError extends Error {
  override readonly name = 'NoTemporalServerError';
}

/** What a soak plays on. */
export interface Stage {
  readonly temporal: Client;
  readonly client: ReversalClient;
  readonly simulator: Simulator;
  /** For what the shop does itself: authorize and capture. */
  readonly gateway: OrchestraGateway;
  readonly taskQueue: string;
  readonly crew: Crew;
  /** Ends everything that was started. Safe to repeat. */
  readonly stop: () => Promise<void>;
}

const workers = 3;

/** A history this long continues as new: so that it happens in the midst of everything. Events. */
const continueAsNewAfter = 120;

/** Starts everything, always on a server of its own, because the soak disturbs it. @throws NoTemporalServerError */
export async function setStage(): Promise<Stage> {
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
    // Nothing of the gateway's own keeps too much from going back: what is sent twice is seen to move twice. And a card
    // that nobody has is seen in the answer: the simulator's books hold nothing of a card.
    const simulator = await startSimulator({ enforceCap: false, strictTokens: true });
    closers.push(() => simulator.stop());
    const { url: baseUrl, apiKey } = simulator;
    const gateway = new OrchestraGateway({ baseUrl, apiKey, requestTimeoutMs: 10_000 });
    closers.push(() => gateway.close());
    const bundlePath = await makeBundle();
    const taskQueue = 'soak';
    const crew = new Crew({ address, namespace, taskQueue, baseUrl, apiKey, bundlePath });
    closers.push(() => crew.dismiss());
    for (let hired = 0; hired < workers; hired += 1) await crew.hire();
    const temporal = new Client({ connection, namespace });
    const client = new ReversalClient({ client: temporal, taskQueue, rules: soakRules, answerWithinMs: 30_000 });
    return { temporal, client, simulator, gateway, taskQueue, crew, stop };
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

/** The workflows, bundled once for every worker. The file goes with this process. */
async function makeBundle(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reversals-soak-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('./workflows'),
    ...workflowBundleOptions(),
    logger: new DefaultLogger('ERROR'),
  });
  const bundlePath = path.join(folder, 'workflows.js');
  await writeFile(bundlePath, code);
  return bundlePath;
}
