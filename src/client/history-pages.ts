import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { HistoryUnreadableError } from './errors';
import { grpcCodeOf } from './retry';

type IHistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** Events, or small groups of them. Where an answer is larger than the connection takes, fewer are asked for. */
const eventsOnPage = 256;

/**
 * Reads a run's history page by page, oldest first, whatever its size.
 *
 * @throws HistoryUnreadableError when a single event is larger than the connection takes
 */
export async function* historyPages(
  client: Client,
  execution: { readonly workflowId: string; readonly runId: string },
): AsyncGenerator<readonly IHistoryEvent[]> {
  const { namespace } = client.options;
  // null: the history ends here.
  let nextPageToken: Uint8Array | null = new Uint8Array();
  let maximumPageSize = eventsOnPage;
  while (nextPageToken !== null) {
    try {
      const asked = { namespace, execution, maximumPageSize, nextPageToken };
      const page = await client.workflowService.getWorkflowExecutionHistory(asked);
      nextPageToken = moreAfter(page.nextPageToken);
      yield page.history?.events ?? [];
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      if (maximumPageSize === 1) throw new HistoryUnreadableError(execution.workflowId, execution.runId, error);
      maximumPageSize = Math.ceil(maximumPageSize / 4);
    }
  }
}

/** Absent as well as empty: there is nothing more. */
function moreAfter(token: Uint8Array | null | undefined): Uint8Array | null {
  return token == null || token.length === 0 ? null : token;
}

/** The connection takes no answer of that size: in the words of grpc-js, and by the code of the worker's own connection. */
function isTooLarge(error: unknown): boolean {
  const code = grpcCodeOf(error);
  return code === 11 || (code === 8 && error instanceof Error && /larger than max/i.test(error.message));
}
