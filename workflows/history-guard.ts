import {
  defaultPayloadConverter,
  workflowInfo,
  type ActivateInput,
  type ConcludeActivationInput,
  type ConcludeActivationOutput,
  type Next,
  type WorkflowInterceptors,
  type WorkflowInternalsInterceptor,
} from '@temporalio/workflow';
import { aheadOfHistory } from '../src/contract/ahead-of-history';
import { workflowTypes } from '../src/contract/names';
import {
  eventsBehindJobs,
  eventsOfCommands,
  leaveNothing,
  type Activation,
  type Command,
  type Job,
} from './guard/certain-events';
import { refuseOnce } from './guard/refused-queries';

/**
 * Keeps every history replayable: it works around three faults of Temporal's Core (1.24.0), which docs/adr/0015 describes
 * and docs/upstream.md reproduces without this package.
 *
 * Fault A. The server may hand a worker a query outside of any workflow task, with the history as it is at that moment:
 * its tail holds events that no task has processed. To answer, Core processes that tail as if it were a task, and keeps
 * the run in its cache. The run is then *ahead of its history*: its commands will be recorded later, after events it has
 * not seen yet. A replay sees all these events at once, decides in another order, and fails as nondeterministic.
 *
 * Fault B. Core takes two workflow tasks in a row that left no event for heartbeats. Together with the task of an update
 * they are merged into one when they are read live, and separated when they are replayed.
 *
 * Fault C. A local activity may end just as its task does: its marker is recorded with that task, and its result is
 * handed to the run in the next one. A replay hands it over in the task that scheduled it.
 *
 * The guard acts on the ledger and its children. Other workflows of the same worker are left as they are.
 */
export function interceptors(): WorkflowInterceptors {
  const { workflowType, runId } = workflowInfo();
  const isOurs = Object.values<string>(workflowTypes).includes(workflowType);
  return isOurs ? { internals: [new HistoryGuard(runId)] } : {};
}

/** What is known of a workflow task, or of what Core takes for one. */
interface Task {
  /** Events in the history when it began. Steps of the same task share it. */
  readonly historyLength: number;
  readonly startedAt: string;
  readonly isLive: boolean;
  /** What woke the run. */
  readonly jobs: readonly Job[];
  /** A local activity was open when it began. */
  readonly hasLocalActivity: boolean;
  /** Events that its commands leave for certain. */
  readonly certainEvents: number;
}

/** The end of our task, and the scheduling and the start of the next one. */
const eventsBetweenTasks = 3;

/**
 * Detects by the history's length that a run is ahead of its history, and then fails the activation. Core drops a run
 * whose activation failed, and replays it from its history when it is needed again; nothing was sent to the server.
 */
export class HistoryGuard implements WorkflowInternalsInterceptor {
  readonly #runId: string;
  #task: Task | null = null;
  #isAhead = false;
  /** Whether the activation at hand is the first step of a task. */
  #isFirstStep = false;
  /** The history's length at which each open local activity was scheduled, by its number. */
  readonly #localActivities = new Map<number, number>();

  constructor(runId: string) {
    this.#runId = runId;
  }

  activate(input: ActivateInput, next: Next<WorkflowInternalsInterceptor, 'activate'>): void {
    const jobs = input.activation.jobs ?? [];
    if (jobs.some(({ queryWorkflow }) => queryWorkflow != null)) this.#beforeQuery(jobs);
    else {
      this.#beforeStep(input.activation, jobs);
      this.#beforeLocalResults(input.activation, jobs);
    }
    next(input);
  }

  concludeActivation(
    input: ConcludeActivationInput,
    next: Next<WorkflowInternalsInterceptor, 'concludeActivation'>,
  ): ConcludeActivationOutput {
    const output = next(input);
    const commands = this.#leavesTooLittle(output.commands) ? [...output.commands, paddingMemo()] : output.commands;
    const task = this.#task;
    for (const { scheduleLocalActivity } of commands) {
      if (scheduleLocalActivity?.seq != null)
        this.#localActivities.set(scheduleLocalActivity.seq, task?.historyLength ?? 0);
    }
    if (task !== null) this.#task = { ...task, certainEvents: task.certainEvents + eventsOfCommands(commands) };
    return { ...output, commands };
  }

