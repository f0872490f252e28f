import type { BundleOptions } from '@temporalio/worker';

/** What a bundle of workflows needs besides the workflows. */
export type WorkflowBundleOptions = Pick<Required<BundleOptions>, 'preloadModules' | 'workflowInterceptorModules'>;

/** The guard, and in the same file its memory, which it keeps for all runs of a worker. */
const historyGuard = require.resolve('../../workflows/history-guard');

/** All code of the workflows, to be loaded once for all ledgers of a worker and not once for each: it keeps no state. */
const workflowCode = require.resolve('../../workflows/joined');

/**
 * Options for `bundleWorkflowCode` where the plugin is not handed to it: what makes a ledger cheap to load, and the guard
 * that keeps its history replayable. The plugin adds them automatically; a worker refuses a bundle without the guard.
 *
 * @example
 * const { code } = await bundleWorkflowCode({ workflowsPath, ...workflowBundleOptions() });
 */
export function workflowBundleOptions(): WorkflowBundleOptions {
  return { preloadModules: [workflowCode, historyGuard], workflowInterceptorModules: [historyGuard] };
}

/** The same beside the options that a bundler has already. */
export function withWorkflowBundleOptions(options: BundleOptions): BundleOptions {
  const { preloadModules, workflowInterceptorModules } = workflowBundleOptions();
  return {
    ...options,
    preloadModules: [...(options.preloadModules ?? []), ...preloadModules],
    workflowInterceptorModules: [...(options.workflowInterceptorModules ?? []), ...workflowInterceptorModules],
  };
}
