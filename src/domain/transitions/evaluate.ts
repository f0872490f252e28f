import type { LedgerState } from '../model/ledger-state';
import type { Admission, AskedReversal } from '../model/request';
import { admit, learnPayment } from './admit';
import { step } from './step';
import type { Moment } from './transition';

/** What the outcome of a request would be now, and the ledger it would leave; null: it would break an invariant. */
export function evaluateRequest(
  state: LedgerState,
  asked: AskedReversal,
  moment: Moment,
): { readonly state: LedgerState; readonly admission: Admission } | null {
  const learned = step(state, learnPayment, asked, moment);
  if (learned.broken !== null) return null;
  const admitted = step(learned.state, admit, { asked, contradiction: learned.answer }, moment);
  return admitted.broken === null ? { state: admitted.state, admission: admitted.answer } : null;
}
