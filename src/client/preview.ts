import { evaluateRequest } from '../domain/transitions/evaluate';
import { emptyLedger } from '../domain/model/ledger-state';
import type { AskedReversal } from '../domain/model/request';
import { requestView, type ReversalView } from '../domain/views/view';
import { rulesFor, type Rules } from '../rules/rules-file';

/** A dry run for a payment that has no ledger yet: what its ledger would decide first, by the rules at hand. */
export function previewWithoutLedger(asked: AskedReversal, rules: Rules, now: string): ReversalView {
  const moment = { now, rules: rulesFor(rules, asked.payment.gatewayAccount) };
  const evaluated = evaluateRequest(emptyLedger, asked, moment);
  if (evaluated === null) throw new Error('the decision breaks an invariant; this is a fault of the program');
  return requestView(evaluated.state, asked, evaluated.admission, now);
}
