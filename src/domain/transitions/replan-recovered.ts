import { wasSentAgain, type Leg } from '../model/leg';
import { isRefusedByPeople } from '../model/reversal';
import { notSent } from '../model/leg-states';
import { findReversal, withReversal, type LedgerState } from '../model/ledger-state';
import { withoutUnsent } from '../decision/outcome';
import type { Payment } from '../model/payment';
import { adoptPlan, decideFor, newLeg } from '../decision/plan';
import type { AccountRules } from '../model/profile';

/**
 * A former run had planned this reversal differently: it decided in another order, so its legs have other numbers,
 * captures or amounts. What was scheduled then counts; what this run has planned and not sent would be added to it. Only
 * what is missing of the requested amount is planned anew.
 */
export function replanned(
  state: LedgerState,
  payment: Payment,
  reversalId: string,
  rules: AccountRules,
  now: string,
): LedgerState {
  const found = findReversal(state, reversalId);
  if (found === undefined) return state;
  const reversal = withoutUnsent(found);
  const without = withReversal(state, reversal);
  // A cancel is decided anew from what is left, each time.
  if (reversal.operation === 'cancel') return without;
  // What people did not want stays unsent, whatever a former run had sent before they said so.
  if (isRefusedByPeople(reversal)) return without;
  const scheduledMinor = reversal.legs.reduce((sum, leg) => (wasSentAgain(leg) ? sum : sum + leg.amountMinor), 0);
  // Known from histories alone it has no plan, and asked for what was scheduled.
  const askedMinor = reversal.plan === null ? onceMinor(reversal.legs) : reversal.askedMinor;
  // "All that is left" was another amount for the run that pinned it.
  const requestedMinor = askedMinor ?? onceMinor(reversal.legs);
  const missingMinor = requestedMinor - scheduledMinor;
  const whole = { ...reversal, askedMinor, requestedMinor };
  if (missingMinor <= 0) return withReversal(state, whole);
  const decision = decideFor(without, { ...reversal, requestedMinor: missingMinor }, rules, now);
  if (decision?.kind === 'send' || decision?.kind === 'wait') {
    return withReversal(state, adoptPlan(whole, decision, payment, rules, now, without.reversals));
  }
  const captureId = reversal.legs.at(-1)?.captureId ?? null;
  const reference = reversal.legs.at(-1)?.reference ?? payment.authorizationReference;
  const number = reversal.legsMade + 1;
  const rest = newLeg(
    reversalId,
    { operation: 'refund', captureId, amountMinor: missingMinor, reference },
    number,
    payment,
    now,
  );
  const legs: readonly Leg[] = [...whole.legs, notSent(rest, 'overRefunded', now)];
  return withReversal(state, { ...whole, legs, legsMade: number });
}

/** What legs were scheduled for, each amount of a capture counted once: a former run may have sent one of them again. */
function onceMinor(legs: readonly Leg[]): number {
  const amounts = new Map(
    legs.map(({ captureId, amountMinor }) => [`${captureId ?? ''} ${String(amountMinor)}`, amountMinor]),
  );
  return [...amounts.values()].reduce((sum, amountMinor) => sum + amountMinor, 0);
}
