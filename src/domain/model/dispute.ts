import type { CurrencyCode } from './currency';

/** One state of a dispute, as an event reported it. Minor units, ISO 8601. */
export interface DisputeState {
  readonly eventId: string;
  readonly status: 'open' | 'won' | 'lost';
  readonly at: string;
  /** What was disputed or lost; null: it was not said. */
  readonly amountMinor: number | null;
  readonly currency: CurrencyCode | null;
}

/** A dispute: what its states come to, in the order in which they happened. */
export interface Dispute {
  readonly disputeId: string;
  /** null: only its end was recorded so far. */
  readonly captureId: string | null;
  readonly status: 'open' | 'won' | 'lost';
  readonly amountMinor: number;
  /** null: the amount is not known in any currency. */
  readonly currency: CurrencyCode | null;
  readonly states: readonly DisputeState[];
}

/** The dispute with these states. Without any there is no dispute. */
export function disputeOf(
  disputeId: string,
  captureId: string | null,
  states: readonly DisputeState[],
): Dispute | null {
  const ordered = inOrder(states);
  let last: DisputeState | null = null;
  let amount: Pick<Dispute, 'amountMinor' | 'currency'> = { amountMinor: 0, currency: null };
  for (const state of ordered) {
    // Lost money is back with the cardholder: opening the same dispute again does not undo that.
    if (last?.status === 'lost' && state.status === 'open') continue;
    if (state.amountMinor !== null) amount = { amountMinor: state.amountMinor, currency: state.currency };
    last = state;
  }
  return last === null ? null : { disputeId, captureId, status: last.status, ...amount, states: ordered };
}

/** The opened states that say the same dispute: no `won` lies between them and this instant. */
export function openedWith(dispute: Dispute, at: string): readonly DisputeState[] {
  const atMs = Date.parse(at);
  const won = dispute.states.filter(({ status }) => status === 'won').map((state) => Date.parse(state.at));
  return dispute.states.filter((state) => {
    const ms = Date.parse(state.at);
    const isBetween = (wonMs: number): boolean => wonMs >= Math.min(ms, atMs) && wonMs < Math.max(ms, atMs);
    return state.status === 'open' && !won.some(isBetween);
  });
}

const ranks: Readonly<Record<DisputeState['status'], number>> = { open: 0, won: 1, lost: 2 };

/** By when they happened. At one instant a dispute was first opened, then closed, and money counts as lost. */
function inOrder(states: readonly DisputeState[]): readonly DisputeState[] {
  return states.toSorted((one, other) => {
    const laterMs = Date.parse(one.at) - Date.parse(other.at);
    if (laterMs !== 0) return laterMs;
    const rank = ranks[one.status] - ranks[other.status];
    return rank === 0 ? byText(one.eventId, other.eventId) : rank;
  });
}

function byText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
