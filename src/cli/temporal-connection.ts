import { Connection } from '@temporalio/client';
import type { TemporalConfig } from '../config';
import { errorCodeOf } from './error-code';
import { serverTrouble } from './server-trouble';
import { TemporalUnreachableError } from './temporal-unreachable-error';

const connectTimeout = '5s';
/** Histories may be larger than the 4 MB that gRPC takes where nothing is said. */
const channelArgs = { 'grpc.max_receive_message_length': 128 * 1024 * 1024 };
const describeWithinMs = 5_000;
const grpcNotFound = 5;

/** Connects to Temporal. @throws TemporalUnreachableError if the server does not answer */
export async function connectToTemporal(temporal: TemporalConfig): Promise<Connection> {
  try {
    return await Connection.connect({ channelArgs, ...temporal.connectionOptions, connectTimeout });
  } catch (error) {
    // A server that refuses the credentials does answer.
    if (serverTrouble(error)?.kind === 'configuration') throw error;
    throw new TemporalUnreachableError(temporalAddress(temporal), error);
  }
}

/**
 * Checks once, before a worker starts, that the server answers and has the namespace: a worker would retry for long and
 * report it less clearly. A caller without permission to describe the namespace may still work in it.
 *
 * @throws TemporalUnreachableError, or the server's own error for a namespace it does not have
 */
export async function checkTemporal(temporal: TemporalConfig): Promise<void> {
  const connection = await connectToTemporal(temporal);
  try {
    const { namespace } = temporal;
    await connection.withDeadline(Date.now() + describeWithinMs, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  } catch (error) {
    if (errorCodeOf(error) === grpcNotFound) throw error;
  } finally {
    await connection.close();
  }
}

/** Where the server is, for people. */
export function temporalAddress({ connectionOptions }: TemporalConfig): string {
  return connectionOptions.address ?? 'localhost:7233';
}
