import { proxyLocalActivities } from '@temporalio/workflow';
import type { ReversalActivities } from '../../src/contract/activity-shapes';
import { contextOf, ledgerTime, type LedgerContext, type Ledger, type RulesReading } from './ledger';

const { readRules } = proxyLocalActivities<Pick<ReversalActivities, 'readRules'>>({ startToCloseTimeout: '5s' });

/**
 * How old a reading of the rules may be where something is decided: rules that became stricter count this long after a
 * worker with them has started, and a busy ledger reads them once in this time, not for every request.
 */
const freshForMs = 60_000;

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
  return areRulesAtHand(ledger, gatewayAccount) ? null : readRulesOf(ledger, gatewayAccount);
}

/** The rules of any account as they are now, also of one to which the payment is about to move; null: no such account. */
export async function readRulesOf(ledger: Ledger, gatewayAccount: string): Promise<RulesReading | null> {
  for (;;) {
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

/** The last reading of this run, while it may still be used where something is decided; null: none, or it is too old. */
export function freshRules(ledger: Pick<Ledger, 'rules' | 'rulesReadAt' | 'latestFiredDeadline'>): RulesReading | null {
  const { rules, rulesReadAt: readAt } = ledger;
  if (rules === null || readAt === null) return null;
  const ageMs = Date.parse(ledgerTime(ledger)) - Date.parse(readAt);
  // One from the future was not made by this ledger.
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
