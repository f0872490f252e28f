import { proxyLocalActivities } from '@temporalio/workflow';
import type { ReversalActivities } from '../../src/contract/activity-shapes';
import type { AccountRules } from '../../src/domain/profile';
import { now, type Ledger } from './ledger';

const { readRules } = proxyLocalActivities<Pick<ReversalActivities, 'readRules'>>({ startToCloseTimeout: '5s' });

/** How old a reading of the rules may be at an admission. */
const freshForMs = 15 * 60_000;

/** One reading of an account's rules. */
export interface RulesReading {
  readonly rules: AccountRules;
  readonly readAt: string;
}

/**
 * The rules by which a request for this account is judged: those at hand while they are fresh, else read anew by a
 * local activity, so that they stand in history and a replay decides by the same ones. null: nothing new is known, and
 * an account that the file does not know is asked again next time.
 */
export async function readRulesFor(ledger: Ledger, gatewayAccount: string): Promise<RulesReading | null> {
  const { payment } = ledger.state;
  // A request for another account is refused as a contradiction; the payment keeps its own rules.
  if (payment !== null && payment.gatewayAccount !== gatewayAccount) return null;
  const fresh = freshRules(ledger);
  if (fresh?.rules.gatewayAccount === gatewayAccount) return fresh;
  const read = await readRules({ gatewayAccount });
  return read === null ? null : { rules: read, readAt: now() };
}

/** The last reading, while it may still be used at an admission; null: none, or it is too old. */
export function freshRules({ rules, rulesReadAt: readAt }: Ledger): RulesReading | null {
  if (rules === null || readAt === null) return null;
  return Date.parse(now()) - Date.parse(readAt) < freshForMs ? { rules, readAt } : null;
}

/** Takes a reading as the ledger's rules, unless it is of another account than the payment, which is known by now. */
export function adoptRules(ledger: Ledger, { rules, readAt }: RulesReading): void {
  const { payment } = ledger.state;
  if (payment !== null && payment.gatewayAccount !== rules.gatewayAccount) return;
  ledger.rules = rules;
  ledger.rulesReadAt = readAt;
}
