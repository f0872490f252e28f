import { holdsCardNumber } from './card-number';
import type { GatewayOperation } from './answer';
import type { FaultKind } from './fault';

/** One request that reached the gateway: proof of what was sent, and of what was not. Holds nothing of the card. */
export interface RequestRecord {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly operation: GatewayOperation;
  readonly myRef: string | null;
  /** The request's `refTransId`. */
  readonly reference: string | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** The HTTP status that was answered; null while there is none. */
  readonly httpStatus: number | null;
  /** The fault it met. */
  readonly fault: FaultKind | null;
  /** Whether it waits for release. */
  readonly held: boolean;
}

/** What to look for in requests: every property that is given has to be equal. */
export type RequestMatch = Partial<Pick<RequestRecord, 'method' | 'operation' | 'myRef' | 'reference' | 'amountMinor'>>;

/** A waiting test: called after every change, true when it has what it wants. */
type Watcher = (stopped: boolean) => boolean;

/** The requests that arrived, in order, and those who wait for something to happen. */
export class Journal {
  readonly #records: RequestRecord[] = [];
  readonly #watchers = new Set<Watcher>();
  #arrivals = 0;

  /** Notes a request. Returns its place, by which it is changed later. */
  arrived(record: RequestRecord): (change: Partial<RequestRecord>) => void {
    let current = { ...record, path: holdsCardNumber(record.path) ? '(unreadable path)' : record.path };
    this.#records.push(current);
    this.#arrivals += 1;
    this.changed();
    return (change) => {
      const place = this.#records.indexOf(current);
      current = { ...current, ...change };
      if (place >= 0) this.#records[place] = current;
      this.changed();
    };
  }

  requests(): RequestRecord[] {
    return this.#records.map((record) => ({ ...record }));
  }

  /** How many requests ever arrived; a clear does not count back. */
  get arrivals(): number {
    return this.#arrivals;
  }

  /** The requests that came after the first `arrivals`. */
  requestsAfter(arrivals: number): RequestRecord[] {
    const after = this.#arrivals - arrivals;
    return after === 0 ? [] : this.requests().slice(-after);
  }

  clear(): void {
    this.#records.length = 0;
    this.changed();
  }

  /** Notifies those who wait that something happened. */
  changed(): void {
    for (const watcher of this.#watchers) if (watcher(false)) this.#watchers.delete(watcher);
  }

  /** Ends every wait for a simulator that has stopped. */
  stop(): void {
    for (const watcher of this.#watchers) watcher(true);
    this.#watchers.clear();
  }

  /** Resolves with the first value that is not undefined, asked now and after every change; rejects on stop. */
  until<Value>(ask: () => Value | undefined): Promise<Value> {
    return new Promise((resolve, reject) => {
      const watcher: Watcher = (stopped) => {
        try {
          const value = ask();
          if (value !== undefined) resolve(value);
          else if (stopped) reject(new Error('the simulator was stopped before it happened'));
          return value !== undefined;
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
          return true;
        }
      };
      if (!watcher(false)) this.#watchers.add(watcher);
    });
  }
}

/** Decides whether a request is one that was looked for. */
export function matchesRequest(record: RequestRecord, match: RequestMatch): boolean {
  return Object.entries(match).every(([key, wanted]) => record[key as keyof RequestMatch] === wanted);
}