  /** A query that came with a workflow task is answered by what the history holds; only one outside of tasks can be ahead. */
  #beforeQuery(jobs: readonly Job[]): void {
    this.#isFirstStep = false;
    const isOutsideOfTasks = jobs.some(({ queryWorkflow }) => queryWorkflow?.queryId === 'legacy_query');
    if (!this.#isAhead || !isOutsideOfTasks || this.#task === null) return;
    if (!refuseOnce(this.#runId, this.#task.historyLength)) return;
    throw new Error(`This worker is ${aheadOfHistory}. Ask again.`);
  }

  #beforeStep(activation: Activation, jobs: readonly Job[]): void {
    const before = this.#task;
    const historyLength = activation.historyLength ?? 0;
    this.#isFirstStep = before === null || historyLength > before.historyLength;
    if (!this.#isFirstStep) return;
    const { seconds, nanos } = activation.timestamp ?? {};
    const startedAt = `${String(seconds)}.${String(nanos)}`;
    const hasLocalActivity = this.#localActivities.size > 0;
    const isLive = !activation.isReplaying;
    const task = { historyLength, startedAt, isLive, jobs, hasLocalActivity, certainEvents: 0 };
    // The history grew, but no task started since: these are events that no task has processed yet. What they lead to is
    // only dropped when the query that brought them is refused, which is the very next activation.
    this.#isAhead = before !== null && task.isLive && task.startedAt === before.startedAt;
    // Such events may also end with the start of a task that another worker had and lost, where the clock does move.
    // That shows at the next task: our commands were never recorded, so the history is too short to hold them.
    if (before !== null && isTooShort(before, task)) throw new Error(`This worker is ${aheadOfHistory}. Replay.`);
    this.#task = task;
  }

  /** Fault C. Once for each: one that is slower than a task, such as in an outage, must get through in the end. */
  #beforeLocalResults({ isReplaying }: Activation, jobs: readonly Job[]): void {
    for (const { resolveActivity } of jobs) {
      if (resolveActivity?.isLocal !== true) continue;
      const seq = resolveActivity.seq ?? 0;
      const scheduledAt = this.#localActivities.get(seq);
      this.#localActivities.delete(seq);
      const isLate = isReplaying !== true && scheduledAt !== undefined && scheduledAt !== this.#task?.historyLength;
      if (isLate && refuseOnce(`${this.#runId}/local/${String(seq)}`, 0)) {
        throw new Error(`This worker is ${aheadOfHistory}. Replay.`);
      }
    }
  }

  /**
   * Fault B. A task that only answers updates must stay as it is: where all were refused, a replay has no such task. So must
   * one that began with an open local activity: live, its result comes in a later step of the task, and a replay hands it
   * over with the first. Its marker is an event.
   */
  #leavesTooLittle(commands: readonly Command[]): boolean {
    if (!this.#isFirstStep || this.#task === null || this.#task.hasLocalActivity) return false;
    return leaveNothing(commands) && !this.#task.jobs.every(({ doUpdate }) => doUpdate != null);
  }
}

/** Whether a live task that follows another one cannot be, had the commands of that one been recorded. */
function isTooShort(before: Task, task: Task): boolean {
  if (!before.isLive || !task.isLive || before.certainEvents === 0) return false;
  const least = before.historyLength + before.certainEvents + eventsBetweenTasks + eventsBehindJobs(task.jobs);
  return task.historyLength < least;
}

/** A command without any effect but its one event. */
function paddingMemo(): Command {
  const fields = { historyGuard: defaultPayloadConverter.toPayload(true) };
  return { modifyWorkflowProperties: { upsertedMemo: { fields } } };
}
