import { jsonSize } from '../model/json-size';
import { spentTokensBytes, spentTokensKept, type LedgerState, type SpentToken } from '../model/ledger-state';
import type { Reason } from '../model/reasons';
import type { Requester } from '../model/requester';
import type { Transition } from './transition';

/** A token, and whom it has proved. */
export interface ProvingToken extends SpentToken {
  readonly by: Requester;
}

/**
 * Spends the tokens of one act, all of them or none: a token proves one act once, whatever its purpose, so that one which
 * is found in a history is worth nothing. Made before the act, in the same step of the workflow. The answer is why the act
 * is not believed; null: it is.
 */
export const spendTokens: Transition<readonly ProvingToken[], Reason | null> = function spendTokens(
  state,
  tokens,
  { now },
) {
  if (tokens.length === 0) return { state, answer: null };
  // Of one that nobody takes any more nothing has to be remembered.
  const usable = state.spentTokens.filter(({ until }) => Date.parse(until) > Date.parse(now));
  const spent = new Set(usable.map(({ id }) => id));
  for (const { id, by } of tokens) {
    if (spent.has(id)) return { state, answer: replayed(by) };
    spent.add(id);
  }
  const spentTokens = [...usable, ...tokens.map(({ id, until }) => ({ id, until }))];
  if (spentTokens.length > spentTokensKept) return { state, answer: tooMany };
  if (jsonSize(spentTokens) > spentTokensBytes) return { state, answer: tooLong };
  const next: LedgerState = { ...state, spentTokens };
  return { state: next, answer: null };
};

function replayed({ id }: Requester): Reason {
  return { code: 'tokenReplayed', message: `the token of ${id} was used before; each act needs a token of its own` };
}

const tooMany: Reason = {
  code: 'tooManyTokens',
  message: `${String(spentTokensKept)} tokens that are still valid were used for this payment; wait until some have expired`,
};

const tooLong: Reason = {
  code: 'tooManyTokens',
  message: `the ids (jti) of the tokens that are still valid and were used for this payment take more than ${String(spentTokensBytes / 1024)} KiB; wait until some have expired, and let the issuer make shorter ids`,
};
