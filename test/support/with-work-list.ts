import { ensureWorkList } from '../../src';
import type { World } from './world';

/** Starts the worker of a world that has `workList` and no worker yet, on a server that has the search attributes for it. */
export async function startWorkerWithWorkList(world: World): Promise<void> {
  await ensureWorkList({ connection: world.connections.nativeConnection, namespace: 'default' });
  await world.startWorker();
}
