import { readFileSync } from 'node:fs';
import type { WorkerOptions } from '@temporalio/worker';
import { aheadOfHistory } from '../contract/ahead-of-history';

/** Whether a prebuilt bundle lacks the history guard: without it, ledgers get histories that no worker can replay. */
export function lacksHistoryGuard({ workflowBundle }: WorkerOptions): boolean {
  // Built from the module, the bundle gets the guard from the plugin.
  if (workflowBundle === undefined) return false;
  const code = 'code' in workflowBundle ? workflowBundle.code : readFileSync(workflowBundle.codePath, 'utf8');
  // The guard's own words survive every minifier. Preloaded alone, it would be in the bundle and never be called.
  return !code.includes(aheadOfHistory) || hasNoInterceptors.test(code);
}

/** As the SDK's bundler writes it. */
const hasNoInterceptors = /importInterceptors = function importInterceptors\(\) \{\s*return \[\s*\];?\s*\}/;
