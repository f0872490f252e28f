import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from '@temporalio/client';

const lookEveryMs = 25;
const callLimitMs = 2_000;

export interface WaitForServerInput {
  readonly port: number;
  readonly namespace: string;
  /** Ends the wait; its reason becomes the failure. */
  readonly signal: AbortSignal;
}

/** Waits until a server on this machine answers questions about the namespace: it listens some time before it does. */
export async function waitForServer({ port, namespace, signal }: WaitForServerInput): Promise<void> {
  while (!(await listens(port))) await pause(signal);
  // Only then is Temporal's client asked to connect: after one refused connection it waits a whole second.
  const connection = Connection.lazy({ address: `127.0.0.1:${String(port)}` });
  try {
    while (!(await answers({ connection, namespace }))) await pause(signal);
    signal.throwIfAborted();
  } finally {
    await connection.close();
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await delay(lookEveryMs);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => {
      resolve(false);
      socket.destroy();
    });
  });
}

async function answers({ connection, namespace }: { connection: Connection; namespace: string }): Promise<boolean> {
  try {
    const ask = (): Promise<unknown> => connection.workflowService.describeNamespace({ namespace });
    await connection.withDeadline(Date.now() + callLimitMs, ask);
    return true;
  } catch {
    return false;
  }
}
