import { proxyLocalActivities } from '@temporalio/workflow';
import type { ReversalActivities } from '../../src/contract/activity-shapes';
import { now, type Ledger } from './ledger';

const { readRules } = proxyLocalActivities<Pick<ReversalActivities, 'readRules'>>({ startToCloseTimeout: '5s' });

/** How old a reading of the rules may be at an admission. */
const freshForMs = 15 * 60_000;

/**
 * Sees to it that the account's rules are at hand. They are read by a local activity, so that they stand in history
 * and a replay decides by the same ones. An account the file does not know is asked again next time.
 */
export async function rulesAtHand(ledger: Ledger, gatewayAccount: string): Promise<void> {
  const readAt = ledger.rulesReadAt === null ? 0 : Date.parse(ledger.rulesReadAt);
  const sameAccount = ledger.rules?.gatewayAccount === gatewayAccount;
  if (sameAccount && Date.parse(now()) - readAt < freshForMs) return;
  // A request for another account is refused as a contradiction; the payment keeps its own rules.
  if (ledger.rules !== null && !sameAccount) return;
  const rules = await readRules({ gatewayAccount });
  // Somebody who waited beside us may have brought another account's rules first: those stay.
  if (rules === null || (ledger.rules !== null && ledger.rules.gatewayAccount !== gatewayAccount)) return;
  ledger.rules = rules;
  ledger.rulesReadAt = now();
}
