import type { coresdk } from '@temporalio/proto';
import { mayRefuse, refusalsAtOneLength } from '../../../workflows/guard/refused-queries';
import { HistoryGuard } from '../../../workflows/history-guard';

type Activation = coresdk.workflow_activation.IWorkflowActivation;
type Job = coresdk.workflow_activation.IWorkflowActivationJob;
type Command = coresdk.workflow_commands.IWorkflowCommand;

const timer: Job = { fireTimer: { seq: 1 } };
const signal: Job = { signalWorkflow: { signalName: 'wake' } };
const update: Job = { doUpdate: { name: 'count' } };
const query: Job = { queryWorkflow: { queryId: 'legacy_query', queryType: 'asked' } };
const queryOfTask: Job = { queryWorkflow: { queryId: 'q1', queryType: 'asked' } };
const scheduled: Command = { scheduleActivity: { seq: 1 } };
const readRules: Command = { scheduleLocalActivity: { seq: 7 } };
const rulesRead: Job = { resolveActivity: { seq: 7, isLocal: true, result: { completed: {} } } };
const answer = (queryId: string): Command => ({ respondToQuery: { queryId, succeeded: {} } });
const rejected: Command = { updateResponse: { rejected: { message: 'no' } } };

let runs = 0;

/** A run, of its own unless an id is given, and the guard before it. */
function guardedRun(runId = `run-${String((runs += 1))}`) {
  const guard = new HistoryGuard(runId, 10_000);
  /** One activation: how long the history is, when its task started, what woke the run, and what it commands. */
  return (
    historyLength: number,
    startedAtSeconds: number,
    jobs: Job[],
    commands: Command[] = [],
    isReplaying = false,
  ) => {
    const activation = { historyLength, isReplaying, timestamp: { seconds: startedAtSeconds, nanos: 0 }, jobs };
    guard.activate({ activation: activation as unknown as Activation, batchIndex: 0 }, () => undefined);
    return guard.concludeActivation({ commands }, (input) => input).commands;
  };
}

