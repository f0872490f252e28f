import { captureBalances, type CaptureBalance } from '../decision/balance';
import { days, holdEndsAt } from '../decision/terms';
import type { LedgerState } from '../model/ledger-state';
import { indexOf } from '../model/list-index';
import { capturedAt, succeededCaptures, type Payment } from '../model/payment';
import type { AccountRules } from '../model/profile';
import { wantsMore, type Reversal } from '../model/reversal';

/** Which reversals have to be looked at, by their places in ascending order. */
export type Affected = 'all' | readonly number[];

/**
 * Under these circumstances nothing is left to do for any reversal of a list. They are all that a decision depends on
 * beside the list itself.
 */
interface Rest extends Pick<LedgerState, 'payment' | 'disputes' | 'externalRefunds'> {
  readonly rules: AccountRules;
  /** From when until when the clock changes nothing, in milliseconds. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** The earliest end of an approval, or of a wait for settlement, in milliseconds. May be one that is over. */
  readonly approvalsEndMs: number;
}

const rests = new WeakMap<LedgerState['reversals'], Rest>();

/** Remembers that nothing is left to do in this state. `before`: what it came from, where that was remembered too. */
export function rest(state: LedgerState, rules: AccountRules, now: string, before?: LedgerState): LedgerState {
  const { payment, reversals, disputes, externalRefunds } = state;
  const nowMs = Date.parse(now);
  const cached = before === undefined ? undefined : rests.get(before.reversals);
  const changed = before === undefined ? null : changedPlaces(before.reversals, reversals);
  const approvalsEndMs =
    cached === undefined || changed === null || cached.approvalsEndMs <= nowMs
      ? earliestEnd(reversals, nowMs)
      : Math.min(cached.approvalsEndMs, earliestEnd(at(reversals, changed), nowMs));
  const untilMs = Math.min(approvalsEndMs, payment === null ? Infinity : nextInstant(payment, rules, nowMs));
  rests.set(reversals, { payment, disputes, externalRefunds, rules, fromMs: nowMs, untilMs, approvalsEndMs });
  return state;
}

/** Which reversals a step may concern. All, where the state before it was not known to be at rest. */
export function affectedBy(before: LedgerState, after: LedgerState, rules: AccountRules, now: string): Affected {
  const cached = rests.get(before.reversals);
  if (cached?.rules !== rules || !isSameWorld(cached, before)) return 'all';
  const nowMs = Date.parse(now);
  return nowMs < cached.fromMs || nowMs >= cached.untilMs ? 'all' : disturbed(before, after);
}

/**
 * The reversals whose circumstances differ between two states. What another one reserves concerns only those that want
 * more than they have; whether an earlier one is still open, only cancels, which always do. What another one releases may
 * concern all.
 */
export function disturbed(before: LedgerState, after: LedgerState): Affected {
  if (!isSameWorld(before, after)) return 'all';
  if (before.reversals === after.reversals) return [];
  const changed = changedPlaces(before.reversals, after.reversals);
  if (changed === null) return 'all';
  const [held, heldAfter] = [indexOf(before.reversals).held.get(null), indexOf(after.reversals).held.get(null)];
  if (held !== heldAfter) return 'all';
  const lessIsLeft = fell(captureBalances(before), captureBalances(after));
  if (lessIsLeft === null) return 'all';
  const frees = changed.some((place) => holdsUp(before.reversals[place]) !== holdsUp(after.reversals[place]));
  if (!(lessIsLeft || frees) || indexOf(after.reversals).wanting === 0) return changed;
  const wanting = after.reversals.flatMap((one, place) => (wantsMore(one) ? [place] : []));
  return union(changed, wanting);
}

/** Whether less of a capture may be refunded; null: more may be, or something else that decisions depend on changed. */
function fell(before: readonly CaptureBalance[], after: readonly CaptureBalance[]): boolean | null {
  let less = false;
  for (const [index, { refundableMinor, overRefundedMinor, openDisputedMinor }] of after.entries()) {
    const was = before[index];
    if (was === undefined || refundableMinor > was.refundableMinor) return null;
    // A dispute in another currency holds all that is left, so that legs change what it holds.
    if (overRefundedMinor !== was.overRefundedMinor || openDisputedMinor !== was.openDisputedMinor) return null;
    less ||= refundableMinor < was.refundableMinor;
  }
  return less;
}

/** Both lists in one, ascending, each place once. */
export function union(one: Affected, other: Affected): Affected {
  if (one === 'all' || other === 'all') return 'all';
  if (one.length === 0) return other;
  return other.length === 0 ? one : [...new Set([...one, ...other])].sort((a, b) => a - b);
}

/** Where two lists differ, ascending; null: not only in the states of reversals and in what was added. */
function changedPlaces(before: readonly Reversal[], after: readonly Reversal[]): readonly number[] | null {
  if (after.length < before.length) return null;
  const changed: number[] = [];
  for (let place = 0; place < after.length; place += 1) {
    if (after[place] === before[place]) continue;
    if (place < before.length && after[place]?.reversalId !== before[place]?.reversalId) return null;
    changed.push(place);
  }
  return changed;
}

function isSameWorld(
  one: Pick<LedgerState, 'payment' | 'disputes' | 'externalRefunds'>,
  other: Pick<LedgerState, 'payment' | 'disputes' | 'externalRefunds'>,
): boolean {
  return (
    one.payment === other.payment && one.disputes === other.disputes && one.externalRefunds === other.externalRefunds
  );
}

/** Later reversals wait for it. */
function holdsUp(reversal: Reversal | undefined): boolean {
  return reversal !== undefined && reversal.completed === null && reversal.legs.length > 0;
}

function at(reversals: readonly Reversal[], places: readonly number[]): readonly Reversal[] {
  return places.flatMap((place) => reversals[place] ?? []);
}

function earliestEnd(reversals: readonly Reversal[], nowMs: number): number {
  let earliest = Infinity;
  for (const { completed, approval, wait } of reversals) {
    if (completed !== null) continue;
    const ends = [approval?.expiresAt ?? null, wait?.for === 'settlement' ? wait.until : null];
    for (const end of ends) {
      const endMs = end === null ? Infinity : Date.parse(end);
      if (endMs > nowMs) earliest = Math.min(earliest, endMs);
    }
  }
  return earliest;
}

const instants = new WeakMap<Payment, { readonly rules: AccountRules; readonly atMs: readonly number[] }>();

/** When the clock next changes what may be done with the payment: a refund window closes, or the hold ends. */
function nextInstant(payment: Payment, rules: AccountRules, nowMs: number): number {
  const cached = instants.get(payment);
  const atMs = cached?.rules === rules ? cached.atMs : instantsOf(payment, rules);
  if (atMs !== cached?.atMs) instants.set(payment, { rules, atMs });
  let next = Infinity;
  for (const one of atMs) if (one > nowMs && one < next) next = one;
  return next;
}

function instantsOf(payment: Payment, rules: AccountRules): readonly number[] {
  const windows = succeededCaptures(payment).map(
    // A window is open up to and with its last millisecond.
    (capture) => Date.parse(capturedAt(payment, capture)) + days(rules.refundWindowDays) + 1,
  );
  return [Date.parse(holdEndsAt(payment, rules)), ...windows];
}
