import { hostname } from 'node:os';
import { Connection } from '@temporalio/client';
import { loadClientConfig } from '../src/config';

/** The server keeps a poller for minutes after its last poll; a live worker polls at least once a minute. */
const freshWithinMs = 150_000;

/**
 * The health check of a worker's container: the server has heard a worker of this host ask for work lately. A process
 * that runs but has lost the server, or polls another queue, is not healthy. Reads only; exits with 0 or 1.
 */
async function main(): Promise<void> {
  const { temporal, taskQueue } = loadClientConfig();
  const connection = await Connection.connect(temporal.connectionOptions);
  try {
    // Without a type the server speaks of the queue of workflow tasks.
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: temporal.namespace,
      taskQueue: { name: taskQueue },
    });
    const own = pollers.filter((poller) => poller.identity?.endsWith(`@${hostname()}`) === true);
    const fresh = own.some((poller) => Date.now() - Number(poller.lastAccessTime?.seconds ?? 0) * 1000 < freshWithinMs);
    if (!fresh) throw new Error(`no worker of ${hostname()} polls ${taskQueue}`);
  } finally {
    await connection.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
