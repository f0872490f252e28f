import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { sharedSdkPackages, type InstalledSdk, type SdkCopy, type SharedSdkPackage } from './sdk-versions';

/** The file of the SDK that defines `Worker`: each copy that this process has loaded is in Node's cache. */
const workerFile = /[\\/]@temporalio[\\/]worker[\\/]lib[\\/]worker\.js$/;

/**
 * The copies of the SDK that this package finds, and those that the worker and its workflow module find. A program that
 * a bundler made into one file has no packages left to look at: nothing is found, and nothing is refused.
 */
export function installedSdk(workflowsPath: string | undefined): InstalledSdk {
  const load = createRequire(__filename);
  const loaded = Object.keys(load.cache);
  const workers = loaded.filter((file) => workerFile.test(file)).map((file) => path.resolve(file, '../..'));
  return {
    ours: copiesSeenFrom(__filename, sharedSdkPackages),
    others: [
      ...workers.flatMap((folder) => copiesIn(folder)),
      ...(workflowsPath === undefined ? [] : copiesSeenFrom(workflowsPath, ['@temporalio/workflow'])),
    ],
  };
}

/** A worker, and what it takes itself. */
function copiesIn(workerFolder: string): readonly SdkCopy[] {
  const manifest = path.join(workerFolder, 'package.json');
  const beside = sharedSdkPackages.filter((name) => name !== '@temporalio/worker');
  return [...copyAt('@temporalio/worker', manifest), ...copiesSeenFrom(manifest, beside)];
}

function copiesSeenFrom(file: string, names: readonly SharedSdkPackage[]): readonly SdkCopy[] {
  const { resolve } = createRequire(file);
  return names.flatMap((name) => {
    try {
      return copyAt(name, resolve(`${name}/package.json`));
    } catch {
      return [];
    }
  });
}

function copyAt(name: SharedSdkPackage, manifest: string): readonly SdkCopy[] {
  try {
    const { version } = createRequire(__filename)(manifest) as { readonly version: unknown };
    return typeof version === 'string' ? [{ name, version, folder: realpathSync(path.dirname(manifest)) }] : [];
  } catch {
    return [];
  }
}
