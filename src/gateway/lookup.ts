import { assertNever } from '../domain/model/assert-never';
import { classify } from './classify';
import type { Exchange } from './exchange';
import type { GatewayAnswer, NotSentCause, UnknownCause } from './outcome';

/** Why a lookup says nothing about the transaction. */
export type LookupDoubt =
  'pending' | 'unsupported' | 'invalidRequest' | 'unauthorized' | 'rateLimited' | NotSentCause | UnknownCause;

/** What a lookup says. It moves no money and may be repeated. */
export type LookupOutcome =
  /**
   * The transaction was found. This is no success of the payment: its state is only the gateway's raw
   * `gatewayResultCode`, and the caller has to compare operation, amount, currency and reference with what it sent.
   */
  | { readonly kind: 'Found'; readonly answer: GatewayAnswer }
  /** The gateway refused the lookup. Whether that means "no such transaction" depends on the gateway. */
  | { readonly kind: 'Rejected'; readonly answer: GatewayAnswer }
  | {
      readonly kind: 'CannotSay';
      readonly why: LookupDoubt;
      readonly httpStatus: number | null;
      readonly retryAfterMs: number | null;
    };

/** Reads the answer of a lookup by the same table as the answers of money calls. */
export function classifyLookup(exchange: Exchange): LookupOutcome {
  const outcome = classify({ operation: null, sent: null }, exchange);
  const httpStatus = exchange.kind === 'notSent' ? null : exchange.httpStatus;
  const cannotSay = (why: LookupDoubt, retryAfterMs: number | null = null): LookupOutcome => {
    return { kind: 'CannotSay', why, httpStatus, retryAfterMs };
  };
  switch (outcome.kind) {
    case 'Succeeded':
      return { kind: 'Found', answer: outcome.answer };
    case 'Declined':
      return { kind: 'Rejected', answer: outcome.answer };
    case 'Pending':
      return cannotSay('pending');
    case 'Unsupported':
      return cannotSay('unsupported');
    case 'InvalidRequest':
      return cannotSay('invalidRequest');
    case 'Unauthorized':
      return cannotSay('unauthorized');
    case 'RateLimited':
      return cannotSay('rateLimited', outcome.retryAfterMs);
    case 'Unavailable':
    case 'OutcomeUnknown':
      return cannotSay(outcome.cause);
    case 'Mismatch':
      return cannotSay('otherOperation');
    default:
      return assertNever(outcome);
  }
}
