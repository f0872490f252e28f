import { workflowInfo, type WorkflowInterceptors } from '@temporalio/workflow';
import { HistoryGuard } from '../../workflows/history-guard';

/** The guard for workflows of any name. */
export function interceptors(): WorkflowInterceptors {
  return { internals: [new HistoryGuard(workflowInfo().runId, workflowInfo().taskTimeoutMs)] };
}
