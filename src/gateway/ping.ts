import { z } from 'zod';
import { assertNever } from '../domain/model/assert-never';
import type { Exchange } from './exchange';
import type { LostCause, NotSentCause } from './outcome';
import { retryAfterMs } from './retry-after';

/** Whether the gateway answers, and takes our key. */
export type PingOutcome =
  | { readonly kind: 'Answered'; /** `null` when the answer does not say. */ readonly isSandbox: boolean | null }
  | { readonly kind: 'Unauthorized' }
  | { readonly kind: 'RateLimited'; readonly retryAfterMs: number | null }
  | { readonly kind: 'Unavailable'; readonly cause: NotSentCause }
  /** It was reached, but did not answer as documented. */
  | {
      readonly kind: 'Unknown';
      readonly cause: LostCause | 'unexpectedStatus';
      readonly httpStatus: number | null;
    };

/** Source: SPEC, `AuthenticationResult`, where every field is optional; one known field distinguishes it from a proxy's answer. */
const authenticationResultSchema = z
  .object({ status: z.string().nullish(), isSandbox: z.boolean().nullish() })
  .refine((result) => typeof result.status === 'string' || typeof result.isSandbox === 'boolean');

/** Reads the answer of `GET /Utils/apiKey`. Pure and total. */
export function classifyPing(exchange: Exchange): PingOutcome {
  switch (exchange.kind) {
    case 'notSent':
      return { kind: 'Unavailable', cause: exchange.cause };
    case 'lost':
      return { kind: 'Unknown', cause: exchange.cause, httpStatus: exchange.httpStatus };
    case 'answered':
      break;
    default:
      return assertNever(exchange);
  }
  const { httpStatus } = exchange;
  if (httpStatus === 401) return { kind: 'Unauthorized' };
  if (httpStatus === 429) {
    return { kind: 'RateLimited', retryAfterMs: retryAfterMs(exchange.retryAfter, exchange.receivedAtMs) };
  }
  if (httpStatus !== 200) return { kind: 'Unknown', cause: 'unexpectedStatus', httpStatus };
  const result = authenticationResultSchema.safeParse(jsonOf(exchange.body));
  if (!result.success) return { kind: 'Unknown', cause: 'unreadable', httpStatus };
  return { kind: 'Answered', isSandbox: result.data.isSandbox ?? null };
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
