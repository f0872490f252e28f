import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { optionalTsToDate } from '@temporalio/common/lib/time';
import { temporal } from '@temporalio/proto';
import { paymentIdOf } from '../contract/names';
import { readWorkItem } from '../contract/search-attributes';
import type { WorkItem } from '../domain/views/work-item';
import { InvalidRequestError, WorkListUnavailableError } from './errors';
import { grpcCodeOf } from './retry';
import { asksForParked, listQuery, type ListOptions } from './list-query';

const { WorkflowExecutionStatus } = temporal.api.enums.v1;
type Execution = temporal.api.workflow.v1.IWorkflowExecutionInfo;
type Page = temporal.api.workflowservice.v1.IListWorkflowExecutionsResponse;

/** One ledger as the server lists it. Instants ISO 8601. */
export interface ListedLedger {
  readonly paymentId: string;
  readonly status: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  /** null while it is open: the server counts closed workflows only. */
  readonly historyLength: number | null;
  /** The most urgent of what is parked; null: nothing is, or the worker keeps no work list. */
  readonly parked: WorkItem | null;
}

export interface LedgerListing {
  readonly ledgers: readonly ListedLedger[];
  /** More may follow: pass it as `after`. */
  readonly next: string | null;
}

/**
 * The ledgers of a namespace, newest first, a page at a time. Moves nothing. What happened a moment ago may not be
 * listed yet. A page may hold fewer than its limit though more follow.
 *
 * @throws InvalidRequestError for options that cannot be read
 * @throws WorkListUnavailableError when a filter needs search attributes that the namespace lacks
 */
export async function listLedgers(client: Client, options: ListOptions): Promise<LedgerListing> {
  const query = listQuery(options, Date.now());
  const page = await pageOf(client, query, options);
  const executions = page.executions ?? [];
  const current = await Promise.all(executions.map((execution) => isCurrent(client, execution)));
  const ledgers = executions.filter((_execution, index) => current[index]).map(toListedLedger);
  const { account } = options;
  return {
    ledgers: account === undefined ? ledgers : ledgers.filter(({ parked }) => parked?.account === account),
    next: nextOf(page.nextPageToken ?? new Uint8Array()),
  };
}

async function pageOf(client: Client, query: string, options: ListOptions): Promise<Page> {
  const { after } = options;
  try {
    return await client.workflowService.listWorkflowExecutions({
      namespace: client.options.namespace,
      query,
      pageSize: Math.min(Math.max(1, options.limit ?? 20), 1000),
      ...(after === undefined ? {} : { nextPageToken: pageToken(after) }),
    });
  } catch (error) {
    const lacksAttributes = grpcCodeOf(error) === invalidArgument && asksForParked(options);
    throw lacksAttributes ? new WorkListUnavailableError(client.options.namespace, error) : error;
  }
}

const invalidArgument = 3;

/** The server accepts any bytes as a page token and searches for long. This prefix shows at once what is no token. */
const markPrefix = 'page-';

function nextOf(token: Uint8Array): string | null {
  return token.length === 0 ? null : `${markPrefix}${Buffer.from(token).toString('base64url')}`;
}

function pageToken(after: string): Uint8Array {
  if (after.startsWith(markPrefix)) return Buffer.from(after.slice(markPrefix.length), 'base64url');
  throw new InvalidRequestError([{ field: 'after', message: 'is not where a listing ended: pass its `next`' }]);
}

/** A ledger that was reset and continues in another run is listed by that run. */
async function isCurrent(client: Client, { execution, status }: Execution): Promise<boolean> {
  const ended: readonly unknown[] = [
    WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED,
    WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED,
  ];
  if (!ended.includes(status) || execution?.workflowId == null) return true;
  return (await client.workflow.getHandle(execution.workflowId).describe()).runId === execution.runId;
}

function toListedLedger({
  execution,
  status,
  startTime,
  closeTime,
  historyLength,
  searchAttributes,
}: Execution): ListedLedger {
  const workflowId = execution?.workflowId ?? '';
  const isOpen = status === WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  const fields = searchAttributes?.indexedFields ?? {};
  return {
    paymentId: paymentIdOf(workflowId) ?? workflowId,
    status: statusWord(status),
    openedAt: instantOf(startTime) ?? '',
    closedAt: isOpen ? null : instantOf(closeTime),
    historyLength: isOpen ? null : Number(historyLength ?? 0),
    parked: isOpen ? readWorkItem((name) => valueOf(fields[name])) : null,
  };
}

function statusWord(status: Execution['status']): string {
  const name = WorkflowExecutionStatus[status ?? WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_UNSPECIFIED];
  return name.replace('WORKFLOW_EXECUTION_STATUS_', '').toLowerCase();
}

function instantOf(instant: Execution['startTime']): string | null {
  return optionalTsToDate(instant)?.toISOString() ?? null;
}

function valueOf(payload: Parameters<typeof defaultPayloadConverter.fromPayload>[0] | undefined): unknown {
  return payload === undefined ? null : defaultPayloadConverter.fromPayload(payload);
}
