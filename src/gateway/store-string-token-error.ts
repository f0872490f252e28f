/** Why a string was not stored. */
export type StoreStringTokenProblem =
  'invalidPayload' | 'refused' | 'unauthorized' | 'rateLimited' | 'unavailable' | 'noToken';

const texts: Record<StoreStringTokenProblem, string> = {
  invalidPayload: 'The string to store must have 1 to 16384 characters.',
  refused: 'The gateway refused to store the string as invalid.',
  unauthorized: 'The gateway does not accept the API key.',
  rateLimited: 'The gateway asks to slow down; try again later.',
  unavailable: 'The gateway could not be reached; nothing was stored.',
  noToken: 'The gateway did not answer with a token; whether the string was stored is not known.',
};

/**
 * Thrown when a string could not be stored. A fault and not an outcome: no money hangs on it, and storing again costs
 * one more token. Neither the text nor any field holds what was to be stored.
 */
export class StoreStringTokenError extends Error {
  override readonly name = 'StoreStringTokenError';
  readonly problem: StoreStringTokenProblem;
  readonly httpStatus: number | null;

  constructor(problem: StoreStringTokenProblem, httpStatus: number | null) {
    super(httpStatus === null ? texts[problem] : `${texts[problem]} (HTTP ${String(httpStatus)})`);
    this.problem = problem;
    this.httpStatus = httpStatus;
  }
}
