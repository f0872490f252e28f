import {
  startTemporalServer,
  type StartTemporalServerInput,
  type TemporalServer,
} from '../../src/testing/start-temporal-server';
import { useStarted } from './use-started';

/** A Temporal server for the tests of this file alone, by the program that this run uses. */
export function useServer(input: StartTemporalServerInput): TemporalServer {
  return useStarted(() => startTemporalServer({ cliPath: process.env['TEST_TEMPORAL_CLI'] ?? '', ...input }));
}
