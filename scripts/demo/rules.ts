/** The account of the story, and one whose refunds above 100.00 USD need another person's approval. */
export const storyAccount = 'stripe-production';
export const approvalAccount = 'adyen-production';

/** Gateways with deadlines that a person can watch pass. Lookups see the refunds of the story's account only. */
export const demoRules = {
  default: {
    profile: 'generic',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 500 },
    sendByMs: 2_000,
    clockSkewMs: 0,
  },
  accounts: {
    [approvalAccount]: {
      profile: 'generic',
      sendByMs: 2_000,
      clockSkewMs: 0,
      identity: 'trusted',
      approvals: { thresholds: [{ currency: 'USD', above: '100.00', approvers: 1 }], expiresAfterHours: 72 },
    },
  },
};
