import { z } from 'zod';
import { StoreStringTokenError } from './store-string-token-error';
import type { Exchange } from './exchange';
import { safeReference } from './support-code';

/** Source: SPEC, `StringTokenIntputModel`: the payload's length in characters. */
export const maxPayloadLength = 16_384;

/** Source: SPEC, `StringTokenMetaDataOutputModel`. */
const storedSchema = z.object({ token: z.string().regex(/^@?[A-Za-z0-9_-]{8,128}$/) });

/**
 * Reads the answer of `POST /StringTokens`.
 *
 * @returns the token as `cardNumber` and `cvv` take it, with `@` in front.
 * @throws StoreStringTokenError for everything else, without the payload.
 */
export function tokenOf(exchange: Exchange, payload: string): string {
  if (exchange.kind === 'notSent') throw new StoreStringTokenError('unavailable', null);
  if (exchange.kind === 'lost') throw new StoreStringTokenError('noToken', exchange.httpStatus);
  const { httpStatus } = exchange;
  if (httpStatus === 400) throw new StoreStringTokenError('refused', httpStatus);
  if (httpStatus === 401) throw new StoreStringTokenError('unauthorized', httpStatus);
  if (httpStatus === 429) throw new StoreStringTokenError('rateLimited', httpStatus);
  const token = httpStatus === 200 || httpStatus === 201 ? storedToken(exchange.body) : null;
  // A gateway that answers the payload itself has stored nothing, and its answer must not pass for a token.
  if (token === null || token === payload || safeReference(token) === null) {
    throw new StoreStringTokenError('noToken', httpStatus);
  }
  return `@${token}`;
}

function storedToken(body: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  const stored = storedSchema.safeParse(value);
  return stored.success ? stored.data.token.replace(/^@/, '') : null;
}
