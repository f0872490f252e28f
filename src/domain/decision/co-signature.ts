import { approversNeeded, isSamePerson } from '../model/approval';
import { findLeg } from '../model/leg-change';
import type { LedgerState } from '../model/ledger-state';
import { formatAmount } from '../model/money';
import type { AccountRules } from '../model/profile';
import type { Requester } from '../model/requester';

/** What is reported about a leg and would release its amount, and who vouches for it. */
export interface FreeingClaim {
  readonly legId: string;
  /** What it would release of the leg, in minor units; absent: all of it. */
  readonly freedMinor?: number;
  /** Who reports it; null: a service. */
  readonly reportedBy: Requester | null;
  /** People whose identity was checked, and who confirm it. */
  readonly coSignedBy: readonly Requester[];
}

/**
 * What releases an amount that was refunded lets it be refunded again, so it needs as many co-signatures as a refund of
 * that amount needs approvals. Returns what is missing, or null.
 */
export function missingCoSignature(state: LedgerState, claim: FreeingClaim, rules: AccountRules): string | null {
  const { payment } = state;
  const leg = findLeg(state, claim.legId);
  if (payment === null || leg?.operation !== 'refund') return null;
  const freedMinor = claim.freedMinor ?? leg.amountMinor;
  const needed = approversNeeded(rules.approvals, payment.currency, freedMinor);
  const reversal = state.reversals.find((one) => one.legs.some(({ legId }) => legId === claim.legId));
  const separate = rules.approvals?.separateRequester !== false;
  const bound = [claim.reportedBy, ...(separate ? [reversal?.requester ?? null] : [])].filter((one) => one !== null);
  const people: Requester[] = [];
  for (const person of claim.coSignedBy) {
    if (![...bound, ...people].some((other) => isSamePerson(person, other))) people.push(person);
  }
  if (people.length >= needed) return null;
  const amount = `${formatAmount(freedMinor, payment.currency)} ${payment.currency}`;
  const missing = needed - people.length;
  return `it would release ${amount}, and a refund of that amount needs approval: ${String(missing)} more ${missing === 1 ? 'person' : 'people'} must co-sign, other than the person who reports it and the requester of the refund`;
}
