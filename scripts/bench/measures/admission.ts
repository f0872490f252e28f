import { performance } from 'node:perf_hooks';
import { toReversalRequest } from '../../../src/contract/normalise';
import { emptyLedger, type LedgerState } from '../../../src/domain/model/ledger-state';
import type { AccountRules } from '../../../src/domain/model/profile';
import { rulesFor } from '../../../src/rules/rules-file';
import { evaluateRequest } from '../../../src/domain/transitions/evaluate';
import type { MeasureInput } from '../measure';
import { describedPayment, refundOf } from '../payments';
import { approvalAccount, benchRules } from '../rules';
import { median } from '../statistics';

/** What the ledger computes to admit the n-th refund of a payment whose others all wait for approval. Microseconds. */
export interface NthAdmission {
  readonly n: number;
  readonly p50Us: number;
  readonly toFirst: number;
}

/** Admissions that are timed around each n. */
const samples = 5;

/** Times admissions alone: learn, decide, reserve, advance all others, check the invariants. No server. */
export function measureAdmission({ quick, rounds }: MeasureInput): Promise<readonly NthAdmission[]> {
  const levels = [5, 50, 490];
  const took = new Map<number, number[]>(levels.map((n) => [n, []]));
  const rules = rulesFor(benchRules, approvalAccount);
  for (let round = 0; round < (quick ? 3 : 5 * rounds); round += 1) {
    let state = emptyLedger;
    for (let n = 1; n <= Math.max(...levels) + samples; n += 1) {
      const startedAt = performance.now();
      state = admitted(state, n, rules);
      const us = (performance.now() - startedAt) * 1000;
      for (const level of levels) if (n > level && n <= level + samples) took.get(level)?.push(us);
    }
  }
  const [first = 0] = levels;
  const p50 = (n: number): number => median(took.get(n) ?? []);
  return Promise.resolve(levels.map((n) => ({ n, p50Us: p50(n), toFirst: p50(n) / p50(first) })));
}

const now = new Date().toISOString();
const payment = describedPayment(approvalAccount);

function admitted(state: LedgerState, n: number, rules: AccountRules | null): LedgerState {
  const asked = toReversalRequest({ ...refundOf(payment), requestId: `return-${n}` });
  const evaluated = evaluateRequest(state, asked, { now, rules });
  if (evaluated?.admission.kind !== 'admitted') throw new Error(`refund ${n} was not admitted`);
  return evaluated.state;
}
