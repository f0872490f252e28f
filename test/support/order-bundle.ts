import * as path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { exports as doors } from '../../package.json';
import { workflowBundleOptions } from '../../src';

const root = path.resolve(__dirname, '../..');

/** Bundles the example's workflow module from sources: what it imports of this package by name, too. */
export function bundleOrderWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: path.join(root, 'examples/order-lifecycle/workflows.ts'),
    ...workflowBundleOptions(),
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => ({
      ...config,
      resolve: { ...config.resolve, alias: Object.assign({}, config.resolve?.alias, doorSources()) },
    }),
  });
}

/** A workflow module of this folder. */
export const moduleOf = (name: string): string => path.join(__dirname, `${name}.ts`);

/** Bundles a workflow module of this folder, as a user without the plugin would who has read no document. */
export function bundleOf(name: string): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({ workflowsPath: moduleOf(name), logger: new DefaultLogger('ERROR') });
}

/** The same with the history guard, as the documents say. */
export function guardedBundleOf(name: string): Promise<WorkflowBundleWithSourceMap> {
  const workflowsPath = moduleOf(name);
  return bundleWorkflowCode({ workflowsPath, ...workflowBundleOptions(), logger: new DefaultLogger('ERROR') });
}

/** Otherwise the bundler would find the doors where `exports` of package.json has them: in a build, if there is one. */
function doorSources(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(doors).flatMap(([door, file]) =>
      typeof file === 'string' ? [] : [[`temporal-payment-reversals${door.slice(1)}$`, sourceOf(file.default)]],
    ),
  );
}

function sourceOf(built: string): string {
  return path.join(root, built.replace('./lib/', '').replace(/\.js$/, '.ts'));
}
