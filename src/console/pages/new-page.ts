import { canRequest } from '../../domain/views/capabilities';
import type { LedgerView } from '../../domain/views/view';
import { html, nothing, type Html } from '../html';
import { balanceBar } from '../parts/balance';
import { csrfInput, field, hiddenInputs, otherProblems, type Said } from '../parts/form';

const form = 'new';
const fields = ['operation', 'amount', 'requestId', 'reason', 'onBehalfOf', 'payment'];
const example = '{ "paymentId": "order-1001", "kind": "authorization", "currency": "USD", … }';

export interface NewPageInput {
  /** null: the payment has no ledger yet, and is told as JSON. */
  readonly ledger: LedgerView | null;
  readonly csrf: string;
  readonly said: Said | null;
}

/** The form that asks for a reversal. It leads to a preview: nothing is asked for here yet. */
export function newPageMain({ ledger, csrf, said }: NewPageInput): Html {
  const own = said?.form === form ? said : null;
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
      ${csrfInput(csrf)} ${otherProblems(form, said, fields)}
      ${ledger === null ? paymentField(said) : hiddenInputs({ paymentId: ledger.paymentId })}
      <fieldset>
        <legend>What is wanted</legend>
        ${choice('refund', 'Refund an amount')}
        ${choice('cancel', 'Cancel: give everything back, release what is held')}
      </fieldset>
      ${field(form, said, {
        name: 'amount',
        label: ledger === null ? 'Amount' : `Amount in ${ledger.currency}`,
        hint: 'As people write money: 25.00. Empty refunds all that is left. A cancel takes no amount.',
        kind: 'amount',
      })}
      ${field(form, said, { name: 'reason', label: 'Reason', hint: 'For whoever approves it, and for the audit.', isRequired: true, rows: 2 })}
      ${field(form, said, {
        name: 'requestId',
        label: 'Request id',
        hint: 'What it is for, in your own terms: a ticket or a return. The same id again moves nothing twice.',
        isRequired: true,
        value: suggestedId(ledger),
      })}
      ${field(form, said, { name: 'onBehalfOf', label: 'On behalf of', hint: 'If somebody else wants it. They cannot approve it either.' })}
      <div class="row">
        <button class="go" ${isPossible ? nothing : html`disabled`}>Preview</button>
        <span class="why">Nothing is asked for yet: the next page shows what would happen.</span>
      </div>
    </form>
  </div>`;
}

function paymentField(said: Said | null): Html {
  return html`<p class="hint">
      If the payment has been reversed before, find it by its id above: then nothing need be told about it. Otherwise
      paste what your system knows of it.
    </p>
    ${field(form, said, { name: 'payment', label: 'Payment as JSON', hint: example, isRequired: true, rows: 10 })}`;
}

/**
 * The next number of this payment. Two people who ask for the same thing at once get the same id, so that it is done
 * once; two who ask for different things are told.
 */
export function suggestedId(ledger: Pick<LedgerView, 'reversals'> | null): string {
  if (ledger === null) return 'console-1';
  const taken = new Set(ledger.reversals.map(({ reversalId }) => reversalId));
  let number = 1;
  while (taken.has(`console-${number}`)) number += 1;
  return `console-${number}`;
}
