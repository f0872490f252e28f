/**
 * The types of the failures thrown across Temporal. Business outcomes are values and are not among them.
 */
export const failureTypes = {
  /** The input is malformed; details hold every problem. Repeating it changes nothing. */
  invalidRequest: 'InvalidRequest',
  /** The ledger is continuing as new; repeat the same message. Nothing was admitted. */
  ledgerContinuing: 'LedgerContinuing',
  /** The ledger froze itself, because the message would have broken an invariant. Nothing of it was applied. */
  invariantBroken: 'InvariantBroken',
  /** The gateway does not answer our key yet; Temporal asks again. */
  gatewayNotReady: 'GatewayNotReady',
} as const;
