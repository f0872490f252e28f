import type { Problem } from '../contract/problems';

/** The input is malformed. Thrown before any call to Temporal: no ledger was opened and nothing was written. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';

  constructor(readonly problems: readonly Problem[]) {
    super(['The input is refused:', ...problems.map(({ field, message }) => `  ${field}: ${message}`)].join('\n'));
  }
}

/** No reversal of this payment was ever requested, so it has no ledger. */
export class LedgerNotFoundError extends Error {
  override readonly name = 'LedgerNotFoundError';

  constructor(readonly paymentId: string) {
    super(
      `Payment ${paymentId} has no ledger: nothing was ever reversed, or the server has forgotten it. ` +
        "A ledger is opened by the first request. Commands take the payment's id first, then the request's.",
    );
  }
}

/**
 * No answer came in time. The request may have been taken: make it again with the same `requestId`, which is safe, or
 * ask with `show`.
 */
export class LedgerUnavailableError extends Error {
  override readonly name = 'LedgerUnavailableError';

  constructor(
    readonly paymentId: string,
    readonly taskQueue: string,
    cause: unknown,
  ) {
    super(
      `The ledger of payment ${paymentId} did not answer in time. Either no worker runs on task queue ${taskQueue}, or ` +
        'the gateway has not answered yet: see `reversals show`. ' +
        'The request may have been taken; making it again with the same request id is safe.',
      { cause },
    );
  }
}

/** A filter needs the work list, and the namespace has no search attributes for it. */
export class WorkListUnavailableError extends Error {
  override readonly name = 'WorkListUnavailableError';

  constructor(
    readonly namespace: string,
    cause: unknown,
  ) {
    super(
      `Namespace ${namespace} keeps no work list: it lacks the search attributes that the filters need. ` +
        'A worker started by `reversals worker` adds them, or says how to; without filters the list works.',
      { cause },
    );
  }
}

/**
 * The message would have broken an invariant of the ledger, so the ledger froze itself. Nothing of the message was
 * applied, and no money moves. It is a fault of the program: report it, then recover the ledger.
 */
export class LedgerFrozenError extends Error {
  override readonly name = 'LedgerFrozenError';

  constructor(
    readonly paymentId: string,
    why: string,
  ) {
    super(`Payment ${paymentId}: ${why}.`);
  }
}

/** A history cannot be read over this connection: one of its events is larger than the connection takes. */
export class HistoryUnreadableError extends Error {
  override readonly name = 'HistoryUnreadableError';

  constructor(
    readonly workflowId: string,
    readonly runId: string,
    cause: unknown,
  ) {
    super(
      `The history of ${workflowId}, run ${runId}, cannot be read: one of its events is larger than this connection takes. ` +
        "Raise its limit: channelArgs { 'grpc.max_receive_message_length': … } of the Connection.",
      { cause },
    );
  }
}

/** The ledger was reset again and again, and no worker can replay what is left. No money moves meanwhile. */
export class LedgerNotRecoveredError extends Error {
  override readonly name = 'LedgerNotRecoveredError';

  constructor(
    readonly paymentId: string,
    readonly resets: number,
  ) {
    super(
      `The ledger of payment ${paymentId} was reset ${resets} times and cannot be replayed. ` +
        'Do the workers run the version that wrote it? Correct that first, then recover again.',
    );
  }
}
