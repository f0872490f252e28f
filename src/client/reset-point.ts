import { temporal } from '@temporalio/proto';

type Event = temporal.api.history.v1.IHistoryEvent;
type TaskFailure = temporal.api.history.v1.IWorkflowTaskFailedEventAttributes;
type EventId = NonNullable<Event['eventId']>;

const { WorkflowTaskFailedCause: causes } = temporal.api.enums.v1;

/** Where a run is to be reset to. */
export interface ResetPoint {
  /** The end of the workflow task that is done anew. */
  readonly eventId: EventId;
  /** A signal that cannot be decoded has wedged the run; senders repeat the others. */
  readonly withoutSignals: boolean;
}

export interface RunState {
  readonly isRunning: boolean;
  /** Of the pending workflow task; 0: there is none. */
  readonly attempt: number;
}

/** A workflow task tried more often than this may be failing, or have met workers that were lost one after the other. */
const failingFrom = 2;
/** So often no worker is lost in a row. */
const failingSurelyFrom = 20;

/** It says how a workflow task came about or ended. */
export function isOfWorkflowTask(event: Event): boolean {
  return (
    event.workflowTaskScheduledEventAttributes != null ||
    event.workflowTaskCompletedEventAttributes != null ||
    event.workflowTaskFailedEventAttributes != null ||
    event.workflowTaskTimedOutEventAttributes != null
  );
}

/** Null: the run continues by itself, as far as its history tells. */
export function resetPoint(events: readonly Event[], { isRunning, attempt }: RunState): ResetPoint | null {
  if (!isRunning) return { eventId: lastTask(events), withoutSignals: false };
  const failures = failuresOfPendingTask(events);
  const unreplayable = failures.findLast((failed) => failed !== null && isUnreplayable(failed));
  if (unreplayable != null) {
    return { eventId: turnedTask(events, unreplayable.failure?.message ?? ''), withoutSignals: false };
  }
  const isWedged = attempt > failingSurelyFrom || (attempt > failingFrom && failures.at(-1) != null);
  return isWedged ? { eventId: lastTask(events), withoutSignals: true } : null;
}

/** Core calls some histories that it cannot replay a fatal error of its own machines, and gives them no cause. */
function isUnreplayable({ cause, failure }: TaskFailure): boolean {
  const isNamedSo = cause === causes.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR;
  return isNamedSo || (failure?.message ?? '').includes('Fatal error in workflow machines');
}

/** How the attempts of the pending task ended, as far as the history shows; null: its worker was lost. */
function failuresOfPendingTask(events: readonly Event[]) {
  const since = events.findLastIndex((event) => event.workflowTaskCompletedEventAttributes != null);
  return events
    .slice(since + 1)
    .filter((event) => event.workflowTaskFailedEventAttributes ?? event.workflowTaskTimedOutEventAttributes)
    .map(({ workflowTaskFailedEventAttributes: failed }) => failed ?? null)
    .filter((failed) => failed?.cause !== causes.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW);
}

/**
 * The task whose commands a replay does not find again. Core's message names the event, such as
 * `HistoryEvent(id: 19, ...)` or `event_id: 19`. Where it names none it is the last task: if that is not far enough, the run fails again
 * after the reset, and the next one goes to the task before.
 */
function turnedTask(events: readonly Event[], message: string): EventId {
  const [, named] = /(?:HistoryEvent\(id|event_id): (\d+)/.exec(message) ?? [];
  const upTo = named === undefined ? Infinity : Number(named);
  const task = events.findLast(
    (event) => event.workflowTaskCompletedEventAttributes != null && Number(event.eventId) <= upTo,
  );
  return task?.eventId ?? lastTask(events);
}

function lastTask(events: readonly Event[]): EventId {
  const completed = events.findLast((event) => event.workflowTaskCompletedEventAttributes != null);
  if (completed?.eventId != null) return completed.eventId;
  // No task was ever done: back to where the first was scheduled. What the last attempts left may not be recorded yet.
  const scheduled = events.find((event) => event.workflowTaskScheduledEventAttributes != null);
  if (scheduled?.eventId == null) throw new Error('The run has no workflow task to go back to.');
  return scheduled.eventId.add(1);
}
