import type { AccountRules } from '../../src/domain/model/profile';
import { parseRules } from '../../src/rules/rules-file';

/** How long one gateway request of a worker may take, in milliseconds: short, so that lost answers are soon given up. */
export const requestTimeoutMs = 1_000;

/**
 * How long after a request ended its effect may still come, in milliseconds. The faults of `faults.ts` keep well below
 * it: a gateway that is slower than documented cannot be distinguished from one that forgot.
 */
export const lookupDelayMs: AccountRules['profile']['lookupDelayMs'] = 3_000;

export const gatewayAccount = 'stripe-production';

/** The account of the soak: lookups see reversals, and every time is short, so that unknown outcomes end in seconds. */
export const soakRules = parseRules({
  identity: 'trusted',
  // Only dollars, so that most reversals need no approval.
  approvals: {
    thresholds: [{ currency: 'USD', above: '100.00', approvers: 1 }],
    otherCurrencies: 0,
    captureSources: ['soak'],
  },
  accounts: {
    [gatewayAccount]: {
      profile: 'stripe',
      overrides: { lookupsSeeReversals: true, lookupDelayMs },
      sendByMs: 2_000,
      clockSkewMs: 200,
    },
  },
});
