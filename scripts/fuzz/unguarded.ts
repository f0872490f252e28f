import type { WorkflowInterceptors } from '@temporalio/workflow';
// A worker accepts a bundle that contains the guard, although the guard is never called.
import '../../workflows/history-guard';

/** No guard at all: shows what the fuzz finds without it. */
export function interceptors(): WorkflowInterceptors {
  return {};
}
