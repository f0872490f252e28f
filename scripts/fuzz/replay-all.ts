import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { temporal } from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { workflowTypes } from '../../src/contract/names';
import type { Stage } from './stage';

/** What the replay of all runs has shown. */
export interface Replayed {
  readonly runs: number;
  /** Runs of ledgers that continued an earlier one. */
  readonly continued: number;
  readonly childRuns: number;
  readonly events: number;
  readonly tasksTimedOut: number;
  readonly tasksFailed: number;
  readonly failures: readonly ReplayFailure[];
}

export interface ReplayFailure {
  readonly workflowId: string;
  readonly runId: string;
  readonly why: string;
}

interface ReplayInput {
  readonly stage: Stage;
  /** Keeps what cannot be replayed; null: nothing is kept. */
  readonly folder: string | null;
  readonly onProgress: (runs: number) => void;
}

type History = temporal.api.history.v1.IHistory;

/** Replays every run of every ledger and child from its first event. One history is in memory at a time. */
export async function replayAll({ stage, folder, onProgress }: ReplayInput): Promise<Replayed> {
  const counts = { runs: 0, continued: 0, childRuns: 0, events: 0, tasksTimedOut: 0, tasksFailed: 0 };
  const failures: ReplayFailure[] = [];
  let current: History = {};
  async function* histories(): AsyncGenerator<{ workflowId: string; history: History }> {
    const types = Object.values(workflowTypes).map((type) => `WorkflowType = "${type}"`);
    for await (const { workflowId, runId, type } of stage.temporal.workflow.list({ query: types.join(' OR ') })) {
      current = await stage.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
      const events = current.events ?? [];
      counts.runs += 1;
      if (type !== workflowTypes.ledger) counts.childRuns += 1;
      if (events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId) counts.continued += 1;
      counts.events += events.length;
      counts.tasksTimedOut += events.filter((event) => event.workflowTaskTimedOutEventAttributes != null).length;
      counts.tasksFailed += events.filter((event) => event.workflowTaskFailedEventAttributes != null).length;
      if (counts.runs % 200 === 0) onProgress(counts.runs);
      yield { workflowId, history: current };
    }
  }
  const replays = Worker.runReplayHistories({ workflowBundle: { codePath: stage.bundlePath } }, histories());
  for await (const { workflowId, runId, error } of replays) {
    if (error === undefined) continue;
    failures.push({ workflowId, runId, why: /\[TMPRL1100\][^"]*/.exec(error.message)?.[0] ?? error.message });
    if (folder !== null) await keep(folder, runId, current);
  }
  return { ...counts, failures };
}

async function keep(folder: string, runId: string, history: History): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, `${runId}.json`), historyToJSON(history));
}
