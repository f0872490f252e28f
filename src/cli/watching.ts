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
 * Prints each change until everything that is watched has settled, or the program is told to stop. A server or worker
 * that is away for a while is waited for.
 *
 * @throws LedgerNotFoundError, UsageError for a reversal that nobody knows
 */
export async function watch(io: CliIo, session: LedgerSession, watched: Watched): Promise<ExitCode> {
  const stopped = io.untilStopped().then(() => 'stopped' as const);
  const printed = new Map<string, string>();
  let known: readonly ReversalView[] = [];
  let isAway = false;
  for (;;) {
    const looked = lookAt(session, watched);
    // Whoever stops does not wait for an answer.
    looked.catch(() => undefined);
    const seen = await Promise.race([looked, stopped]);
    if (seen === 'stopped') return ended(io, watched, known);
    if (seen === null && !isAway) printHint(io, `no answer; is a worker running on task queue ${session.taskQueue}?`);
    isAway = seen === null;
    known = seen ?? known;
    for (const view of known) printChange(io, view, printed, watched.json);
    if (known.length > 0 && known.every(isOver)) return exitCodeFor(watched, known);
    if ((await Promise.race([sleep(lookEveryMs, null), stopped])) !== null) {
      return ended(io, watched, known);
    }
  }
}

/** null: nobody answered in time. */
async function lookAt({ glance }: LedgerSession, { paymentId, requestId }: Watched): Promise<ReversalView[] | null> {
  try {
    if (requestId !== null) return [await foundReversal(glance, paymentId, requestId, 'the request id')];
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

/** Two views of one reversal differ for whoever watches where this differs. The balance changes with its neighbours. */
function changeOf({ phase, waitingFor, outcome, reason, plan, legs, approvals }: ReversalView): string {
  const statuses = legs.map(({ legId, status }) => [legId, status]);
  return JSON.stringify([phase, waitingFor, outcome, reason, plan?.version, statuses, approvals]);
}

function ended(io: CliIo, watched: Watched, known: readonly ReversalView[]): ExitCode {
  const open = known.filter((view) => !isOver(view)).length;
  printHint(io, known.length === 0 ? 'stopped; nothing was seen' : `stopped; ${open} not settled, and going on`);
  return exitCodeFor(watched, known);
}

function exitCodeFor({ requestId }: Watched, known: readonly ReversalView[]): ExitCode {
  const [only] = known;
  if (only === undefined) return exitCodes.notSettled;
  if (requestId !== null) return exitCodeOf(only);
  if (known.every(isOver)) return exitCodes.done;
  const waits = known.some(({ waitingFor }) => waitingFor === 'approval');
  return waits ? exitCodes.waitingForApproval : exitCodes.notSettled;
}

function isOver({ phase }: ReversalView): boolean {
  return phase === 'completed';
}
