import type { ReasonCode } from '../model/reasons';

/** What a reason means to a person: one sentence about what happened, one about what they can do. */
export interface ReasonHelp {
  readonly happened: string;
  readonly toDo: string;
}

const waitForIt = 'Nothing. The reversal continues automatically.';

/** Every reason explained. The reference page `reasons.md` is made from this. */
export const reasonHelp: Readonly<Record<ReasonCode, ReasonHelp>> = {
  invalidRequest: {
    happened: 'The request is malformed.',
    toDo: 'Correct the fields that the message names.',
  },
  paymentMismatch: {
    happened: 'The request describes the payment differently from what the ledger knows.',
    toDo: 'Compare both. Use one payment id for each transaction at the gateway.',
  },
  currencyMismatch: {
    happened: 'The request is in another currency than the payment.',
    toDo: 'Request the amount in the currency of the payment.',
  },
  requestIdReused: {
    happened: 'The request id was used before, for another operation or another amount.',
    toDo: 'Use a new id for a new request. Repeat the first request unchanged to see its outcome.',
  },
  unknownGatewayAccount: {
    happened: 'The rules describe neither this gateway account nor a default.',
    toDo: 'Add the account to the rules file, restart the worker, and request it again.',
  },
  exceedsRefundable: {
    happened: 'The amount is larger than what is refundable.',
    toDo: 'Request at most the amount that the message names. Reserved and unknown amounts count as used.',
  },
  notCaptured: {
    happened: 'A refund was requested, and nothing was captured.',
    toDo: 'Cancel the payment, or record its capture first.',
  },
  refundWindowClosed: {
    happened: 'The gateway says that the capture is too old to be refunded.',
    toDo: 'Pay the customer another way, and lower refundWindowDays so that the plan says it beforehand.',
  },
  disputeOpen: {
    happened: 'A dispute holds the amount.',
    toDo: 'Wait for the end of the dispute and record it.',
  },
  refundableChanged: {
    happened: 'Less is refundable than when the plan was made.',
    toDo: 'Look at what happened to the payment, then request what is left.',
  },
  overRefunded: {
    happened: 'More was refunded than was captured, by an event that was recorded.',
    toDo: 'Compare the recorded events with the gateway. Nothing is sent until they match.',
  },
  ledgerFull: {
    happened: 'The payment has too many reversals. Only a cancel is admitted.',
    toDo: 'Cancel the payment, or refund the rest at the gateway and record it.',
  },
  ledgerClosed: {
    happened: 'The payment can no longer be reversed, and its ledger has closed.',
    toDo: 'Pay the customer another way.',
  },
  nothingLeft: {
    happened: 'Everything is reversed already. Nothing was sent.',
    toDo: 'Nothing.',
  },
  holdExpired: {
    happened: 'The hold has expired, as reported or as the gateway says, and the funds are free.',
    toDo: 'Nothing.',
  },
  supersededByCancel: {
    happened: 'A cancel took the place of this reversal before anything was sent.',
    toDo: 'Look at the cancel for the outcome.',
  },
  declined: {
    happened: 'The gateway declined it. No money moved.',
    toDo: "Read the gateway's own code. Request it again under a new id, or pay another way.",
  },
  unsupported: {
    happened: 'The gateway cannot do this operation. No money moved.',
    toDo: "Check the account's profile in the rules, or reverse it at the gateway and record it.",
  },
  alreadyVoided: {
    happened: 'The gateway says that it was voided already.',
    toDo: 'Nothing, if you or this ledger voided it. Otherwise check the gateway.',
  },
  alreadySettled: {
    happened: 'The gateway refused the void, because the charge has settled.',
    toDo: 'Nothing for a captured payment: it is refunded. Otherwise record the capture with record captureSucceeded.',
  },
  alreadyCaptured: {
    happened: 'The gateway refused the void, because the hold was captured.',
    toDo: 'Record the capture. A cancel then refunds it.',
  },
  alreadyRefunded: {
    happened: 'The gateway says that it was refunded already.',
    toDo: 'Find that refund at the gateway, and record it as externalRefund.',
  },
  exceedsAtGateway: {
    happened: 'The amount is larger than what the gateway will refund.',
    toDo: 'Find refunds at the gateway that are not recorded, and record them.',
  },
  notSettled: {
    happened: 'The gateway refunds settled money only, and the capture has not settled.',
    toDo: 'Record the settlement, then request it again under a new id.',
  },
  notFoundAtGateway: {
    happened: 'The gateway does not know the transaction.',
    toDo: 'Check the reference and the gateway account of the payment.',
  },
  refundFailed: {
    happened: 'A refund failed after the gateway had accepted it. Its amount is refundable again.',
    toDo: 'Request it again under a new id, or pay the customer another way.',
  },
  captureInProgress: {
    happened: 'A capture is in progress, and its result is not known yet.',
    toDo: 'Record captureSucceeded or captureFailed.',
  },
  captureOverdue: {
    happened: 'A capture has been in progress for longer than captureWaitMinutes.',
    toDo: 'Look the capture up at the gateway, and record captureSucceeded or captureFailed.',
  },
  awaitingSettlement: {
    happened: 'The gateway refunds settled money only, so the refund waits for settlement.',
    toDo: 'Record the settlement. A refund that the gateway refused until then is also tried again after settlementRetryMinutes.',
  },
  gatewayUnavailable: {
    happened: 'The gateway cannot be reached. Nothing was sent.',
    toDo: waitForIt,
  },
  gatewayUnauthorized: {
    happened: 'The gateway refuses the API key. Nothing was sent.',
    toDo: 'Correct ORCHESTRA_API_KEY and restart the worker. The reversal then continues automatically.',
  },
  gatewayRateLimited: {
    happened: 'The gateway asked for a pause. Nothing was sent.',
    toDo: waitForIt,
  },
  cardUnavailable: {
    happened: 'resolveCard returned no card. Nothing was sent.',
    toDo: 'Fix resolveCard, or put the card in the payment, then make the same request again.',
  },
  invalidAtGateway: {
    happened: 'The gateway found a field of the call invalid (HTTP 400). Nothing moved.',
    toDo: 'Correct the field that the message names, such as the card, then make the same request again.',
  },
  neverReachedGateway: {
    happened: 'It is proven or declared that the call never reached the gateway.',
    toDo: 'Fix the cause, then make the same request again.',
  },
  acceptedNotFinal: {
    happened: 'The gateway accepted the call and has not reported its result.',
    toDo: 'Wait while it is looked up. After about 41 hours, resolve it with evidence.',
  },
  outcomeUnknown: {
    happened: 'A call was sent and no readable answer came. Money may have moved.',
    toDo: "Wait while it is looked up. If a person is asked, find my reference in the gateway's records and resolve it.",
  },
  answerMismatch: {
    happened: 'The gateway answered with another amount, currency or operation, or contradicts what was declared.',
    toDo: "Compare with the gateway's records, then resolve it with evidence.",
  },
  blockedByAnother: {
    happened: 'Another reversal of the payment has to complete first.',
    toDo: 'Look at that reversal, which the message names.',
  },
  invariantBroken: {
    happened: 'A check of the ledger found an error in its own calculation. Nothing is sent.',
    toDo: 'Keep the ledger frozen and report the message: it is a bug of this package.',
  },
  untrustedStart: {
    happened: 'The run was started with a state that is not its own past. Nothing is sent, and requests are refused.',
    toDo: 'Find who started it, then run reversals recover.',
  },
  notFromLedger: {
    happened: 'The activity that sends was called by something else than the ledger of the payment. Nothing was sent.',
    toDo: 'Let the worker run this package unchanged, then make the same request again.',
  },
  resetDetected: {
    happened: 'The ledger was reset. Nothing is sent.',
    toDo: 'Run reversals recover.',
  },
  ledgerLost: {
    happened: 'The ledger was terminated or has failed. Nothing is sent.',
    toDo: 'Run reversals recover.',
  },
  awaitingApproval: {
    happened: 'The reversal needs approval. Its amount is reserved.',
    toDo: 'Ask an approver who is not the requester.',
  },
  approvalRejected: {
    happened: 'An approver rejected it. No money moved.',
    toDo: 'Read the comment. Request something else under a new id.',
  },
  approvalExpired: {
    happened: 'It was not approved in time. No money moved, and the amount was released.',
    toDo: 'Request it again under a new id.',
  },
  withdrawnByRequester: {
    happened: 'The requester withdrew it before anything was sent.',
    toDo: 'Nothing.',
  },
  identityUnproven: {
    happened: 'The token is missing, expired, or not valid for this act.',
    toDo: 'Sign in again, or get a new token for exactly this act.',
  },
  planChanged: {
    happened: 'The decision names an earlier version of the plan.',
    toDo: 'Read the current plan and decide about it.',
  },
  ownRequest: {
    happened: 'The approver is the requester, or acts for them.',
    toDo: 'Ask another person to decide.',
  },
  alreadyDecided: {
    happened: 'This person has decided already, or the plan has its approvals.',
    toDo: 'Nothing.',
  },
  alreadyEnded: {
    happened: 'The reversal has its outcome.',
    toDo: 'Nothing.',
  },
  alreadySent: {
    happened: 'A part of the reversal was sent, so it cannot be withdrawn or rejected as a whole.',
    toDo: 'Wait for its outcome.',
  },
  noApprovalNeeded: {
    happened: 'The rules require no approval for this reversal.',
    toDo: 'Nothing.',
  },
  notTheRequester: {
    happened: 'Only its requester can withdraw a reversal.',
    toDo: 'Ask the requester, or reject it while it waits for approval.',
  },
  termsMismatch: {
    happened: 'The decision or its token names other amounts or another destination than the plan.',
    toDo: 'Read the current plan, and decide with its amounts and its destination.',
  },
  tokenReplayed: {
    happened: 'The token was used before.',
    toDo: 'Get a new token: each act needs its own.',
  },
  unknownReversal: {
    happened: 'The payment has no reversal with this id.',
    toDo: 'Check the request id with reversals show.',
  },
  tooManyEarly: {
    happened: 'Too many decisions arrived before approval was requested. This one was discarded.',
    toDo: 'Decide again once the reversal waits for approval.',
  },
  tooManyTokens: {
    happened: 'So many tokens were used for this payment in a short time that another one cannot be remembered.',
    toDo: 'Wait until some have expired, then do the same again with a new token.',
  },
};
