import { actionsOf, addActions, totalOf, type CountedEvent } from '../../../scripts/bench/history-cost';

const started: CountedEvent = { workflowExecutionStartedEventAttributes: {} };
const signaled: CountedEvent = { workflowExecutionSignaledEventAttributes: {} };
const accepted: CountedEvent = { workflowExecutionUpdateAcceptedEventAttributes: {} };
const scheduled: CountedEvent = { activityTaskScheduledEventAttributes: {} };
const timer: CountedEvent = { timerStartedEventAttributes: {} };
const task: CountedEvent = { workflowTaskCompletedEventAttributes: {} };
const child: CountedEvent = { startChildWorkflowExecutionInitiatedEventAttributes: {} };

function marker(taskEventId: number): CountedEvent {
  return { markerRecordedEventAttributes: { workflowTaskCompletedEventId: taskEventId } };
}

function attempt(number: number): CountedEvent {
  return { activityTaskStartedEventAttributes: { attempt: number } };
}

describe('Billable actions counted from a history', () => {
  it.each<[string, readonly CountedEvent[], number]>([
    ['a bare workflow with one activity: two', [started, task, scheduled, attempt(1), task], 2],
    ['an update with its start: two', [started, task, accepted], 2],
    ['a signal with its start: one', [started, signaled, task], 1],
    ['a start and a signal later: two', [started, task, signaled], 2],
    ['a child: two, where it is asked for', [child], 2],
    ['a child that was started by its parent: nothing more', [childStart()], 0],
    ['several local activities of one workflow task: one', [task, marker(4), marker(4)], 1],
    ['local activities of two workflow tasks: two', [task, marker(4), task, marker(9)], 2],
    ['an activity that was tried three times: three', [scheduled, attempt(3)], 3],
    ['a timer: one', [timer], 1],
    ['workflow tasks: nothing', [task, task], 0],
  ])('%s', (_what, events, expected) => {
    expect(totalOf(actionsOf(events))).toBe(expected);
  });

  it('counts only what came after the events that were there before', () => {
    const events = [started, task, accepted, scheduled, attempt(1), accepted, scheduled, attempt(1)];
    expect(totalOf(actionsOf(events, 5))).toBe(2);
  });

  it('adds up histories kind by kind', () => {
    const both = addActions(actionsOf([started, scheduled]), actionsOf([started, timer]));
    expect(both).toMatchObject({ starts: 2, activities: 1, timers: 1, children: 0 });
    expect(totalOf(both)).toBe(4);
  });
});

function childStart(): CountedEvent {
  return { workflowExecutionStartedEventAttributes: { parentWorkflowExecution: {} } };
}
