import { proxyLocalActivities } from '@temporalio/workflow';
import type { ReversalActivities } from '../../src/contract/activity-shapes';
import { contextOf, ledgerTime, type LedgerContext, type Ledger, type RulesReading } from './ledger';

const { readRules } = proxyLocalActivities<Pick<ReversalActivities, 'readRules'>>({ startToCloseTimeout: '5s' });

/** How old a reading of the rules may be at an admission. */
const freshForMs = 15 * 60_000;

/** A request for this account can be decided at once, without reading rules for it. */
function areRulesAtHand(ledger: Ledger, gatewayAccount: string): boolean {
  const { payment } = ledger.state;
  // A request for another account is refused as a contradiction; the payment keeps its own rules.
  if (payment !== null && payment.gatewayAccount !== gatewayAccount) return true;
  return freshRules(ledger)?.rules.gatewayAccount === gatewayAccount;
}

/**
 * The rules that decide a request for this account: those at hand while they are fresh, else read anew by a local
 * activity, so that they are in the history and a replay decides by the same ones. null: nothing new is known; an
 * account that the file does not know is read again next time.
 */
export async function readRulesFor(ledger: Ledger, gatewayAccount: string): Promise<RulesReading | null> {
  for (;;) {
    if (areRulesAtHand(ledger, gatewayAccount)) return null;
    ledger.readingRules ??= { gatewayAccount, read: readOnce(ledger, gatewayAccount) };
    const { gatewayAccount: of, read } = ledger.readingRules;
    const reading = await read;
    if (of === gatewayAccount) return reading;
  }
}

/**
 * One reading at a time, for all that wait for it: local activities that end one after the other would end all at once
 * in a replay, and those that wait would continue in another order than before.
 */
async function readOnce(ledger: Ledger, gatewayAccount: string): Promise<RulesReading | null> {
  try {
    const rules = await readRules({ gatewayAccount });
    return rules === null ? null : { rules, readAt: ledgerTime(ledger) };
  } finally {
    ledger.readingRules = null;
  }
}

/** The last reading of this run, while it may still be used at an admission; null: none, or it is not of the last minutes. */
export function freshRules(ledger: Ledger): RulesReading | null {
  const { rules, rulesReadAt: readAt } = ledger;
  if (rules === null || readAt === null) return null;
  const ageMs = Date.parse(ledgerTime(ledger)) - Date.parse(readAt);
  // A reading from the future says nothing of now.
  return ageMs >= 0 && ageMs < freshForMs ? { rules, readAt } : null;
}

/** Takes a reading as the ledger's rules, unless it is of another account than the payment, which is known by now. */
export function adoptRules(ledger: Ledger, { rules, readAt }: RulesReading): void {
  const { payment } = ledger.state;
  if (payment !== null && payment.gatewayAccount !== rules.gatewayAccount) return;
  ledger.rules = rules;
  ledger.rulesReadAt = readAt;
}

/**
 * What is known, by fresh rules: today's policy applies to a person who decides about a reversal or resolves one, and
 * they must prove their identity as it requires today.
 */
export async function freshContextOf(ledger: Ledger): Promise<LedgerContext | null> {
  const { payment } = ledger.state;
  const reading = payment === null ? null : await readRulesFor(ledger, payment.gatewayAccount);
  if (reading !== null) adoptRules(ledger, reading);
  return contextOf(ledger);
}
