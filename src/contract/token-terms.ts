import type { PaymentEvent } from '../domain/model/payment-event';
import type { ReversalRequest } from './reversal-request';
import { plainLines } from './value-rules';

/**
 * What a token says it is for, in its claim `reversal`. It is bound to one act: its holder can do this and nothing else. Amounts in minor units.
 */
export type TokenTerms = Readonly<Record<string, string | number | null>> & { readonly purpose: TokenPurpose };

export const tokenPurposes = [
  'request',
  'approve',
  'reject',
  'withdraw',
  'resolve',
  'coSign',
  'record',
  'recover',
] as const;
export type TokenPurpose = (typeof tokenPurposes)[number];

/** The claim of a token that holds its terms. */
export const termsClaim = 'reversal';

/**
 * The type of a token that proves one act, in its header `typ`: a token to sign in with proves no act, and one for an act
 * signs nobody in. Source: RFC 8725 section 3.11.
 */
export const actTokenType = 'reversal-act+jwt';

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

/** What the token of a person who resolves an unknown outcome names. */
export function resolutionTerms(
  paymentId: string,
  {
    legId,
    outcome,
    amountMinor,
  }: { readonly legId: string; readonly outcome: string; readonly amountMinor?: number | null },
): TokenTerms {
  return { purpose: 'resolve', paymentId, legId, outcome, amountMinor: amountMinor ?? null };
}

/**
 * What the token of a co-signer names: that the refund of this leg moved no money, or only this much of it
 * (`movedMinor`).
 */
export function coSignatureTerms(
  paymentId: string,
  { legId, movedMinor }: { readonly legId: string; readonly movedMinor?: number | null },
): TokenTerms {
  const terms = { purpose: 'coSign', paymentId, legId } as const;
  return movedMinor == null ? terms : { ...terms, movedMinor };
}

/** What the token of the source of an event names: all that the event says. Who co-signs it has a token of their own. */
export function eventTerms(paymentId: string, event: PaymentEvent): TokenTerms {
  // Equal instants are equal texts.
  const at = new Date(Date.parse(event.at)).toISOString();
  // As the ledger keeps it: a token names the evidence without the tabs and line ends of a file.
  const evidence = typeof event.evidence === 'string' ? plainLines(event.evidence) : event.evidence;
  const said = Object.entries({ ...event, at, evidence }).filter((entry): entry is [string, string | number] => {
    const [name, value] = entry as [string, unknown];
    return name !== 'token' && (typeof value === 'string' || typeof value === 'number');
  });
  const flags = Object.entries(event).flatMap(([name, value]) => (value === true ? [[name, 'true'] as const] : []));
  return { ...Object.fromEntries(said), ...Object.fromEntries(flags), purpose: 'record', paymentId };
}

/**
 * What the token of a co-signer of an event names: all that the event says, so that nobody co-signs an id alone. An event
 * about a leg is co-signed by the leg, whose refund moved no money.
 */
export function eventCoSignatureTerms(paymentId: string, event: PaymentEvent): TokenTerms {
  if ('legId' in event) return coSignatureTerms(paymentId, event);
  return { ...eventTerms(paymentId, event), purpose: 'coSign' };
}

/** What the token of a person who asks for a recovery names: the one run that may send after it. */
export function recoveryTerms(paymentId: string, { runId }: { readonly runId: string }): TokenTerms {
  return { purpose: 'recover', paymentId, runId };
}
