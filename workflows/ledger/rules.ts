import { proxyLocalActivities } from '@temporalio/workflow';
import type { ReversalActivities } from '../../src/contract/activity-shapes';
import type { AccountRules } from '../../src/domain/profile';
import { now, type Ledger } from './ledger';

const { readRules } = proxyLocalActivities<Pick<ReversalActivities, 'readRules'>>({ startToCloseTimeout: '5s' });

/** How old a reading of the rules may be at an admission. */
const freshForMs = 15 * 60_000;

/** One reading of an account's rules. */
interface RulesReading {
  readonly rules: AccountRules;
  readonly readAt: string;
}

/**
 * Has the rules at hand by which a request for this account is judged: while they are fresh those of before, else read
 * anew by a local activity, so that they stand in history and a replay decides by the same ones. An account that the
 * file does not know is asked again next time.
 */
export async function haveRulesFor(ledger: Ledger, gatewayAccount: string): Promise<void> {
  // One reading at a time, which all who come meanwhile share. The results of two local activities may come one by one,
  // and in a replay together: what they set off would then be in another order, and the ledger could not go on.
  while (ledger.readingRules !== null) await ledger.readingRules;
  if (!areRulesDue(ledger, gatewayAccount)) return;
  ledger.readingRules = readInto(ledger, gatewayAccount);
  await ledger.readingRules;
}

function areRulesDue(ledger: Ledger, gatewayAccount: string): boolean {
  const { payment } = ledger.state;
  // A request for another account is refused as a contradiction; the payment keeps its own rules.
  if (payment !== null && payment.gatewayAccount !== gatewayAccount) return false;
  return freshRules(ledger)?.rules.gatewayAccount !== gatewayAccount;
}

async function readInto(ledger: Ledger, gatewayAccount: string): Promise<void> {
  try {
    const rules = await readRules({ gatewayAccount });
    if (rules !== null) adoptRules(ledger, { rules, readAt: now() });
  } finally {
    ledger.readingRules = null;
  }
}

/** The last reading, while it may still be used at an admission; null: none, or it is too old. */
export function freshRules({ rules, rulesReadAt: readAt }: Ledger): RulesReading | null {
  if (rules === null || readAt === null) return null;
  return Date.parse(now()) - Date.parse(readAt) < freshForMs ? { rules, readAt } : null;
}

/** Takes a reading as the ledger's rules, unless it is of another account than the payment, which is known by now. */
function adoptRules(ledger: Ledger, { rules, readAt }: RulesReading): void {
  const { payment } = ledger.state;
  if (payment !== null && payment.gatewayAccount !== rules.gatewayAccount) return;
  ledger.rules = rules;
  ledger.rulesReadAt = readAt;
}
