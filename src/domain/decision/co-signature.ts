import { approversNeeded, isSamePerson } from '../model/approval';
import { findLeg } from '../model/leg-change';
import type { LedgerState } from '../model/ledger-state';
import { formatAmount } from '../model/money';
import type { AccountRules } from '../model/profile';
import type { Requester } from '../model/requester';

/** What is told about a leg and would free its amount, and who stands behind it. */
export interface FreeingClaim {
  readonly legId: string;
  /** Who tells it; null: a service. */
  readonly reportedBy: Requester | null;
  /** Whose identity was checked, and who agree that it is so. */
  readonly coSignedBy: readonly Requester[];
}

/**
 * What frees an amount that was refunded lets it be refunded again, so that as many people must agree to it as a
 * refund of that amount would need. Returns what is missing, or null.
 */
export function missingCoSignature(state: LedgerState, claim: FreeingClaim, rules: AccountRules): string | null {
  const { payment } = state;
  const leg = findLeg(state, claim.legId);
  if (payment === null || leg?.operation !== 'refund') return null;
  const needed = approversNeeded(rules.approvals, payment.currency, leg.amountMinor);
  const reversal = state.reversals.find((one) => one.legs.some(({ legId }) => legId === claim.legId));
  const separate = rules.approvals?.separateRequester !== false;
  const bound = [claim.reportedBy, ...(separate ? [reversal?.requester ?? null] : [])].filter((one) => one !== null);
  const people: Requester[] = [];
  for (const person of claim.coSignedBy) {
    if (![...bound, ...people].some((other) => isSamePerson(person, other))) people.push(person);
  }
  if (people.length >= needed) return null;
  const amount = `${formatAmount(leg.amountMinor, payment.currency)} ${payment.currency}`;
  const missing = needed - people.length;
  return `it would free ${amount}, and a refund of that amount needs approval: ${String(missing)} more ${missing === 1 ? 'person' : 'people'} must agree, other than who tells it and who asked for the refund`;
}
