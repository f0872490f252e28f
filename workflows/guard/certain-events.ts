import type { coresdk } from '@temporalio/proto';

export type Activation = coresdk.workflow_activation.IWorkflowActivation;
export type Job = coresdk.workflow_activation.IWorkflowActivationJob;
export type Command = coresdk.workflow_commands.IWorkflowCommand;

/** A number of events that is only known to lie between two bounds. */
export interface EventCount {
  readonly least: number;
  readonly most: number;
}

/** Events that these jobs tell of. Counting more than the least that there are would fail a healthy run. */
export function eventsBehindJobs(jobs: readonly Job[]): EventCount {
  const counts = jobs.map(eventsBehindJob);
  return { least: sum(counts.map(({ least }) => least)), most: sum(counts.map(({ most }) => most)) };
}

function eventsBehindJob(job: Job): EventCount {
  if (job.resolveActivity != null) {
    // A local activity leaves a marker among our own commands.
    if (job.resolveActivity.isLocal) return exactly(0);
    const { completed, failed } = job.resolveActivity.result ?? {};
    // Started and completed.
    if (completed != null) return exactly(2);
    // One that timed out or was cancelled may never have started.
    return { least: failed != null ? 1 : 0, most: 2 };
  }
  const isOneEvent =
    job.signalWorkflow ??
    job.fireTimer ??
    job.resolveChildWorkflowExecutionStart ??
    job.resolveChildWorkflowExecution ??
    job.resolveSignalExternalWorkflow ??
    job.cancelWorkflow;
  return exactly(isOneEvent != null ? 1 : 0);
}

function exactly(count: number): EventCount {
  return { least: count, most: count };
}

/** Events that these commands certainly leave once the server has accepted them. */
export function eventsOfCommands(commands: readonly Command[]): number {
  return Math.max(0, sum(commands.map(eventsOfCommand)));
}

function eventsOfCommand(command: Command): number {
  const { accepted, completed } = command.updateResponse ?? {};
  const leavesOne =
    accepted ??
    completed ??
    command.scheduleActivity ??
    command.startTimer ??
    command.startChildWorkflowExecution ??
    command.signalExternalWorkflowExecution ??
    command.upsertWorkflowSearchAttributes ??
    command.modifyWorkflowProperties;
  if (leavesOne != null) return 1;
  // What is cancelled may have been commanded in this same task: then neither of the two leaves an event.
  const takesOneBack =
    command.cancelTimer ??
    command.requestCancelActivity ??
    command.cancelChildWorkflowExecution ??
    command.cancelSignalWorkflow;
  return takesOneBack != null ? -1 : 0;
}

/** Whether a task with these commands leaves an event of its own: a refused update is the one command that leaves none. */
export function leaveNothing(commands: readonly Command[]): boolean {
  return commands.every(({ updateResponse }) => updateResponse?.rejected != null);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
