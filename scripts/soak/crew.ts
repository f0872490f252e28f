import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { endWithThisProcess } from '../../src/testing/child-processes';

/** What a worker's process receives. */
export interface WorkerSettings {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The workflow bundle, made once for every worker. */
  readonly bundlePath: string;
}

interface Hand {
  readonly child: ChildProcess;
  /** Resolves when the process is gone. */
  readonly exited: Promise<unknown>;
  doomed: boolean;
  stopped: boolean;
}

/** As many may end by themselves: more is a fault of the program, not of the machine. */
const mostEnded = 10;

/** The worker processes of a soak: killed and stopped by it, replaced at once. */
export class Crew {
  readonly #settings: WorkerSettings;
  readonly #hands = new Set<Hand>();
  /** Rejects when too many workers have ended without having been killed. */
  readonly lost: Promise<never>;
  /**
   * Workers that ended by themselves and were replaced, as a supervisor would: Node aborts the process when the SDK's
   * deadline passes within workflow code, which happens to one that was stopped or that had too little of the machine.
   */
  ended = 0;
  #lose: (error: Error) => void = () => undefined;

  constructor(settings: WorkerSettings) {
    this.#settings = settings;
    this.lost = new Promise((_resolve, reject) => {
      this.#lose = reject;
    });
    this.lost.catch(() => undefined);
  }

  /** Adds a worker. Resolves when it polls. */
  async hire(): Promise<void> {
    const child = fork(require.resolve('./worker'), [JSON.stringify(this.#settings)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    endWithThisProcess(child);
    const exited = once(child, 'exit');
    const hand: Hand = { child, exited, doomed: false, stopped: false };
    void exited.then(([code, signal]) => {
      this.#hands.delete(hand);
      if (!hand.doomed) this.#replace(String(signal ?? code));
    });
    await Promise.race([once(child, 'message'), exited]);
    if (child.exitCode === null && child.signalCode === null) this.#hands.add(hand);
  }

  /** Workers that poll and are not stopped. */
  get idle(): number {
    return this.#awake().length;
  }

  /** Ends one as a crash would, chosen by a number from 0 to 1, and replaces it. False when there is none. */
  async kill(chosen: number): Promise<boolean> {
    const hand = this.#choose(chosen);
    if (hand === undefined) return false;
    await this.#end(hand);
    await this.hire();
    return true;
  }

  /** Stops one in the middle of whatever it does (SIGSTOP). Returns a function that continues it; null: no worker. */
  stall(chosen: number): (() => void) | null {
    const hand = this.#choose(chosen);
    if (hand === undefined) return null;
    hand.stopped = true;
    hand.child.kill('SIGSTOP');
    return () => {
      hand.child.kill('SIGCONT');
      hand.stopped = false;
    };
  }

  /** Ends all of them. */
  async dismiss(): Promise<void> {
    await Promise.all([...this.#hands].map((hand) => this.#end(hand)));
  }

  #replace(how: string): void {
    this.ended += 1;
    if (this.ended > mostEnded) this.#lose(new Error(`workers keep ending by themselves (${how}); see their messages`));
    else this.hire().catch(this.#lose);
  }

  async #end(hand: Hand): Promise<void> {
    hand.doomed = true;
    this.#hands.delete(hand);
    hand.child.kill('SIGKILL');
    await hand.exited;
  }

  #awake(): Hand[] {
    return [...this.#hands].filter(({ stopped }) => !stopped);
  }

  #choose(chosen: number): Hand | undefined {
    const awake = this.#awake();
    return awake[Math.floor(chosen * awake.length)];
  }
}
