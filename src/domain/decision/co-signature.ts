import { approversNeeded, isSamePerson } from '../model/approval';
import { findLeg, reversalOfLeg } from '../model/leg-change';
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
  const leg = findLeg(state, claim.legId);
  if (leg?.operation !== 'refund') return null;
  return missingCoSignatures(state, { ...claim, amountMinor: claim.freedMinor ?? leg.amountMinor }, rules);
}

/** What would become refundable, and who vouches for it. `legId` null: no leg is concerned. */
export interface RaisingClaim extends Omit<FreeingClaim, 'legId'> {
  readonly legId: string | null;
  /** Minor units. */
  readonly amountMinor: number;
}

/** The same for whatever makes an amount refundable. All that was released on one payment counts as one amount. */
export function missingCoSignatures(state: LedgerState, claim: RaisingClaim, rules: AccountRules): string | null {
  const { payment, releasedMinor } = state;
  const { amountMinor } = claim;
  if (payment === null || amountMinor <= 0) return null;
  const needed = coSignaturesNeeded(state, amountMinor, rules);
  const reversal = claim.legId === null ? undefined : reversalOfLeg(state, claim.legId);
  const separate = rules.approvals?.separateRequester !== false;
  const bound = [claim.reportedBy, ...(separate ? [reversal?.requester ?? null] : [])].filter((one) => one !== null);
  const people: Requester[] = [];
  for (const person of claim.coSignedBy) {
    if (![...bound, ...people].some((other) => isSamePerson(person, other))) people.push(person);
  }
  if (people.length >= needed) return null;
  const money = (minor: number): string => `${formatAmount(minor, payment.currency)} ${payment.currency}`;
  const together =
    releasedMinor === 0 ? '' : ` (${money(releasedMinor + amountMinor)} with what was released before on this payment)`;
  const missing = needed - people.length;
  return `it would release ${money(amountMinor)}${together}, and a refund of that amount needs approval: ${String(missing)} more ${missing === 1 ? 'person' : 'people'} must co-sign, other than the person who reports it and the requester of the refund`;
}

/** How many people must co-sign that this much more becomes refundable. */
export function coSignaturesNeeded(
  { payment, releasedMinor }: LedgerState,
  amountMinor: number,
  rules: AccountRules,
): number {
  if (payment === null || amountMinor <= 0) return 0;
  return approversNeeded(rules.approvals, payment.currency, releasedMinor + amountMinor);
}
