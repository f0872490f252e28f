/** Every reason a reversal, a leg or a message can be given, one closed list: tools may switch on it. */
export const reasonCodes = [
  // refusals of a request (row 1 of the decision table and the ledger's own rules)
  'invalidRequest',
  'paymentMismatch',
  'currencyMismatch',
  'requestIdReused',
  'unknownGatewayAccount',
  'exceedsRefundable',
  'notCaptured',
  'refundWindowClosed',
  'disputeOpen',
  'refundableChanged',
  'overRefunded',
  'ledgerFull',
  'ledgerClosed',
  // ends without a movement of money
  'nothingLeft',
  'holdExpired',
  'supersededByCancel',
  // what the gateway answered, in our words
  'declined',
  'unsupported',
  'alreadyVoided',
  'alreadyCaptured',
  'alreadySettled',
  'alreadyRefunded',
  'exceedsAtGateway',
  'notSettled',
  'notFoundAtGateway',
  'refundFailed',
  // why a reversal waits or is stuck
  'captureInProgress',
  'captureOverdue',
  'awaitingSettlement',
  'gatewayUnavailable',
  'gatewayUnauthorized',
  'gatewayRateLimited',
  'cardUnavailable',
  'invalidAtGateway',
  'neverReachedGateway',
  'acceptedNotFinal',
  'outcomeUnknown',
  'answerMismatch',
  'blockedByAnother',
  'resetDetected',
  'invariantBroken',
  'untrustedStart',
  'notFromLedger',
  'ledgerLost',
  // approval
  'awaitingApproval',
  'approvalRejected',
  'approvalExpired',
  'withdrawnByRequester',
  'identityUnproven',
  // why a decision is not accepted
  'planChanged',
  'ownRequest',
  'alreadyDecided',
  'alreadyEnded',
  'alreadySent',
  'noApprovalNeeded',
  'notTheRequester',
  'termsMismatch',
  'tokenReplayed',
  'tooManyTokens',
  'unknownReversal',
  'tooManyEarly',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

/** Why something is as it is: a code for machines, one sentence with the numbers for people. */
export interface Reason {
  readonly code: ReasonCode;
  readonly message: string;
}
