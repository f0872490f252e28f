import * as path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { workflowBundleOptions } from '../../src';

/** Modules of the ledger that this folder has a faulty one of: what their importers call them, and where the faulty one is. */
const places = {
  balance: { name: '/balance', planted: require.resolve('./planted-balance') },
  withdraw: { name: '/transitions/withdraw', planted: require.resolve('./planted-withdraw') },
} as const;

export type PlantedModule = keyof typeof places;

/** The ledger's own workflows, with one of its modules replaced by the faulty one. */
export function bundleWithPlanted(module: PlantedModule): Promise<WorkflowBundleWithSourceMap> {
  const { name, planted } = places[module];
  return bundleWorkflowCode({
    workflowsPath: path.resolve(__dirname, '../../workflows/index.ts'),
    ...workflowBundleOptions(),
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => ({
      ...config,
      plugins: [...(config.plugins ?? []), { apply: replacing(name, planted) }],
    }),
  });
}

interface Resolution {
  request: string;
  readonly contextInfo: { readonly issuer: string };
}

interface Compiler {
  readonly hooks: {
    readonly normalModuleFactory: { tap(name: string, tapped: (factory: ModuleFactory) => void): void };
  };
}

interface ModuleFactory {
  readonly hooks: {
    readonly beforeResolve: { tap(name: string, tapped: (resolution: Resolution) => undefined): void };
  };
}

/** Whoever imports the module gets the planted one; that one itself gets the sound one. */
function replacing(place: string, planted: string): (compiler: Compiler) => void {
  return (compiler) => {
    compiler.hooks.normalModuleFactory.tap('planted', ({ hooks }) => {
      hooks.beforeResolve.tap('planted', (resolution) => {
        if (!resolution.request.endsWith(place)) return undefined;
        if (resolution.contextInfo.issuer !== planted) resolution.request = planted;
        return undefined;
      });
    });
  };
}
