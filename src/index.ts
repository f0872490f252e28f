/** For the worker process: the plugin, and a worker that brings everything. */
export { ConfigurationError, loadWorkerConfig, type WorkerConfig } from './config';
export { PaymentReversalPlugin, type PaymentReversalPluginOptions } from './worker/plugin';
export { loadConfiguredRules } from './rules/configured-rules';
export { loadRules, parseRules, type Rules } from './rules/rules-file';
export { RulesError } from './rules/rules-error';
export { runWorker, type RunWorkerOptions } from './worker/run-worker';
export { workflowBundleOptions, type WorkflowBundleOptions } from './worker/workflow-bundle';
export type { ResolveCard } from '../activities/send-leg';
export { ensureWorkList, WorkListError, type EnsureWorkListInput } from './worker/ensure-work-list';
