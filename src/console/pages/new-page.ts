import { canRequest } from '../../domain/views/capabilities';
import type { LedgerView } from '../../domain/views/view';
import { html, nothing, type Html } from '../html';
import { balanceBar } from '../parts/balance';
import { csrfInput, field, hiddenInputs, otherProblems, type FailedForm } from '../parts/form';

const form = 'new';
const fields = ['operation', 'amount', 'requestId', 'reason', 'payment'];
const example = '{ "paymentId": "order-1001", "kind": "authorization", "currency": "USD", … }';

export interface NewPageInput {
  /** null: the payment has no ledger yet, and is entered as JSON. */
  readonly ledger: LedgerView | null;
  readonly csrf: string;
  readonly failed: FailedForm | null;
}

/** The form for a new reversal. It leads to a preview and sends nothing. */
export function newPageMain({ ledger, csrf, failed }: NewPageInput): Html {
  const own = failed?.form === form ? failed : null;
  const chosen = own?.values['operation'];
  const whyNot = {
    refund: ledger === null ? null : canRequest(ledger, 'refund'),
    cancel: ledger === null ? null : canRequest(ledger, 'cancel'),
  };
  const choice = (operation: 'refund' | 'cancel', label: string): Html => {
    const why = whyNot[operation];
    const isChecked = why === null && (chosen ?? (whyNot.refund === null ? 'refund' : 'cancel')) === operation;
    return html`<div class="choice">
      <input
        type="radio"
        id="new-${operation}"
        name="operation"
        value="${operation}"
        required
        ${isChecked ? html`checked` : nothing}
        ${why === null ? nothing : html`disabled aria-describedby="new-${operation}-why"`}
      />
      <label for="new-${operation}">${label}</label>
      ${why === null ? nothing : html`<span class="why" id="new-${operation}-why">Not possible: ${why}.</span>`}
    </div>`;
  };
  const isPossible = whyNot.refund === null || whyNot.cancel === null;
  return html`<div class="narrow stack">
    <h1>New reversal${ledger === null ? nothing : html` of ${ledger.paymentId}`}</h1>
    ${
      ledger === null
        ? nothing
        : html`<section class="card" aria-label="Where the money is">
            ${balanceBar(ledger.balance, ledger.currency)}
          </section>`
    }
    <form class="card" method="post" action="/preview">
      ${csrfInput(csrf)} ${otherProblems(form, failed, fields)}
      ${ledger === null ? paymentField(failed) : hiddenInputs({ paymentId: ledger.paymentId })}
      <fieldset>
        <legend>Operation</legend>
        ${choice('refund', 'Refund an amount')} ${choice('cancel', 'Cancel: refund what is captured, void the rest')}
      </fieldset>
      ${field(form, failed, {
        name: 'amount',
        label: ledger === null ? 'Amount' : `Amount in ${ledger.currency}`,
        hint: 'In major units, for example 25.00. Leave it empty to refund the remaining amount, or to cancel.',
        kind: 'amount',
      })}
      ${field(form, failed, { name: 'reason', label: 'Reason', hint: 'Shown to approvers and kept in the audit.', isRequired: true, rows: 2 })}
      ${field(form, failed, {
        name: 'requestId',
        label: 'Request id',
        hint: 'Your own reference, for example a ticket or a return. The same id never moves money twice.',
        isRequired: true,
        value: suggestedId(ledger),
      })}
      <div class="row">
        <button class="go" ${isPossible ? nothing : html`disabled`}>Preview</button>
        <span class="why">Nothing is sent yet. The next page shows what would happen.</span>
      </div>
    </form>
  </div>`;
}

function paymentField(failed: FailedForm | null): Html {
  return html`<p class="hint">
      If the payment has a ledger, find it by its id above: you need not enter it again. Otherwise paste the payment as
      your system knows it.
    </p>
    ${field(form, failed, { name: 'payment', label: 'Payment as JSON', hint: example, isRequired: true, rows: 10 })}`;
}

/**
 * The next unused number of this payment. If two people make the same request at the same time, both get the same id, so
 * that it is carried out once. If their requests differ, the second is refused.
 */
export function suggestedId(ledger: Pick<LedgerView, 'reversals'> | null): string {
  if (ledger === null) return 'console-1';
  const taken = new Set(ledger.reversals.map(({ reversalId }) => reversalId));
  let number = 1;
  while (taken.has(`console-${number}`)) number += 1;
  return `console-${number}`;
}
