import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';

const triesToComeBack = 100;
const pauseBetweenTriesMs = 50;

/** The listening socket: it can really close, so that clients are refused, and reopen on the same port. */
export class Listener {
  readonly #onRequest: RequestListener;
  readonly #onChange: () => void;
  readonly #host: string;
  #port: number;
  #server: Server | null = null;
  /** Going down and coming back happen one after the other, in the order they were asked for. */
  #turn: Promise<void> = Promise.resolve();

  /** `onChange` is called whenever it starts or stops listening. */
  constructor(onRequest: RequestListener, host: string, port: number, onChange: () => void) {
    this.#onChange = onChange;
    this.#onRequest = onRequest;
    this.#host = host;
    this.#port = port;
  }

  get url(): string {
    const host = this.#host.includes(':') ? `[${this.#host}]` : this.#host;
    return `http://${host}:${this.#port}`;
  }

  get isListening(): boolean {
    return this.#server !== null;
  }

  /** Listens, if it does not already. @throws when the port is taken and stays taken. */
  open(): Promise<void> {
    return this.#next(async () => {
      for (let attempt = 1; this.#server === null; attempt += 1) {
        try {
          this.#server = await this.#listen();
          this.#onChange();
        } catch (error) {
          // While it was down, an outgoing connection of any process may have borrowed the port for a moment.
          if (this.#neverOpened || attempt === triesToComeBack) throw error;
          await new Promise((resolve) => setTimeout(resolve, pauseBetweenTriesMs));
        }
      }
    });
  }

  /** Stops listening and ends every connection at once, held ones too. Safe to repeat. */
  close(): Promise<void> {
    return this.#next(async () => {
      const server = this.#server;
      this.#server = null;
      if (server === null) return;
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      this.#onChange();
    });
  }

  #neverOpened = true;

  #listen(): Promise<Server> {
    return new Promise((resolve, reject) => {
      const server = createServer(this.#onRequest);
      server.once('error', reject);
      server.listen(this.#port, this.#host, () => {
        const address = server.address();
        if (typeof address === 'object' && address !== null) this.#port = address.port;
        this.#neverOpened = false;
        server.off('error', reject);
        resolve(server);
      });
    });
  }

  #next(act: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
