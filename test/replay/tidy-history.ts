import type { History } from '@temporalio/common/lib/proto-utils';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';

/** What a replay does not read, and what differs from one recording to the next for no reason. */
const leftOut = new Set([
  'taskId',
  'requestId',
  'stackTrace',
  'workerVersion',
  'binaryChecksum',
  'prevAutoResetPoints',
  'meteringMetadata',
  'links',
]);
/** Left out where nothing is in them. Elsewhere an empty object may say something by being there. */
const leftOutIfEmpty = new Set(['header', 'searchAttributes', 'memo', 'userMetadata', 'priority']);

/**
 * A history as it is kept: one event to a line, without the identities of workers and clients, the names of their queues
 * and the places of their files.
 */
export function tidyHistory(history: History, taskQueue: string): string {
  const { events } = JSON.parse(historyToJSON(history)) as { events: unknown[] };
  const lines = events.map((event) => JSON.stringify(tidied(event)).replaceAll(taskQueue, 'payment-reversals'));
  return `{"events":[\n${lines.join(',\n')}\n]}\n`;
}

function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, unknown>).filter(
    ([key, held]) => !leftOut.has(key) && !(leftOutIfEmpty.has(key) && isEmpty(held)),
  );
  return Object.fromEntries(
    entries.map(([key, held]) => {
      if (key === 'identity') return [key, 'a worker or client'];
      if (key === 'taskQueue' && isSticky(held)) return [key, { ...held, name: 'sticky' }];
      return [key, tidied(held)];
    }),
  );
}

function isSticky(queue: unknown): queue is Record<string, unknown> {
  return typeof queue === 'object' && queue !== null && 'kind' in queue && queue.kind === 'TASK_QUEUE_KIND_STICKY';
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
