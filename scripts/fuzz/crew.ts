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

/** `queryRefused`, `taskFailed`: what the guard did. */
export type WorkerMessage = 'ready' | 'queryRefused' | 'taskFailed';

/** The worker processes of a fuzz. A spare one is always ready, so that a killed worker is replaced at once. */
export class Crew {
  readonly #settings: WorkerSettings;
  readonly #working: ChildProcess[] = [];
  #spare: Promise<ChildProcess>;
  /** Rejects when a worker ends without having been killed. */
  readonly lost: Promise<never>;
  #lose: (error: Error) => void = () => undefined;
  queriesRefused = 0;
  tasksFailed = 0;

  constructor(settings: WorkerSettings) {
    this.#settings = settings;
    this.lost = new Promise((_resolve, reject) => {
      this.#lose = reject;
    });
    this.lost.catch(() => undefined);
    this.#spare = this.#start();
  }

  /** Adds a worker. Resolves when it was asked to poll. */
  async hire(): Promise<void> {
    const spare = this.#spare;
    this.#spare = this.#start();
    const worker = await spare;
    worker.send('poll');
    this.#working.push(worker);
  }

  /** Ends one as a crash would, chosen by a number from 0 to 1, and replaces it. */
  async kill(chosen: number): Promise<void> {
    const [worker] = this.#working.splice(Math.floor(chosen * this.#working.length), 1);
    if (worker !== undefined) await end(worker);
    await this.hire();
  }

  /** Ends all of them. */
  async dismiss(): Promise<void> {
    await Promise.all([...this.#working.splice(0).map(end), this.#spare.then(end, () => undefined)]);
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(require.resolve('./worker'), [JSON.stringify(this.#settings)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    endWithThisProcess(child);
    child.on('message', (message: WorkerMessage) => {
      if (message === 'queryRefused') this.queriesRefused += 1;
      if (message === 'taskFailed') this.tasksFailed += 1;
    });
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') return;
      this.#lose(new Error(`a worker ended unexpectedly (${String(signal ?? code)}); its messages are above`));
    });
    await once(child, 'message');
    return child;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
