import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { workflowBundleOptions, type WorkflowBundleOptions } from '../../src';

/** Bundles made once, as files: what the floor runs, and what a worker with this package runs. */
export interface BundleFiles {
  readonly floor: string;
  readonly own: string;
  readonly byHand: string;
}

export async function bundleInto(folder: string): Promise<BundleFiles> {
  const files = {
    floor: path.join(folder, 'floor.js'),
    own: path.join(folder, 'own.js'),
    byHand: path.join(folder, 'by-hand.js'),
  };
  await writeFile(files.floor, await bundleOf(require.resolve('./floor-workflows')));
  await writeFile(files.own, await bundleOf(require.resolve('./workflows'), workflowBundleOptions()));
  await writeFile(files.byHand, await bundleOf(require.resolve('./by-hand-workflows')));
  return files;
}

/** The code of a worker's bundle of one workflow module. */
export async function bundleOf(workflowsPath: string, more: Partial<WorkflowBundleOptions> = {}): Promise<string> {
  const logger = new DefaultLogger('ERROR');
  return (await bundleWorkflowCode({ workflowsPath, ...more, logger })).code;
}
