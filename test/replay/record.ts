import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { createOrderActivities } from '../../examples/order-lifecycle/activities';
import { ensureWorkList } from '../../src';
import { startTemporalServer } from '../../src/testing/start-temporal-server';
import { messageOf } from '../../src/testing/thrown';
import { eventually } from '../support/eventually';
import { bundleOrderWorkflows } from '../support/order-bundle';
import { startSharedServer, stopSharedServer } from '../support/shared-server';
import { cancelOf, startWorld, type World, type WorldOptions } from '../support/world';
import { historyFile, historyNames, type HistoryName } from './history-names';
import { approvalPaths, approvalRules } from './paths/approvals';
import { cancelPaths, capablePaths, captureOverdue } from './paths/cancels';
import { childAsksAgain, childOfClosedLedger, childPaths } from './paths/children';
import { continuedPaths, recoveredPaths, wedgedThenRecovered } from './paths/lines-of-runs';
import { orderPaths } from './paths/orders';
import { refundPaths } from './paths/refunds';
import { sendEndedByHand, unknownPaths, workerLost } from './paths/unknowns';
import { gatewayPaths, lifetimePaths, messagePaths } from './paths/waits-and-messages';
import { tidyHistory } from './tidy-history';
import { requestTimeoutMs, rules, type Run, type Walk } from './walk';

/** So few events that a ledger continues as new after a few requests. */
const eventsPerRun = 40;
/** A gateway that can do what most cannot. */
const capable = { voidsUnsettledCharges: true, voidsRemainder: true, refundsOnlySettled: true };

type Recorded = Map<HistoryName, string>;

/** Records every way through the workflows anew, from real servers. `npm run record-histories` runs it from a shell. */
async function main(): Promise<void> {
  // Payments have the same names in every recording: only a server of our own has never heard of them.
  process.env['TEMPORAL_ADDRESS'] = '';
  await startSharedServer();
  const brief = await startTemporalServer({
    cliPath: process.env['TEST_TEMPORAL_CLI'],
    dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': eventsPerRun },
  });
  const recorded: Recorded = new Map();
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
  try {
    await Promise.all([
      inTurn(recorded, await worldOf({ address }), [
        ...[...refundPaths, ...cancelPaths, sendEndedByHand, ...gatewayPaths],
        ...[...messagePaths, ...recoveredPaths, ...childPaths],
      ]),
      inTurn(recorded, await worldOf({ address, simulator: capable }), capablePaths),
      inTurn(recorded, await worldOf({ address: brief.address }), continuedPaths),
      inTurn(recorded, await worldOfOrders(address), orderPaths),
      inTurn(recorded, await worldOfApprovals(address), approvalPaths),
      atOnce(recorded, await worldOf({ address }), [
        ...[...unknownPaths, ...lifetimePaths, workerLost, wedgedThenRecovered],
        ...[captureOverdue, childAsksAgain, childOfClosedLedger],
      ]),
    ]);
  } finally {
    await brief.stop();
    await stopSharedServer();
  }
  keep(recorded);
}

/** It ends with the process: a way that has failed may still ask. */
async function worldOf(options: WorldOptions): Promise<World> {
  const world = await startWorld({ rules, requestTimeoutMs, ...options });
  // The first call of a worker takes longer than all others.
  if (options.startWorker !== false) await world.client.request(cancelOf(await world.authorized(100)));
  return world;
}

async function worldOfOrders(address: string): Promise<World> {
  const world = await worldOf({ address, startWorker: false });
  const activities = createOrderActivities(world.gateway);
  await world.startWorker({ workflowBundle: await bundleOrderWorkflows(), activities });
  return world;
}

/** Its ledgers tell the server what waits, which has to know the words for that. */
async function worldOfApprovals(address: string): Promise<World> {
  const options = { address, rules: approvalRules(), workList: true };
  const world = await startWorld({ ...options, startWorker: false });
  await ensureWorkList({ connection: world.connections.nativeConnection, namespace: 'default' });
  await world.startWorker();
  return world;
}

/** All side by side: they wait for most of their time, and what goes wrong for one of them goes wrong for it alone. */
async function atOnce(recorded: Recorded, world: World, walks: readonly Walk[]): Promise<void> {
  await Promise.all(walks.map((walk) => record(recorded, world, walk)));
}

/** One after the other: what a path does to the gateway must not reach another. */
async function inTurn(recorded: Recorded, world: World, walks: readonly Walk[]): Promise<void> {
  for (const walk of walks) {
    await record(recorded, world, walk);
    world.simulator.clearFaults();
    world.simulator.release();
    await world.simulator.comeBack();
  }
}

/** A way that ends elsewhere than it should keeps nobody from recording the others; `keep` tells of it. */
async function record(recorded: Recorded, world: World, { name, go }: Walk): Promise<void> {
  const startedMs = Date.now();
  const runs = await go(world)
    .then((found) => Object.entries(found) as [HistoryName, Run][])
    .catch((error: unknown) => {
      process.stderr.write(`${name}: ${messageOf(error)}\n`);
      return [];
    });
  for (const [one, run] of runs) recorded.set(one, await historyOf(world, run));
  const { client } = world.connections;
  // What is left of it would go on, and meet what was laid out for others.
  for (const [, { workflowId }] of runs) {
    await client.workflow
      .getHandle(workflowId)
      .terminate('recorded')
      .catch(() => undefined);
  }
  process.stdout.write(`${String(Date.now() - startedMs).padStart(6)} ms  ${name}\n`);
}

async function historyOf({ connections: { client }, taskQueue }: World, { workflowId, runId }: Run): Promise<string> {
  const handle = client.workflow.getHandle(workflowId, runId);
  await eventually(
    async () => (await handle.describe()).raw.pendingWorkflowTask,
    (task) => task == null,
  );
  return tidyHistory(await handle.fetchHistory(), taskQueue);
}

/** All of them or none: a folder of two recordings would be half true. */
function keep(recorded: ReadonlyMap<HistoryName, string>): void {
  const missing = historyNames.filter((name) => !recorded.has(name));
  if (missing.length > 0) throw new Error(`nothing is kept, for these are missing: ${missing.join(', ')}`);
  const folder = path.dirname(historyFile(historyNames[0]));
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of recorded) writeFileSync(historyFile(name), text);
  process.stdout.write(`${String(recorded.size)} histories in ${path.relative(process.cwd(), folder)}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  },
);
