import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { CliFetcher } from '../../../src/testing/cli-fetcher';

/** A way to fetch that brings a file with this content and counts how often it did. */
export interface FakeFetcher extends CliFetcher {
  readonly fetched: () => number;
}

export function fetcherOf(content: string, name = 'a fake download'): FakeFetcher {
  let count = 0;
  return {
    name,
    fetched: () => count,
    fetch: async ({ folder }) => {
      count += 1;
      const file = path.join(folder, 'program');
      await writeFile(file, content);
      return file;
    },
  };
}

/** A way to fetch that leaves a half-written file and fails. */
export function fetcherThatFails(reason: string, name = 'a failing download'): CliFetcher {
  return {
    name,
    fetch: async ({ folder }) => {
      await writeFile(path.join(folder, 'half'), 'half');
      throw new Error(reason);
    },
  };
}
