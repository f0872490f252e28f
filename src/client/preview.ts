import { admit } from '../domain/transitions/admit';
import { emptyLedger, findReversal } from '../domain/model/ledger-state';
import type { AskedReversal } from '../domain/model/request';
import { refusalView, reversalView, type ReversalView } from '../domain/views/view';
import { rulesFor, type Rules } from '../rules/rules-file';

/** A dry run for a payment that has no ledger yet: what its ledger would decide first, by the rules at hand. */
export function previewWithoutLedger(asked: AskedReversal, rules: Rules, now: string): ReversalView {
  const admission = admit(emptyLedger, asked, rulesFor(rules, asked.payment.gatewayAccount), now);
  const payment = admission.state.payment ?? asked.payment;
  if (admission.kind === 'refused') return refusalView({ ...admission.state, payment }, payment, admission.refusal);
  const reversal = findReversal(admission.state, asked.requestId);
  if (reversal === undefined) throw new Error('an admitted request has no reversal');
  return reversalView(admission.state, payment, reversal, now);
}
