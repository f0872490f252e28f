import { WorkListUnavailableError, type ReversalClient } from '../client';
import type { LedgerView, ReversalView } from '../domain/views/view';

/** The queues of the work list, the most urgent first. */
export const queues = ['approval', 'unknown', 'retrying', 'failed', 'all'] as const;
export type Queue = (typeof queues)[number];

/** One payment of a queue, with the reversal that put it there. */
export interface WorkLine {
  readonly paymentId: string;
  readonly account: string | null;
  /** null: it has none, or its ledger does not answer. */
  readonly reversal: ReversalView | null;
  /** The ledger did not answer. */
  readonly isSilent: boolean;
}

export interface WorkPage {
  readonly lines: readonly WorkLine[];
  /** More may follow: pass it as `after`. */
  readonly next: string | null;
}

const linesOnPage = 25;
/** How many ledgers are looked at for one page, and for how long: a rare queue must not read a whole namespace at once. */
const looksForPage = 200;
const looksForMs = 4_000;

export interface WorkQuestion {
  readonly queue: Queue;
  /** Where the page before ended. */
  readonly after: string | undefined;
  /** The workers keep a work list. */
  readonly isKept: boolean;
}

type Ledgers = Pick<ReversalClient, 'list' | 'show'>;

/**
 * One page of a queue. Every ledger of it is asked, because what stands in a list may be old, and because a payment may
 * lie on two queues. Where the server keeps no work list, all ledgers are looked through.
 */
export async function workPage(ledgers: Ledgers, { queue, after, isKept }: WorkQuestion): Promise<WorkPage> {
  const isParked = isKept && queue !== 'all' && queue !== 'failed';
  try {
    return await readPage(ledgers, queue, { after, parked: isParked });
  } catch (error) {
    if (!(error instanceof WorkListUnavailableError)) throw error;
    return readPage(ledgers, queue, { after, parked: false });
  }
}

async function readPage(ledgers: Ledgers, queue: Queue, asked: { after: string | undefined; parked: boolean }) {
  const lines: WorkLine[] = [];
  let { after } = asked;
  const deadline = Date.now() + looksForMs;
  for (let looked = 0; looked < looksForPage && Date.now() < deadline; looked += linesOnPage) {
    const listing = await ledgers.list({ limit: linesOnPage, parked: asked.parked, after });
    const seen = await Promise.all(listing.ledgers.map(({ paymentId }) => lineOf(ledgers, paymentId, queue)));
    lines.push(...seen.filter((line) => belongs(line, queue)));
    if (listing.next === null || lines.length >= linesOnPage) return { lines, next: listing.next };
    after = listing.next;
  }
  return { lines, next: after ?? null };
}

/** The queue that a reversal lies on; null: it needs nobody. */
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

/** The reversal of a payment that needs somebody first; else the newest. */
export function mostUrgent(reversals: readonly ReversalView[]): ReversalView | null {
  const rank = (one: ReversalView): number => urgency.indexOf(queueOf(one));
  return reversals.toReversed().toSorted((one, other) => rank(one) - rank(other))[0] ?? null;
}

const urgency: readonly (Queue | null)[] = ['unknown', 'approval', 'retrying', 'failed', null];

async function lineOf(ledgers: Pick<ReversalClient, 'show'>, paymentId: string, queue: Queue): Promise<WorkLine> {
  const ledger = await ledgers.show(paymentId).catch((): LedgerView | null => null);
  if (ledger === null) return { paymentId, account: null, reversal: null, isSilent: true };
  const { gatewayAccount: account, reversals } = ledger;
  const lying = queue === 'all' ? reversals : reversals.filter((one) => queueOf(one) === queue);
  return { paymentId, account, reversal: mostUrgent(lying), isSilent: false };
}

function belongs({ reversal, isSilent }: WorkLine, queue: Queue): boolean {
  // A ledger that does not answer may be anything: it is work of the queue in which somebody looks for what is lost.
  if (queue === 'all') return true;
  if (isSilent) return queue === 'unknown';
  return reversal !== null;
}
