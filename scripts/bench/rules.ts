import { parseRules } from '../../src/rules/rules-file';

/** Accounts named for what their reversals go through; every other is `generic`. */
export const foundAccount = 'finds-reversals';
export const approvalAccount = 'asks-for-approval';

export const benchRules = parseRules({
  identity: 'trusted',
  accounts: {
    [foundAccount]: {
      profile: 'generic',
      overrides: { lookupsSeeReversals: true, lookupDelayMs: 500 },
      clockSkewMs: 0,
    },
    [approvalAccount]: {
      profile: 'generic',
      approvals: { thresholds: [{ currency: 'USD', above: '0.50', approvers: 1 }] },
    },
  },
  default: { profile: 'generic' },
});
