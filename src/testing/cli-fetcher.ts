import type { Progress } from './temporal-server-sources';

/** One attempt to fetch the Temporal CLI. */
export interface CliFetch {
  /** An empty folder to work in. It is removed afterwards, whatever happens. */
  readonly folder: string;
  readonly progress: Progress;
}

/** A way to get the Temporal CLI from elsewhere. */
export interface CliFetcher {
  /** What it is, for progress and for the list of what was tried. */
  readonly name: string;

  /**
   * Brings the CLI into the folder and gives the file's path.
   *
   * @throws when it cannot; the message's last line says why
   */
  fetch(input: CliFetch): Promise<string>;
}
