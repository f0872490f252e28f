/**
 * For users' tests: a Temporal environment that finds its server automatically. Not for production.
 */
export type { ReversalsTestEnvironment, ReversalsTestEnvironmentOptions } from './test-environment';
export { startReversalsTestEnvironment } from './test-environment';
export { TemporalServerNotFoundError } from './temporal-server-not-found-error';
