/** The Temporal server does not answer: no ledger was asked. */
export class TemporalUnreachableError extends Error {
  override readonly name = 'TemporalUnreachableError';

  constructor(
    readonly address: string,
    cause: unknown,
  ) {
    super(
      `The Temporal server at ${address} does not answer, and nothing was sent. Is TEMPORAL_ADDRESS right? ` +
        'To start a local server: temporal server start-dev',
      { cause },
    );
  }
}
