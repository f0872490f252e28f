import { approversNeeded, leavingMinor } from '../domain/model/approval';
import type { Looking } from '../domain/views/capabilities';
import type { AccountRules } from '../domain/model/profile';
import type { ReversalView } from '../domain/views/view';
import { rulesFor, type Rules } from '../rules/rules-file';
import { holdsRole, type Viewer } from './viewer';

/** Who views the payments of an account, and by which policy. Without the rules file the strict policy is assumed. */
export function lookingAs({ person }: Viewer, rules: Rules | null, gatewayAccount: string): Looking {
  const separateRequester = accountRules(rules, gatewayAccount)?.approvals?.separateRequester ?? true;
  return { who: person, now: new Date().toISOString(), separateRequester };
}

/** Somebody may not see the payments of an account. Its message is for them. */
export class NotViewableError extends Error {
  override readonly name = 'NotViewableError';

  constructor(gatewayAccount: string) {
    super(`Your sign-in does not have the role mayView of account ${gatewayAccount}. The rules file says who has it.`);
  }
}

/** Whether somebody may see the payments of an account. The console judges it; without the rules file everybody may. */
export function mayView(viewer: Viewer, rules: Rules | null, gatewayAccount: string): boolean {
  const account = accountRules(rules, gatewayAccount);
  return account === null ? rules === null : holdsRole(viewer, account.roles.mayView);
}

/** @throws NotViewableError */
export function refuseUnlessViewable(viewer: Viewer, rules: Rules | null, gatewayAccount: string): void {
  if (!mayView(viewer, rules, gatewayAccount)) throw new NotViewableError(gatewayAccount);
}

/** How many people must approve a previewed plan; null: the console has no rules file. */
export function approversOf(view: ReversalView, rules: Rules | null, gatewayAccount: string): number | null {
  const account = accountRules(rules, gatewayAccount);
  return account === null
    ? null
    : Math.max(view.approvals.needed, approversNeeded(account.approvals, view.currency, leavingMinor(view.legs)));
}

function accountRules(rules: Rules | null, gatewayAccount: string): AccountRules | null {
  return rules === null ? null : rulesFor(rules, gatewayAccount);
}
