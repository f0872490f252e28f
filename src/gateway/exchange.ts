import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { LostCause, NotSentCause } from './outcome';
import { lostCauseOf, notSentCauseOf } from './transport-failure';

/** A whole HTTP answer. Its body and headers stay inside this folder. */
export interface Answered {
  readonly kind: 'answered';
  readonly httpStatus: number;
  readonly body: string;
  readonly retryAfter: string | null;
  readonly receivedAtMs: number;
}

/** The outcome of one HTTP request: nothing left, it may have left without a complete answer, or it was answered. */
export type Exchange =
  | { readonly kind: 'notSent'; readonly cause: NotSentCause }
  | { readonly kind: 'lost'; readonly cause: LostCause; readonly httpStatus: number | null }
  | Answered;

/** How long one exchange may take, in milliseconds. */
export interface ExchangeDeadlines {
  readonly connectTimeoutMs: number;
  /** From the first byte written to the last byte of the answer. */
  readonly requestTimeoutMs: number;
}

/** What a caller may say about one call, apart from what is sent. */
export interface CallOptions {
  /** Fired before the request is written: nothing leaves. Fired later: the outcome is unknown. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The last check, called at most once and synchronously: the connection exists, and no byte of the request is written
   * yet. `false`, and a throw as well, closes the connection without writing.
   */
  readonly beforeSend?: (() => boolean) | undefined;
}

/**
 * Makes one exchange over a dispatcher and reports on which side of the line a failure occurred. Never rejects.
 *
 * The line is undici's `onRequestStart`: it runs in the same synchronous step as the write, after the connection (with
 * TLS: after the handshake). As long as it has not run, no byte of this request exists on any connection, whatever the
 * error says. Once it has passed, nothing proves that the request did not arrive.
 */
export function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  deadlines: ExchangeDeadlines,
  call: CallOptions = {},
): Promise<Exchange> {
  return new Promise((resolve) => {
    new ExchangeHandler(deadlines, call, resolve).start(dispatcher, request);
  });
}

class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #deadlines: ExchangeDeadlines;
  readonly #call: CallOptions;
  readonly #resolve: (result: Exchange) => void;
  readonly #chunks: Buffer[] = [];
  #result: Exchange | null = null;
  #secure = false;
  #passedLine = false;
  #httpStatus: number | null = null;
  #retryAfter: string | null = null;
  #controller: Dispatcher.DispatchController | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(deadlines: ExchangeDeadlines, call: CallOptions, resolve: (result: Exchange) => void) {
    this.#deadlines = deadlines;
    this.#call = call;
    this.#resolve = resolve;
  }

  start(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions): void {
    this.#secure = String(request.origin).startsWith('https:');
    if (this.#call.signal?.aborted === true) {
      this.#settle({ kind: 'notSent', cause: 'aborted' });
      return;
    }
    this.#call.signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#timer = setTimeout(() => {
      this.#fail('connectTimeout', 'headersTimeout');
    }, this.#deadlines.connectTimeoutMs);
    dispatcher.dispatch(request, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while it waited for a connection; or undici offers to write it a second time, which must never happen.
    if (this.#isSettled() || this.#passedLine) {
      controller.abort(new Error('This request is not to be written.'));
      return;
    }
    this.#controller = controller;
    if (this.#call.signal?.aborted === true) {
      this.#settle({ kind: 'notSent', cause: 'aborted' });
      return;
    }
    if (!this.#mayBeSent()) this.#settle({ kind: 'notSent', cause: 'notAttempted' });
    if (this.#isSettled()) return; // by that check, or by a signal which it fired
    this.#passedLine = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#fail('other', this.#httpStatus === null ? 'headersTimeout' : 'bodyTimeout');
    }, this.#deadlines.requestTimeoutMs);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number, headers: IncomingHttpHeaders): void {
    if (statusCode < 200) return; // interim, the answer is still to come
    this.#httpStatus = statusCode;
    this.#retryAfter = headers['retry-after'] ?? null;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#httpStatus === null) {
      this.#fail('other', 'unreadable');
      return;
    }
    this.#settle({
      kind: 'answered',
      httpStatus: this.#httpStatus,
      body: Buffer.concat(this.#chunks).toString('utf8'),
      retryAfter: this.#retryAfter,
      receivedAtMs: Date.now(),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(notSentCauseOf(error, this.#secure), lostCauseOf(error, this.#httpStatus));
  }

  readonly #onAbort = (): void => {
    this.#fail('aborted', 'aborted');
  };

  #mayBeSent(): boolean {
    const { beforeSend } = this.#call;
    try {
      return beforeSend === undefined || beforeSend();
    } catch {
      return false;
    }
  }

  #fail(beforeTheLine: NotSentCause, afterTheLine: LostCause): void {
    this.#settle(
      this.#passedLine
        ? { kind: 'lost', cause: afterTheLine, httpStatus: this.#httpStatus }
        : { kind: 'notSent', cause: beforeTheLine },
    );
  }

  #isSettled(): boolean {
    return this.#result !== null;
  }

  #settle(result: Exchange): void {
    if (this.#isSettled()) return;
    this.#result = result;
    clearTimeout(this.#timer);
    this.#call.signal?.removeEventListener('abort', this.#onAbort);
    if (result.kind !== 'answered') this.#controller?.abort(new Error('This request was given up.'));
    this.#resolve(result);
  }
}
