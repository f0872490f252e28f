import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { WorkerOptions } from '@temporalio/worker';
import { workflowTypes } from '../contract/names';

/**
 * Which of our workflows a worker's own module or prebuilt bundle leaves out. Without this check the worker starts, and
 * every ledger hangs with a workflow task that keeps failing.
 */
export function missingWorkflows({ workflowBundle, workflowsPath }: WorkerOptions): string[] {
  const holds = workflowBundle === undefined ? exportsOf(workflowsPath) : codeOf(workflowBundle);
  return holds === null ? [] : Object.values(workflowTypes).filter((type) => !holds(type));
}

type Holds = (workflowType: string) => boolean;

function codeOf(bundle: NonNullable<WorkerOptions['workflowBundle']>): Holds {
  const code = 'code' in bundle ? bundle.code : readFileSync(bundle.codePath, 'utf8');
  // The name alone proves nothing: order workflows name what they start, and the contract's entry point lists all three.
  return (type) => new RegExp(`function ${type}\\b|\\.${type}\\s*=|\\b${type}\\s*:\\s*(\\(\\)|function)`).test(code);
}

/** A module that only the bundler can read, such as uncompiled TypeScript, cannot be checked here: null. */
function exportsOf(path: string | undefined): Holds | null {
  if (path === undefined) return null;
  try {
    const exported: unknown = createRequire(__filename)(path);
    return (type) => typeof exported === 'object' && exported !== null && type in exported;
  } catch {
    return null;
  }
}
