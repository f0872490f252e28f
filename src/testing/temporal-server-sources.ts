/** Says one line about what is going on, without a line break. */
export type Progress = (line: string) => void;

/** Where the finder may look for a Temporal server, and where it reports what it does. */
export interface TemporalServerSources {
  /** `host:port` of a server that runs already. When given, nothing is looked for and nothing is started. */
  readonly address?: string | undefined;

  /** The `temporal` program to run. When given, no other is looked for. */
  readonly cliPath?: string | undefined;

  /** The folders in which to look for `temporal`, in the form of the PATH variable. */
  readonly pathVariable?: string | undefined;

  /**
   * The folder that keeps fetched programs.
   *
   * @default the user's cache folder for this package, never inside a project
   */
  readonly cacheFolder?: string | undefined;

  /**
   * Receives a line at each step that may take a while.
   *
   * @default writes to standard error
   */
  readonly progress?: Progress | undefined;
}

/** The progress of a finder that was given none: one line on standard error. */
export function progressToStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}
