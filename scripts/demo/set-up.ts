import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { Connection, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { workflowIdOf } from '../../examples/order-lifecycle/order';
import { workflowBundleOptions } from '../../src';
import { ledgerIdOf } from '../../src/contract/names';
import { temporalServerEnvironment } from '../../src/testing/environment';
import { startTemporalServer, type TemporalServer } from '../../src/testing/start-temporal-server';

/** There is no Temporal server to play on. The message says what a person can do. */
export class NoTemporalServerError extends Error {
  override readonly name = 'NoTemporalServerError';
}

const connectWithinMs = 10_000;

/** Finds or fetches a Temporal server and starts it. @throws NoTemporalServerError */
export async function startServer(): Promise<TemporalServer> {
  try {
    return await startTemporalServer(temporalServerEnvironment());
  } catch (cause) {
    throw new NoTemporalServerError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** @throws NoTemporalServerError when nothing answers at the address */
export async function connectTo({ address }: TemporalServer): Promise<Connection> {
  try {
    return await Connection.connect({ address, connectTimeout: connectWithinMs });
  } catch (cause) {
    const message = `No Temporal server answers at ${address}. Start it, correct TEMPORAL_ADDRESS, or unset it to let one be found.`;
    throw new NoTemporalServerError(message, { cause });
  }
}

/** Bundles the example's workflows once, for every worker of the demo. The file goes with this process at the latest. */
export async function makeBundle(): Promise<{ readonly path: string; readonly remove: () => void }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reversals-demo-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('../../examples/order-lifecycle/workflows'),
    ...workflowBundleOptions(),
    logger: new DefaultLogger('ERROR'),
  });
  const bundlePath = path.join(folder, 'workflows.js');
  await writeFile(bundlePath, code);
  return { path: bundlePath, remove };
}

/** Ends the orders and ledgers of these payments, whatever their status. */
export async function closeWorkflows(temporal: Client, paymentIds: readonly string[]): Promise<void> {
  for (const workflowId of paymentIds.flatMap((id) => [ledgerIdOf(id), workflowIdOf(id)])) {
    await temporal.workflow
      .getHandle(workflowId)
      .terminate('the demo has ended')
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
  }
}
