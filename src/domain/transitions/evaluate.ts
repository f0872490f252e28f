import type { LedgerState } from '../model/ledger-state';
import type { Admission, AskedReversal } from '../model/request';
import { admit } from './admit';
import { step } from './step';
import type { Moment } from './transition';

/** What the outcome of a request would be now, and the ledger it would leave; null: it would break an invariant. */
export function evaluateRequest(
  state: LedgerState,
  asked: AskedReversal,
  moment: Moment,
): { readonly state: LedgerState; readonly admission: Admission } | null {
  const isProved = moment.rules?.identity === 'trusted';
  const admitted = step(state, admit, { asked, isProved }, moment);
  return admitted.broken === null ? { state: admitted.state, admission: admitted.answer } : null;
}
