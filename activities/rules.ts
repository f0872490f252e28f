import type { AccountRules } from '../src/domain/model/profile';

/** Reads an account's rules from this worker's memory, where they were loaded and checked at its start. */
export function makeReadRules(rulesOf: (gatewayAccount: string) => AccountRules | null) {
  return ({ gatewayAccount }: { readonly gatewayAccount: string }): Promise<AccountRules | null> =>
    Promise.resolve(rulesOf(gatewayAccount));
}
