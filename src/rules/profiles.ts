import type { CodeMeaning, Profile } from '../domain/model/profile';

/**
 * What is publicly documented of the gateways behind Orchestra. Where nothing is documented, the cautious value applies.
 *
 * Nothing says of any of them that a status lookup finds refunds and voids (SPEC status names charge and authorize
 * only), that a void after a partial capture leaves the captured part alone, or that a capture may exceed its
 * authorization: those three are false everywhere. A code that a gateway's documentation gives two meanings is left
 * out, so it reads as a plain decline: taking a voided payment for granted would be worse than asking again.
 */
const cautious = {
  voidsUnsettledCharges: false,
  voidsRemainder: false,
  refundsOnlySettled: false,
  allowsOverCapture: false,
  lookupsSeeReversals: false,
  rateLimitMovesNothing: false,
  // A convention: no gateway documents how soon its lookups show a new transaction.
  lookupDelayMs: 60_000,
  lookupStates: {},
} as const satisfies Omit<Profile, 'name' | 'declineReasons'>;

/** Codes made of words, which mean the same wherever they are met. */
const wordCodes: Readonly<Record<string, CodeMeaning>> = {
  // Stripe, list of error codes
  charge_already_captured: 'alreadyCaptured',
  charge_already_refunded: 'alreadyRefunded',
  charge_expired_for_capture: 'holdExpired',
  resource_missing: 'notFoundAtGateway',
  idempotency_key_in_use: 'outcomeUnknown',
  // This project's simulator, which names the remaining cases in the same manner
  already_voided: 'alreadyVoided',
  // A void came too late: the charge has settled.
  charge_already_settled: 'alreadySettled',
  amount_too_large: 'exceedsAtGateway',
  not_settled: 'notSettled',
  refund_window_closed: 'refundWindowClosed',
  // Nothing to refund and nothing to wait for: a plain decline.
  not_captured: 'declined',
};

/**
 * States made of words. Stripe documents pending, requires_action, succeeded, failed and canceled for refunds; this
 * project's simulator says the words it has in common with these.
 */
const wordStates: Profile['lookupStates'] = {
  succeeded: 'succeeded',
  pending: 'pending',
  requires_action: 'pending',
  failed: 'failed',
  canceled: 'failed',
};

/** All of these codes say the same. */
function meaning(codes: readonly string[], means: CodeMeaning): Readonly<Record<string, CodeMeaning>> {
  return Object.fromEntries(codes.map((code) => [code, means]));
}

/**
 * Authorize.Net, response reason codes, as Zuora's table for refunds explains them. An error during processing does not
 * say that nothing happened, and a duplicate says that an earlier one was taken.
 */
const authorizeNetCodes: Readonly<Record<string, CodeMeaning>> = {
  ...meaning(['11', '318'], 'outcomeUnknown'),
  ...meaning(['19', '20', '21', '22', '23', '25', '26'], 'outcomeUnknown'),
  ...meaning(['57', '58', '59', '60', '61', '62', '63'], 'outcomeUnknown'),
  '48': 'unsupported', // partial reversal
  '50': 'notSettled', // awaiting settlement
  '51': 'exceedsAtGateway',
  '54': 'notSettled',
  '55': 'exceedsAtGateway', // sum of credits
  // In a closed batch: a void came too late.
  '304': 'alreadySettled',
  '308': 'notFoundAtGateway',
  '319': 'notFoundAtGateway',
  '310': 'alreadyVoided',
  '311': 'alreadyCaptured',
};

/** Braintree, validation errors and settlement responses. 91504 "cannot be voided" has several causes: left out. */
const braintreeCodes: Readonly<Record<string, CodeMeaning>> = {
  '91505': 'unsupported', // a credit
  '91506': 'notSettled',
  '91574': 'notSettled', // settling
  '91547': 'unsupported', // the merchant account
  '91563': 'unsupported', // part of an escrow
  '4018': 'outcomeUnknown',
  '91512': 'alreadyRefunded',
  '91521': 'exceedsAtGateway',
  '91579': 'holdExpired', // PayPalAuthExpired
  '4003': 'alreadyCaptured',
  '4004': 'alreadyRefunded',
  NotFoundException: 'notFoundAtGateway',
};

/** Cybersource, reason codes. 243 "settled or reversed" and 246 "not voidable" have several causes: left out. */
const cybersourceCodes: Readonly<Record<string, CodeMeaning>> = {
  '235': 'exceedsAtGateway',
  '237': 'alreadyVoided', // authorization already reversed
  '238': 'alreadyCaptured',
  '239': 'unsupported', // the amount must match the earlier one: no partial reversal
  '241': 'notFoundAtGateway',
  // Time-outs and failures of a processor, and duplicates of what was taken: not to be sent again before a lookup.
  ...meaning(['104', '105', '150', '151', '152', '236', '250'], 'outcomeUnknown'),
  '254': 'unsupported', // stand-alone credits
  '247': 'alreadyVoided', // credit for a capture that was voided
};

export const profileNames = [
  'stripe',
  'adyen',
  'worldpay',
  'authorizeNet',
  'braintree',
  'checkout',
  'cybersource',
  'amex',
  'nullGateway',
  'generic',
] as const;

export type ProfileName = (typeof profileNames)[number];

/** The gateways that can be named in a rules file. */
export const profiles: Readonly<Record<ProfileName, Profile>> = {
  // Cancels before completion, refunds after (Stripe, refunds): a completed charge is never voided.
  stripe: { name: 'stripe', ...cautious, lookupStates: wordStates, declineReasons: wordCodes },

  // Cancels what is not captured, refunds what is (Adyen, reversal). Its refusals carry no documented codes.
  adyen: { name: 'adyen', ...cautious, declineReasons: {} },

  // Cancels only what is `authorized` (Worldpay Access, manage payments). No codes documented.
  worldpay: { name: 'worldpay', ...cautious, declineReasons: {} },

  authorizeNet: {
    name: 'authorizeNet',
    ...cautious,
    // Refunds only once settled, and voids before (Zuora, Authorize.Net refund codes 50 and 54).
    voidsUnsettledCharges: true,
    refundsOnlySettled: true,
    declineReasons: authorizeNetCodes,
  },

  braintree: {
    name: 'braintree',
    ...cautious,
    // Refunds what is `settled` or `settling`; what is not yet settling is voided (Braintree, Transaction: Refund).
    voidsUnsettledCharges: true,
    refundsOnlySettled: true,
    declineReasons: braintreeCodes,
  },

  // Voids what is authorized and not captured (Checkout.com, payment_void_declined). Its refusals are HTTP statuses,
  // and nothing says in what form Orchestra passes them on.
  checkout: { name: 'checkout', ...cautious, declineReasons: {} },

  cybersource: {
    name: 'cybersource',
    ...cautious,
    // Captures can be voided: POST /pts/v2/captures/{id}/voids (Cybersource, Void API).
    voidsUnsettledCharges: true,
    declineReasons: cybersourceCodes,
  },

  // Has PreAuth, Capture and Void, and no Refund (SISTER, additional guidance for specific gateways): a refund comes
  // back as not implemented, which needs no row here. Wants a reference of six characters or more, which ours have.
  amex: { name: 'amex', ...cautious, declineReasons: {} },

  // Orchestra's NULLSuccess and NULLFailure (DOC mock PSPs): they answer at once and keep no state.
  nullGateway: { name: 'nullGateway', ...cautious, lookupDelayMs: 0, declineReasons: {} },

  generic: { name: 'generic', ...cautious, lookupStates: wordStates, declineReasons: wordCodes },
};
