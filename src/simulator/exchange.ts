import type { ServerResponse } from 'node:http';
import type { Answer } from './answer';

/** One HTTP exchange down to its socket, so that an answer can be whole, broken, unreadable or missing. */
export class Exchange {
  readonly #outgoing: ServerResponse;
  readonly #onAnswered: (httpStatus: number) => void;

  /** `onAnswered` is called when a whole answer is written to a client that is still there. */
  constructor(outgoing: ServerResponse, onAnswered: (httpStatus: number) => void) {
    this.#outgoing = outgoing;
    this.#onAnswered = onAnswered;
  }

  /** Sends an answer as JSON. Does nothing when the client has gone. */
  send(answer: Answer): void {
    const text = answer.body === null ? '' : JSON.stringify(answer.body);
    this.#write(answer, text, answer.body === null ? {} : { 'content-type': 'application/json; charset=utf-8' });
  }

  /** Sends a page that no client of this API can read. */
  sendPage(answer: Answer, httpStatus: number): void {
    const page =
      '<!doctype html><html><head><title>Gateway</title></head><body><h1>One moment, please</h1></body></html>';
    this.#write({ ...answer, httpStatus }, page, { 'content-type': 'text/html; charset=utf-8' });
  }

  /** Promises the whole answer, sends half of it and ends the connection. */
  sendHalf(answer: Answer): void {
    if (this.#gone()) return;
    const text = JSON.stringify(answer.body);
    this.#outgoing.writeHead(answer.httpStatus, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
    });
    this.#outgoing.write(text.slice(0, Math.floor(text.length / 2)), () => this.#outgoing.socket?.destroySoon());
  }

  /** Ends the connection with a reset: no answer, no polite end. */
  reset(): void {
    this.#outgoing.socket?.resetAndDestroy();
  }

  #gone(): boolean {
    return this.#outgoing.destroyed || this.#outgoing.writableEnded || (this.#outgoing.socket?.destroyed ?? true);
  }

  #write(answer: Answer, text: string, headers: Readonly<Record<string, string>>): void {
    if (this.#gone()) return;
    this.#outgoing.writeHead(answer.httpStatus, {
      ...headers,
      ...answer.headers,
      'content-length': Buffer.byteLength(text),
    });
    this.#onAnswered(answer.httpStatus);
    this.#outgoing.end(text);
  }
}