describe('The history guard', () => {
  it('refuses queries after events that no task has processed, as many as may have waited together', () => {
    const run = guardedRun();
    run(3, 1, [], [scheduled]);
    run(8, 1, [timer], [scheduled]);
    for (let made = 0; made < refusalsAtOneLength; made += 1) {
      expect(() => run(8, 1, [query])).toThrow('ahead of the history');
    }
    expect(() => run(8, 1, [query])).not.toThrow();
  });

  it('refuses a query after the first live task behind a replay: another worker may have lost that task', () => {
    const run = guardedRun();
    run(3, 1, [], [scheduled], true);
    run(10, 2, [timer], [scheduled]);
    expect(() => run(10, 2, [query])).toThrow('ahead of the history');
    const replayed = guardedRun();
    replayed(3, 1, [], [scheduled], true);
    replayed(10, 2, [timer], [scheduled], true);
    expect(() => replayed(10, 2, [query])).not.toThrow();
  });

  it('answers queries of a run that is as far as its history, and those that come with a task', () => {
    const run = guardedRun();
    run(3, 1, [], [scheduled]);
    expect(() => run(3, 1, [query])).not.toThrow();
    run(8, 1, [timer], [scheduled]);
    expect(() => run(8, 1, [queryOfTask])).not.toThrow();
  });

  it('leaves a query that came with a task unanswered until the local activities of the task have ended', () => {
    const run = guardedRun();
    run(3, 1, [update], [readRules]);
    expect(run(3, 1, [queryOfTask], [answer('q1')])).toEqual([]);
    expect(run(3, 1, [rulesRead], [scheduled])).toEqual([scheduled]);
    expect(run(3, 1, [queryOfTask], [answer('q1')])).toEqual([answer('q1')]);
  });

  it('answers a query outside of tasks while a local activity is open: nothing else would', () => {
    const run = guardedRun();
    run(3, 1, [update], [readRules], true);
    expect(run(3, 1, [query], [answer('legacy_query')])).toEqual([answer('legacy_query')]);
  });

  it('hands the result of a local activity over whenever it comes', () => {
    const run = guardedRun();
    run(3, 1, [update], [readRules]);
    expect(() => run(8, 2, [rulesRead], [scheduled])).not.toThrow();
  });

  it('fails a task before which our commands are missing from the history', () => {
    const run = guardedRun();
    run(3, 1, [], [scheduled]);
    run(10, 2, [timer], [scheduled, scheduled]);
    expect(() => run(15, 3, [signal])).toThrow('ahead of the history');
  });

  it.each([
    ['whose history holds them', 16, [], false],
    ['that is only replayed', 12, [], true],
  ])('lets a task pass %s', (_what, historyLength, commands: Command[], isReplaying) => {
    const run = guardedRun();
    run(3, 1, [], [scheduled], isReplaying);
    run(10, 2, [timer], [scheduled, scheduled], isReplaying);
    expect(() => run(historyLength, 3, [signal], commands, isReplaying)).not.toThrow();
  });

  it('fails a task after a tail whose query was answered, however much the history grew', () => {
    const run = guardedRun();
    run(3, 1, [], [scheduled]);
    run(8, 1, [timer], [scheduled]);
    for (let made = 0; made < refusalsAtOneLength; made += 1) {
      expect(() => run(8, 1, [query])).toThrow('ahead of the history');
    }
    run(8, 1, [query]);
    expect(() => run(20, 9, [signal])).toThrow('ahead of the history');
  });

  it('fails a task after a query where tasks that were lost explain all that the history grew by', () => {
    const run = guardedRun();
    run(3, 1, [], [scheduled]);
    run(10, 2, [timer], [scheduled]);
    run(10, 2, [query]);
    // Two tasks timed out, and two signals came: as many events as one task with our two and one signal more.
    expect(() => run(18, 23, [signal, signal])).toThrow('ahead of the history');
  });

  it.each([
    ['without a query', [], 18, 23],
    ['that comes before tasks could time out', [query], 18, 9],
    ['that comes long after', [query], 18, 300],
    ['whose history holds what only our commands leave', [query], 16, 23],
  ])('lets a task after a query pass %s', (_what, queries, historyLength, startedAt) => {
    const run = guardedRun();
    run(3, 1, [], [scheduled]);
    run(10, 2, [timer], [scheduled]);
    for (const asked of queries) run(10, 2, [asked]);
    expect(() => run(historyLength, startedAt, [signal, signal])).not.toThrow();
  });

  it('lets every task that woke the run leave an event', () => {
    const run = guardedRun();
    run(3, 1, [], [scheduled]);
    expect(run(10, 2, [signal])).toEqual([expect.objectContaining({ modifyWorkflowProperties: expect.anything() })]);
    expect(run(15, 3, [signal], [scheduled])).toEqual([scheduled]);
    expect(run(20, 4, [signal, update], [rejected])).toHaveLength(2);
  });

  it('adds nothing to a task that began with an open local activity, live and replayed alike', () => {
    const live = guardedRun();
    live(3, 1, [signal], [readRules]);
    expect(live(7, 2, [signal])).toEqual([]);
    expect(live(7, 2, [rulesRead], [scheduled])).toEqual([scheduled]);
    expect(live(13, 3, [signal])).toHaveLength(1);
    const replayed = guardedRun();
    replayed(3, 1, [signal], [readRules], true);
    expect(replayed(7, 2, [signal, rulesRead], [], true)).toEqual([]);
  });

  it('adds nothing where a replay has no such task, or no new one', () => {
    const run = guardedRun();
    run(3, 1, [], [scheduled]);
    expect(run(10, 2, [update], [rejected])).toEqual([rejected]);
    run(14, 3, [signal], [scheduled]);
    expect(run(14, 3, [{ resolveActivity: { isLocal: true } }])).toEqual([]);
    expect(run(14, 3, [queryOfTask])).toEqual([]);
  });
});

describe('The memory of refused queries', () => {
  it('refuses a run a few times at each length of its history, and forgets the oldest of a thousand runs', () => {
    for (let made = 0; made < refusalsAtOneLength; made += 1) expect(mayRefuse('a', 5)).toBe(true);
    expect(mayRefuse('a', 5)).toBe(false);
    expect(mayRefuse('a', 6)).toBe(true);
    for (let made = 1; made < refusalsAtOneLength; made += 1) expect(mayRefuse('a', 6)).toBe(true);
    for (let index = 0; index < 1_000; index += 1) mayRefuse(`other-${String(index)}`, 1);
    expect(mayRefuse('a', 6)).toBe(true);
  });
});
