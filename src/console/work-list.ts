import { WorkListUnavailableError, type ReversalClient } from '../client';
import type { LedgerView, ReversalView } from '../domain/views/view';

/** The queues of the work list, the most urgent first, and all payments. */
export const queues = ['approval', 'unknown', 'retrying', 'failed', 'all'] as const;
export type Queue = (typeof queues)[number];

/** One payment in a queue, with the reversal that put it there. */
export interface WorkLine {
  readonly paymentId: string;
  readonly account: string | null;
  /** null: it has none, or its ledger does not respond. */
  readonly reversal: ReversalView | null;
  /** The ledger does not respond. */
  readonly isUnresponsive: boolean;
}

export interface WorkPage {
  readonly lines: readonly WorkLine[];
  /** More may follow: pass it as `after`. */
  readonly next: string | null;
}

const linesOnPage = 25;
/** The most ledgers that one page reads, and for how long: a rare queue must not read a whole namespace at once. */
const ledgersReadForPage = 200;
const readForMs = 4_000;

export interface WorkQuestion {
  readonly queue: Queue;
  /** Where the previous page ended. */
  readonly after: string | undefined;
  /** The workers publish a work list. */
  readonly hasWorkList: boolean;
}

type Ledgers = Pick<ReversalClient, 'list' | 'show'>;

/**
 * One page of a queue. Every ledger on it is queried, because a listing can be out of date and because a payment can be
 * in two queues. Without a work list on the server, all ledgers are searched.
 */
export async function workPage(ledgers: Ledgers, { queue, after, hasWorkList }: WorkQuestion): Promise<WorkPage> {
  const isParked = hasWorkList && queue !== 'all' && queue !== 'failed';
  try {
    return await readPage(ledgers, queue, { after, parked: isParked });
  } catch (error) {
    if (!(error instanceof WorkListUnavailableError)) throw error;
    return readPage(ledgers, queue, { after, parked: false });
  }
}

async function readPage(ledgers: Ledgers, queue: Queue, from: { after: string | undefined; parked: boolean }) {
  const lines: WorkLine[] = [];
  let { after } = from;
  const deadline = Date.now() + readForMs;
  for (let read = 0; read < ledgersReadForPage && Date.now() < deadline; read += linesOnPage) {
    const listing = await ledgers.list({ limit: linesOnPage, parked: from.parked, after });
    const candidates = await Promise.all(listing.ledgers.map(({ paymentId }) => lineOf(ledgers, paymentId, queue)));
    lines.push(...candidates.filter((line) => belongs(line, queue)));
    if (listing.next === null || lines.length >= linesOnPage) return { lines, next: listing.next };
    after = listing.next;
  }
  return { lines, next: after ?? null };
}

/** The queue of a reversal; null: it needs no attention. */
export function queueOf({
  phase,
  waitingFor,
  outcome,
}: Pick<ReversalView, 'phase' | 'waitingFor' | 'outcome'>): Exclude<Queue, 'all'> | null {
  if (phase === 'completed') return outcome === 'failed' || outcome === 'declined' ? 'failed' : null;
  if (phase === 'stuck') return 'unknown';
  if (waitingFor === 'approval') return 'approval';
  return waitingFor === null ? null : 'retrying';
}

/** The reversal of a payment that needs attention first; if none does, the newest. */
export function mostUrgent(reversals: readonly ReversalView[]): ReversalView | null {
  const rank = (one: ReversalView): number => urgency.indexOf(queueOf(one));
  return reversals.toReversed().toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}

const urgency: readonly (Queue | null)[] = ['unknown', 'approval', 'retrying', 'failed', null];

async function lineOf(ledgers: Pick<ReversalClient, 'show'>, paymentId: string, queue: Queue): Promise<WorkLine> {
  const ledger = await ledgers.show(paymentId).catch((): LedgerView | null => null);
  if (ledger === null) return { paymentId, account: null, reversal: null, isUnresponsive: true };
  const { gatewayAccount: account, reversals } = ledger;
  const inQueue = queue === 'all' ? reversals : reversals.filter((one) => queueOf(one) === queue);
  return { paymentId, account, reversal: mostUrgent(inQueue), isUnresponsive: false };
}

function belongs({ reversal, isUnresponsive }: WorkLine, queue: Queue): boolean {
  // The status of a ledger that does not respond is unknown, so it belongs to the queue of unknown ones.
  if (queue === 'all') return true;
  if (isUnresponsive) return queue === 'unknown';
  return reversal !== null;
}
