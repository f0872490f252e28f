import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Says nothing below an error, and leaves signals to the program. To be called before anything of the SDK is used. */
export function quietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR' }, forward: {} } },
  });
}
