import type { WorkflowInterceptors } from '@temporalio/workflow';
// A bundle with the guard in it is taken by a worker, though nobody asks it.
import '../../workflows/history-guard';

/** No guard at all: shows what happens without it. */
export function interceptors(): WorkflowInterceptors {
  return {};
}
