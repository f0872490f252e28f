import type { ActivateInput, Next, WorkflowInternalsInterceptor } from '@temporalio/workflow';
import type { Job } from './certain-events';

type Signal = NonNullable<Job['signalWorkflow']>;

/** How many signals are handed over in one activation. */
export const signalsAtOnce = 50;

/**
 * Lets a bounded number of signals through to the run, and holds the others back, in their order, until the run asks for
 * them. Thousands may have come while no worker ran, and the server hands them over in one workflow task. What the SDK does
 * for each signal alone takes so long that the task of ten thousand would time out, and their worker thread with it. Held
 * back, a signal is only read, to see that it can be. One that cannot fails the task that brought it, as without this gate:
 * a reset to the task before then leaves it out. Found later, it would be behind every task that is worth going back to.
 *
 * A replay hands over the same: signals come with the first activation of a task, and the run asks for more by what its
 * history holds. The guard and the ledger may be loaded from two files, so that they share a property of the global object,
 * which each run has for itself.
 */
export class SignalGate implements WorkflowInternalsInterceptor {
  readonly #held: Job[] = [];
  #handOver: (jobs: Job[]) => void = () => undefined;
  /** How many signals the run can take now. */
  room: () => number = () => signalsAtOnce;

  readonly #read: (signal: Signal) => void;

  /** @param read - throws where the run could not read the signal */
  constructor(read: (signal: Signal) => void) {
    this.#read = read;
    shared[gate] = this;
  }

  get waiting(): number {
    return this.#held.length;
  }

  activate(input: ActivateInput, next: Next<WorkflowInternalsInterceptor, 'activate'>): void {
    this.#handOver = (jobs) => {
      input.activation.jobs = jobs;
      next(input);
    };
    let room = this.#held.length > 0 ? 0 : this.room();
    const passed: Job[] = [];
    for (const job of input.activation.jobs ?? []) {
      if (job.signalWorkflow == null) passed.push(job);
      else if (room > 0) {
        room -= 1;
        passed.push(job);
      } else {
        this.#read(job.signalWorkflow);
        this.#held.push(job);
      }
    }
    this.#handOver(passed);
  }

  /** Hands over as many of those held back, now. */
  release(count: number): void {
    this.#handOver(this.#held.splice(0, count));
  }
}

const gate = Symbol.for('temporal-payment-reversals/signal-gate');

const shared = globalThis as { [gate]?: SignalGate };

/** The gate of the run that is active; undefined: its bundle lacks the guard. */
export function signalGate(): SignalGate | undefined {
  return shared[gate];
}
