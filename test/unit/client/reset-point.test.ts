import { temporal } from '@temporalio/proto';
import { resetPoint } from '../../../src/client/reset-point';

type Event = temporal.api.history.v1.IHistoryEvent;

const { WorkflowTaskFailedCause: causes } = temporal.api.enums.v1;
const nonDeterministic = causes.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR;
const workerFailure = causes.WORKFLOW_TASK_FAILED_CAUSE_WORKFLOW_WORKER_UNHANDLED_FAILURE;
const ofReset = causes.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW;

/** Tasks that ended with these events, and then the tries of one that fails. */
function historyOf(
  completedTasks: readonly number[],
  failures: readonly (readonly [temporal.api.enums.v1.WorkflowTaskFailedCause, string])[] = [],
): Event[] {
  const completed = completedTasks.map((id) => event(id, { workflowTaskCompletedEventAttributes: {} }));
  const last = completedTasks.at(-1) ?? 0;
  const failed = failures.map(([cause, message], index) =>
    event(last + index + 1, { workflowTaskFailedEventAttributes: { cause, failure: { message } } }),
  );
  return [...completed, ...failed];
}

function event(id: number, attributes: Partial<Event>): Event {
  return temporal.api.history.v1.HistoryEvent.fromObject({ eventId: id, ...attributes });
}

function pointOf(events: readonly Event[], attempt: number, isRunning = true) {
  const point = resetPoint(events, { isRunning, attempt });
  return point === null ? null : { task: Number(point.eventId), withoutSignals: point.withoutSignals };
}

const tasks = [4, 10, 20, 30];

describe('A run is reset', () => {
  it.each([
    ['to the task whose event a replay does not find', 'HistoryEvent(id: 21, ActivityTaskScheduled)', 20],
    [
      'to that task where Core calls it a fatal error',
      'Fatal error in workflow machines: EventInfo { event_id: 11 }',
      10,
    ],
    ['to its last task where no event is named', 'Nondeterminism error: nothing is named', 30],
  ])('%s', (_claim, message, task) => {
    const cause = message.startsWith('Fatal') ? causes.WORKFLOW_TASK_FAILED_CAUSE_UNSPECIFIED : nonDeterministic;
    const again = [workerFailure, 'a worker was lost in between'] as const;
    expect(pointOf(historyOf(tasks, [[cause, message], again]), 2)).toEqual({ task, withoutSignals: false });
  });

  it('to its last task, without signals, when a task keeps failing for another reason', () => {
    expect(pointOf(historyOf(tasks, [[workerFailure, 'cannot be decoded']]), 3)).toEqual({
      task: 30,
      withoutSignals: true,
    });
    expect(pointOf(historyOf(tasks), 21)).toEqual({ task: 30, withoutSignals: true });
  });

  it('to where its first task was scheduled, when no task was ever done', () => {
    // What the last attempt leaves is shown, with ids that are not recorded yet: the server takes none of them.
    const scheduled = [3, 6].map((id) => event(id, { workflowTaskScheduledEventAttributes: {} }));
    const failed = event(5, { workflowTaskFailedEventAttributes: { cause: workerFailure } });
    expect(pointOf([...scheduled, failed], 3)).toEqual({ task: 4, withoutSignals: true });
  });

  it('to its last task when it has ended', () => {
    expect(pointOf(historyOf(tasks), 0, false)).toEqual({ task: 30, withoutSignals: false });
  });

  it('not at all while it may continue by itself', () => {
    expect(pointOf(historyOf(tasks), 3)).toBeNull();
    expect(pointOf(historyOf(tasks, [[workerFailure, 'once']]), 2)).toBeNull();
    expect(pointOf(historyOf(tasks, [[ofReset, 'reset before']]), 3)).toBeNull();
  });
});
