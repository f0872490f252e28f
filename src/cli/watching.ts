import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerUnavailableError, type ReversalView } from '../client';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-code';
import { foundReversal } from './found-reversal';
import type { CliIo } from './io';
import type { LedgerSession } from './ledger-session';
import { printHint } from './print';
import { changeLine } from './render/change';
import { painter } from './render/paint';

export interface Watched {
  readonly paymentId: string;
  /** null: all reversals of the payment. */
  readonly requestId: string | null;
  readonly json: boolean;
}

const lookEveryMs = 500;

/**
 * Prints each change until all that is watched is completed, or the program is asked to stop. Waits for a server or
 * worker that is away for a while.
 *
 * @throws LedgerNotFoundError, UsageError for a reversal that the ledger does not know
 */
export async function watch(io: CliIo, session: LedgerSession, watched: Watched): Promise<ExitCode> {
  const stopped = io.untilStopped().then(() => 'stopped' as const);
  const printed = new Map<string, string>();
  let latest: readonly ReversalView[] = [];
  let isAway = false;
  for (;;) {
    const looked = lookAt(session, watched);
    // A stop does not wait for an answer.
    looked.catch(() => undefined);
    const seen = await Promise.race([looked, stopped]);
    if (seen === 'stopped') return ended(io, watched, latest);
    if (seen === null && !isAway) printHint(io, `no answer; is a worker running on task queue ${session.taskQueue}?`);
    isAway = seen === null;
    latest = seen ?? latest;
    for (const view of latest) printChange(io, view, printed, watched.json);
    if (latest.length > 0 && latest.every(isOver)) return exitCodeFor(watched, latest);
    if ((await Promise.race([sleep(lookEveryMs, null), stopped])) !== null) {
      return ended(io, watched, latest);
    }
  }
}

/** null: no answer came in time. */
async function lookAt({ glance }: LedgerSession, { paymentId, requestId }: Watched): Promise<ReversalView[] | null> {
  try {
    if (requestId !== null) return [await foundReversal(glance, paymentId, requestId)];
    return [...(await glance.show(paymentId)).reversals];
  } catch (error) {
    if (error instanceof LedgerUnavailableError) return null;
    throw error;
  }
}

function printChange(io: CliIo, view: ReversalView, printed: Map<string, string>, json: boolean): void {
  const change = changeOf(view);
  if (printed.get(view.reversalId) === change) return;
  printed.set(view.reversalId, change);
  io.stdout.write(`${json ? JSON.stringify(view) : changeLine(view, painter(io.stdout))}\n`);
}

/** What makes a change worth a line. The balance does not: it also changes with other reversals. */
function changeOf({ phase, waitingFor, outcome, reason, plan, legs, approvals }: ReversalView): string {
  const statuses = legs.map(({ legId, status }) => [legId, status]);
  return JSON.stringify([phase, waitingFor, outcome, reason, plan?.version, statuses, approvals]);
}

function ended(io: CliIo, watched: Watched, latest: readonly ReversalView[]): ExitCode {
  const open = latest.filter((view) => !isOver(view)).length;
  printHint(io, latest.length === 0 ? 'stopped; no answer came' : `stopped; ${open} not completed, and continuing`);
  return exitCodeFor(watched, latest);
}

function exitCodeFor({ requestId }: Watched, latest: readonly ReversalView[]): ExitCode {
  const [only] = latest;
  if (only === undefined) return exitCodes.notCompleted;
  if (requestId !== null) return exitCodeOf(only);
  if (latest.every(isOver)) return exitCodes.done;
  const waits = latest.some(({ waitingFor }) => waitingFor === 'approval');
  return waits ? exitCodes.waitingForApproval : exitCodes.notCompleted;
}

function isOver({ phase }: ReversalView): boolean {
  return phase === 'completed';
}
