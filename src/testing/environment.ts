import type { TemporalServerSources } from './temporal-server-sources';

/**
 * What the process's environment says about the Temporal server: `TEMPORAL_ADDRESS`, `TEMPORAL_CLI_PATH` and `PATH`.
 * An empty variable counts as not set. The only file of this folder that reads the environment.
 */
export function temporalServerEnvironment(): TemporalServerSources {
  const { TEMPORAL_ADDRESS, TEMPORAL_CLI_PATH, PATH } = process.env;
  return { address: TEMPORAL_ADDRESS || undefined, cliPath: TEMPORAL_CLI_PATH || undefined, pathVariable: PATH };
}
