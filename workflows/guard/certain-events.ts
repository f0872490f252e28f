import type { coresdk } from '@temporalio/proto';

export type Activation = coresdk.workflow_activation.IWorkflowActivation;
export type Job = coresdk.workflow_activation.IWorkflowActivationJob;
export type Command = coresdk.workflow_commands.IWorkflowCommand;

/** Events that certainly precede an activation with these jobs: one that counts too many would fail a healthy run. */
export function eventsBehindJobs(jobs: readonly Job[]): number {
  return sum(jobs.map(eventsBehindJob));
}

function eventsBehindJob(job: Job): number {
  if (job.resolveActivity != null) {
    // A local activity leaves a marker among our own commands.
    if (job.resolveActivity.isLocal) return 0;
    const { completed, failed } = job.resolveActivity.result ?? {};
    // Started and completed. A failure may be a timeout that never started.
    if (completed != null) return 2;
    return failed != null ? 1 : 0;
  }
  const isOneEvent =
    job.signalWorkflow ??
    job.fireTimer ??
    job.resolveChildWorkflowExecutionStart ??
    job.resolveChildWorkflowExecution ??
    job.resolveSignalExternalWorkflow ??
    job.cancelWorkflow;
  return isOneEvent != null ? 1 : 0;
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
