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
import { getActivator } from '@temporalio/workflow/lib/global-attributes';
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
import { fallAsleep, wakeUp } from './guard/asleep';
import { takeNoPromiseStacks } from './guard/promise-stacks';
import { mayRefuse } from './guard/refused-queries';
import { SignalGate } from './guard/signal-gate';

/**
 * Keeps every history replayable: it works around three faults of Temporal's Core (1.24.0), which docs/adr/0015 describes
 * and docs/upstream.md reproduces without this package, and around a fourth that a workflow could avoid by itself.
 *
 * Fault A. The server may hand a worker a query outside of any workflow task, with the history as it is at that moment:
 * its tail holds events that no task has processed. To answer, Core processes that tail as if it were a task, and keeps
 * the run in its cache. The run is then *ahead of its history*: its commands will be recorded later, after events it has
 * not seen yet. A replay sees all these events at once, decides in another order, and fails as nondeterministic.
 *
 * Fault B. Core takes two workflow tasks in a row that left no event for heartbeats. Together with the task of an update
 * they are merged into one when they are read live, and separated when they are replayed.
 *
 * Fault C. A query that comes with a task ends the task once it is answered. A local activity that ends meanwhile is
 * recorded with that task, and its result reaches the run in the next one. A replay hands it over in the task that
 * scheduled it, and then even loses the answers to updates that follow from it.
 *
 * Fault D. An update that is refused wakes the run, and leaves no event. What the run commands by the clock, or because its
 * history has grown long, a replay, which is not woken, commands at another point.
 *
 * The guard acts on the ledger and its children. Other workflows of the same worker are left as they are.
 */
export function interceptors(): WorkflowInterceptors {
  const { workflowType, runId, taskTimeoutMs } = workflowInfo();
  if (!Object.values<string>(workflowTypes).includes(workflowType)) return {};
  takeNoPromiseStacks();
  const guard = new HistoryGuard(runId, taskTimeoutMs);
  // Only a ledger asks for what was held back.
  return { internals: workflowType === workflowTypes.ledger ? [guard, new SignalGate(readSignal)] : [guard] };
}

/** As the SDK will: the worker may have a converter of its own, which nothing public of the SDK names. */
function readSignal({ input }: NonNullable<Job['signalWorkflow']>): void {
  const { payloadConverter, info } = getActivator();
  const context = { type: 'workflow', namespace: info.namespace, workflowId: info.workflowId } as const;
  for (const payload of input ?? []) payloadConverter.fromPayload(payload, context);
}

/** What is known of a workflow task, or of what Core takes for one. */
interface Task {
  /** Events in the history when it began. Steps of the same task share it. */
  readonly historyLength: number;
  readonly startedAt: Instant;
  readonly isLive: boolean;
  /** What woke the run. */
  readonly jobs: readonly Job[];
  /** A local activity was open when it began. */
  readonly hasLocalActivity: boolean;
  /** Events that its commands leave for certain. */
  readonly certainEvents: number;
  /** No task started since the one before it: its events are the tail of the history, which a query brought. */
  readonly isTail: boolean;
  /** The first live one after a replay, as when a worker takes a run over: a query may have brought it as well as a task. */
  readonly isTakeover: boolean;
  /** A query outside of tasks followed it. Then it may be a tail too, one that ends with a task that a worker lost. */
  readonly isQueried: boolean;
}

type Instant = NonNullable<Activation['timestamp']>;

/** Core's id of a query that comes outside of any workflow task. */
const legacyQueryId = 'legacy_query';

/** The end of a task, however it ended, and the scheduling and the start of the next one. */
const eventsBetweenTasks = 3;

/** Without its stack: the worker logs the error whole, and Node puts the bundle's line in front of a stack of its own. */
class AheadOfHistory extends Error {
  override readonly name = 'AheadOfHistory';

  constructor(whatNext: string) {
    super(`This worker is ${aheadOfHistory}. ${whatNext}`);
    const stack = `${this.name}: ${this.message}`;
    Object.defineProperty(this, 'stack', { get: () => stack, set: () => undefined });
  }
}

/**
 * Detects by the history's length that a run is ahead of its history, and then fails the activation. Core drops a run
 * whose activation failed, and replays it from its history when it is needed again; nothing was sent to the server.
 */
export class HistoryGuard implements WorkflowInternalsInterceptor {
  readonly #runId: string;
  readonly #taskTimeoutMs: number;
  #task: Task | null = null;
  /** Whether the activation at hand is the first step of a task. */
  #isFirstStep = false;
  /** The numbers of the local activities whose results the run does not have yet. */
  readonly #localActivities = new Set<number>();

  constructor(runId: string, taskTimeoutMs: number) {
    this.#runId = runId;
    this.#taskTimeoutMs = taskTimeoutMs;
  }

  activate(input: ActivateInput, next: Next<WorkflowInternalsInterceptor, 'activate'>): void {
    const jobs = input.activation.jobs ?? [];
    if (jobs.some(({ queryWorkflow }) => queryWorkflow != null)) this.#beforeQuery(jobs);
    else this.#beforeStep(input.activation, jobs);
    for (const { resolveActivity } of jobs) {
      if (resolveActivity?.isLocal === true) this.#localActivities.delete(resolveActivity.seq ?? 0);
    }
    this.#nextAsleep(input, next);
  }

  /** Fault D. Updates that come first are handed over to a sleeping run: one that is accepted wakes it, as other jobs do. */
  #nextAsleep(input: ActivateInput, next: Next<WorkflowInternalsInterceptor, 'activate'>): void {
    const jobs = input.activation.jobs ?? [];
    const firstOther = jobs.findIndex(({ doUpdate }) => doUpdate == null);
    const updates = firstOther === -1 ? jobs : jobs.slice(0, firstOther);
    if (updates.length > 0) {
      fallAsleep(this.#runId);
      input.activation.jobs = updates;
      next(input);
      if (firstOther === -1) return;
    }
    wakeUp();
    input.activation.jobs = jobs.slice(updates.length);
    next(input);
  }

