import { Agent, Client, type Dispatcher } from 'undici';
import { exchange, type CallOptions, type Exchange, type ExchangeDeadlines } from './exchange';

/** Where and how the gateway is reached. */
export interface TransportOptions extends ExchangeDeadlines {
  readonly baseUrl: URL;
  readonly apiKey: string;
}

/** One HTTP request to the gateway. */
export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the base URL, with a leading slash. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: object;
  /**
   * `fresh` for calls that move money: a pooled connection may just be closing, and a request that dies with it is a recheck
   * about money. A fresh one that cannot be made proves that nothing left.
   */
  readonly connection: 'fresh' | 'pooled';
}

/** The largest answer that is read, in bytes. */
const maxAnswerBytes = 1024 * 1024;

/**
 * HTTP/1.1 to one gateway. It never retries, never follows a redirect and never throws away the question whether a
 * request has left. The key and the bodies stay inside.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #pooled: Agent;
  #closed = false;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#pooled = new Agent({ ...this.#connection(), keepAliveTimeout: 4_000, keepAliveMaxTimeout: 10_000 });
  }

  /** Makes one exchange. A repeat is a new request. */
  async send(request: TransportRequest, call: CallOptions = {}): Promise<Exchange> {
    if (this.#closed) return { kind: 'notSent', cause: 'closed' };
    if (request.connection === 'pooled') return exchange(this.#pooled, this.#dispatch(request), this.#options, call);

    const ended = new AbortController();
    const connect = { signal: ended.signal };
    const client = new Client(this.#options.baseUrl.origin, { ...this.#connection(), connect });
    try {
      return await exchange(client, { ...this.#dispatch(request), reset: true }, this.#options, call);
    } finally {
      // Whatever is left of this connection must not outlive the call, even one that is still being made.
      void client.destroy();
      ended.abort();
    }
  }

  /** Refuses further calls, and resolves when the pooled connections are closed. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#pooled.close();
  }

  #connection(): Client.Options {
    return {
      pipelining: 1,
      allowH2: false,
      connectTimeout: this.#options.connectTimeoutMs,
      maxResponseSize: maxAnswerBytes,
      // The exchange keeps one deadline over headers and body: a body that drips would never meet undici's own.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
  }

  #dispatch(request: TransportRequest): Dispatcher.DispatchOptions {
    const { baseUrl, apiKey } = this.#options;
    return {
      origin: baseUrl.origin,
      method: request.method,
      path: baseUrl.pathname.replace(/\/+$/, '') + request.path,
      headers: {
        accept: 'application/json',
        'x-api-key': apiKey,
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      // As bytes the body has a known length, so that it leaves in one write, with content-length, on DELETE too.
      body: request.body === undefined ? null : Buffer.from(JSON.stringify(request.body), 'utf8'),
    };
  }
}
