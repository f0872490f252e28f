import { parseRules } from '../../src/rules/rules-file';

/** How long one gateway request of a worker may take, in milliseconds: short, so that lost answers are soon given up. */
export const requestTimeoutMs = 400;

/** Every wait is short, so that timers of all kinds fire in a life of seconds. */
export const fuzzRules = parseRules({
  identity: 'trusted',
  default: {
    profile: 'stripe',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 400 },
    sendByMs: 1_500,
    clockSkewMs: 50,
  },
});
