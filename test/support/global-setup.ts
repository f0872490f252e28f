import { startSharedServer } from './shared-server';

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Jest runs this once before the first file of a project that needs a Temporal server. */
async function globalSetup(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    // Jest may wait for its workers for ever when the server is taken away: end the run, which ends the server.
    process.once(signal, () => process.exit(exitCodes[signal]));
  }
  await startSharedServer();
}

export = globalSetup;