  concludeActivation(
    input: ConcludeActivationInput,
    next: Next<WorkflowInternalsInterceptor, 'concludeActivation'>,
  ): ConcludeActivationOutput {
    const output = next(input);
    const due = this.#withoutEarlyAnswers(output.commands);
    const commands = this.#leavesTooLittle(due) ? [...due, paddingMemo()] : due;
    const task = this.#task;
    for (const { scheduleLocalActivity } of commands) {
      if (scheduleLocalActivity?.seq != null) this.#localActivities.add(scheduleLocalActivity.seq);
    }
    if (task !== null) this.#task = { ...task, certainEvents: task.certainEvents + eventsOfCommands(commands) };
    return { ...output, commands };
  }

  /** A query that came with a workflow task is answered by what the history holds; only one outside of tasks can be ahead. */
  #beforeQuery(jobs: readonly Job[]): void {
    this.#isFirstStep = false;
    const isOutsideOfTasks = jobs.some(({ queryWorkflow }) => queryWorkflow?.queryId === legacyQueryId);
    if (!isOutsideOfTasks || this.#task === null) return;
    this.#task = { ...this.#task, isQueried: true };
    // After a takeover it may have been brought by this query, with the start of a task that another worker has lost. Core
    // would send what it commands with the next task, without a further activation if nothing else has happened.
    const mayBeAhead = this.#task.isTail || this.#task.isTakeover;
    if (!mayBeAhead || !mayRefuse(this.#runId, this.#task.historyLength)) return;
    throw new AheadOfHistory('Ask again.');
  }

  #beforeStep(activation: Activation, jobs: readonly Job[]): void {
    const before = this.#task;
    const historyLength = activation.historyLength ?? 0;
    this.#isFirstStep = before === null || historyLength > before.historyLength;
    if (!this.#isFirstStep) return;
    const startedAt = activation.timestamp ?? {};
    const isLive = !activation.isReplaying;
    const hasLocalActivity = this.#localActivities.size > 0;
    // The history grew, but no task started since. What these events lead to is only dropped when the query that brought
    // them is refused, which is the very next activation.
    const isTail = before !== null && isLive && isSame(startedAt, before.startedAt);
    const task = {
      historyLength,
      startedAt,
      isLive,
      jobs,
      hasLocalActivity,
      certainEvents: 0,
      isTail,
      isTakeover: isLive && before?.isLive === false,
      isQueried: false,
    };
    if (before !== null && lacksOurEvents(before, task, this.#taskTimeoutMs)) {
      throw new AheadOfHistory('Replay.');
    }
    this.#task = task;
  }

  /**
   * Fault C. While a local activity is open, a query that came with the task stays unanswered: the task ends with the
   * activity's result handed over, and the server then asks the query outside of tasks.
   */
  #withoutEarlyAnswers(commands: readonly Command[]): Command[] {
    if (this.#localActivities.size === 0) return [...commands];
    return commands.filter(({ respondToQuery }) => respondToQuery == null || respondToQuery.queryId === legacyQueryId);
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

/** Whether the history lacks, or may lack, what the task before this live one commanded: it was no task, but a tail. */
function lacksOurEvents(before: Task, task: Task, taskTimeoutMs: number): boolean {
  if (!before.isLive || !task.isLive) return false;
  return before.isTail || isTooShort(before, task) || isAllTimeouts(before, task, taskTimeoutMs);
}

/** Whether this task cannot be, had the commands of the one before been recorded. */
function isTooShort(before: Task, task: Task): boolean {
  if (before.certainEvents === 0) return false;
  const least = before.historyLength + before.certainEvents + eventsBetweenTasks + eventsBehindJobs(task.jobs).least;
  return task.historyLength < least;
}

/** A task that follows lost ones is scheduled when the last of them times out, and starts soon after. */
const startsWithinMs = 5_000;

/**
 * Whether lost tasks alone explain how much the history grew, and when: each adds as many events as a task that ends well,
 * without any of ours, and takes the whole timeout of a task. A healthy run looks the same only where a message comes in
 * just these seconds. It is then replayed once, which costs time and nothing else.
 */
function isAllTimeouts(before: Task, task: Task, taskTimeoutMs: number): boolean {
  if (!before.isQueried) return false;
  const { least, most } = eventsBehindJobs(task.jobs);
  const added = task.historyLength - before.historyLength;
  for (let others = least; others <= most; others += 1) {
    const lost = (added - others) / eventsBetweenTasks;
    const lateMs = msBetween(before.startedAt, task.startedAt) - lost * taskTimeoutMs;
    if (!Number.isInteger(lost) || lost < 1 || lateMs < 0) continue;
    // One lost task leaves nothing for commands of ours, however late it is.
    if (lost === 1 || lateMs < startsWithinMs) return true;
  }
  return false;
}

function isSame(one: Instant, other: Instant): boolean {
  return String(one.seconds) === String(other.seconds) && one.nanos === other.nanos;
}

function msBetween(earlier: Instant, later: Instant): number {
  return (Number(later.seconds) - Number(earlier.seconds)) * 1_000 + ((later.nanos ?? 0) - (earlier.nanos ?? 0)) / 1e6;
}

/** A command without any effect but its one event. */
function paddingMemo(): Command {
  const fields = { historyGuard: defaultPayloadConverter.toPayload(true) };
  return { modifyWorkflowProperties: { upsertedMemo: { fields } } };
}
