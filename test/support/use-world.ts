import { useStarted, type UseOptions } from './use-started';
import { startWorld, type World, type WorldOptions } from './world';

/**
 * A gateway, a worker and a client for the tests of this file or `describe`. The world's options may be a function where
 * they need what another `useStarted` starts.
 */
export function useWorld(
  options: WorldOptions | (() => WorldOptions | Promise<WorldOptions>) = {},
  useOptions: UseOptions = {},
): World {
  return useStarted(async () => startWorld(typeof options === 'function' ? await options() : options), useOptions);
}
