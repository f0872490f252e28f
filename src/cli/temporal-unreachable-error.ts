/** The Temporal server cannot be used at all: nothing was asked of any ledger. */
export class TemporalUnreachableError extends Error {
  override readonly name = 'TemporalUnreachableError';

  constructor(
    readonly address: string,
    cause: unknown,
  ) {
    super(
      `The Temporal server at ${address} does not answer; nothing was asked. Is TEMPORAL_ADDRESS right? ` +
        'For a server of your own: temporal server start-dev',
      { cause },
    );
  }
}
