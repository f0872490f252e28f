import type { ReversalRequest } from './reversal-request';

/**
 * What a token says it is for, in its claim `reversal`. It is bound to one act: whoever holds it can do this and nothing
 * else. Amounts in minor units.
 */
export type TokenTerms = Readonly<Record<string, string | number | null>> & { readonly purpose: TokenPurpose };

export const tokenPurposes = ['request', 'approve', 'reject', 'withdraw', 'resolve', 'coSign'] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

/** The claim of a token that holds its terms. */
export const termsClaim = 'reversal';

/** What the token of a request names. */
export function requestTerms(
  request: Pick<ReversalRequest, 'requestId' | 'operation' | 'amountMinor'> & {
    readonly payment: { readonly paymentId: string };
  },
): TokenTerms {
  return {
    purpose: 'request',
    paymentId: request.payment.paymentId,
    requestId: request.requestId,
    operation: request.operation,
    amountMinor: request.amountMinor ?? null,
  };
}

/** What the token of an approval or a rejection names. */
export function decisionTerms(
  paymentId: string,
  decision: {
    readonly decision: 'approve' | 'reject';
    readonly requestId: string;
    readonly planVersion: number;
    readonly refundMinor: number;
    readonly voidMinor: number;
    readonly currency: string;
    readonly destination: string;
  },
): TokenTerms {
  const { requestId, planVersion, refundMinor, voidMinor, currency, destination } = decision;
  const amounts = { refundMinor, voidMinor, currency };
  return { purpose: decision.decision, paymentId, requestId, planVersion, ...amounts, destination };
}

/** What the token of a withdrawal names. */
export function withdrawalTerms(paymentId: string, { requestId }: { readonly requestId: string }): TokenTerms {
  return { purpose: 'withdraw', paymentId, requestId };
}

/** What the token of whoever resolves an unknown outcome names. */
export function resolutionTerms(
  paymentId: string,
  { legId, outcome }: { readonly legId: string; readonly outcome: string },
): TokenTerms {
  return { purpose: 'resolve', paymentId, legId, outcome };
}

/** What the token of whoever agrees names: that the refund of this leg moved no money. */
export function coSignatureTerms(paymentId: string, { legId }: { readonly legId: string }): TokenTerms {
  return { purpose: 'coSign', paymentId, legId };
}
