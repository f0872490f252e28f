import type { ApprovalTerms } from '../../domain/model/approval';
import { canApprove, canReject, canResolve, canWithdraw, type Looking } from '../../domain/views/capabilities';
import { shownTerms } from '../../domain/views/shown-terms';
import type { LegView, ReversalView } from '../../domain/views/view';
import { html, nothing, type Html } from '../html';
import { button, csrfInput, field, hiddenInputs, otherProblems, type FailedForm } from './form';
import { money } from './money';

export interface ActionsInput {
  readonly view: ReversalView;
  readonly looking: Looking;
  readonly csrf: string;
  /** A form of this page that was not accepted. */
  readonly failed: FailedForm | null;
  /** Whether this console signs what people do. */
  readonly signs: boolean;
}

/** What this person can do about a reversal. What they cannot do says why. */
export function actionsOf(input: ActionsInput): Html {
  const { view } = input;
  if (view.phase === 'completed') return nothing;
  const legs = view.legs.filter((leg) => canResolve(leg) === null);
  const terms = view.approvals.needed > view.approvals.given.length ? shownTerms(view) : null;
  const withdraws = legs.length === 0 && view.legs.every(({ status }) => status === 'planned');
  if (terms === null && !withdraws && legs.length === 0) return nothing;
  return html`<div class="actions">
    ${terms === null ? nothing : decisionForm(input, terms)} ${legs.map((leg) => resolveForm(input, leg))}
    ${withdraws ? withdrawForm(input) : nothing}
  </div>`;
}

function decisionForm({ view, looking, csrf, failed }: ActionsInput, terms: ApprovalTerms): Html {
  const form = `decide-${view.reversalId}`;
  const whyNot = { approve: canApprove(view, looking), reject: canReject(view, looking) };
  const amounts = [
    ...(terms.refundMinor > 0 ? [`refund ${money(terms.refundMinor, view.currency)}`] : []),
    ...(terms.voidMinor > 0 ? [`void ${money(terms.voidMinor, view.currency)}`] : []),
  ].join(' and ');
  if (whyNot.approve !== null && whyNot.approve === whyNot.reject) {
    return html`<div class="row">
      <button class="go" type="button" disabled aria-describedby="${form}-why">Approve: ${amounts}</button>
      <button class="stop" type="button" disabled aria-describedby="${form}-why">Reject</button>
      <span class="why" id="${form}-why">Not possible: ${whyNot.approve}.</span>
    </div>`;
  }
  return html`<form method="post" action="/decide" aria-label="Decide about ${view.reversalId}">
    ${csrfInput(csrf)} ${hiddenInputs({ paymentId: view.paymentId, form, ...terms })}
    ${otherProblems(form, failed, ['comment'])}
    ${field(form, failed, { name: 'comment', label: 'Comment', hint: 'Required to reject. The requester sees it.', rows: 2 })}
    <div class="row">
      ${button(`${form}-approve`, { label: `Approve: ${amounts}`, name: 'decision', value: 'approve', tone: 'go' }, whyNot.approve)}
      ${button(`${form}-reject`, { label: 'Reject', name: 'decision', value: 'reject', tone: 'stop' }, whyNot.reject)}
    </div>
  </form>`;
}

function resolveForm({ view, csrf, failed, signs }: ActionsInput, leg: LegView): Html {
  const form = `resolve-${leg.legId}`;
  const isOpen = failed?.form === form;
  const isNotSent = isOpen && failed.values['outcome'] === 'notSent';
  const outcome = (value: string, label: string, isChecked: boolean): Html =>
    html`<div class="choice">
      <input
        type="radio"
        id="${form}-${value}"
        name="outcome"
        value="${value}"
        required
        ${isChecked ? html`checked` : nothing}
      />
      <label for="${form}-${value}">${label}</label>
    </div>`;
  const isRefund = leg.operation === 'refund';
  return html`<details ${isOpen ? html`open` : nothing}>
    <summary>Resolve: ${leg.operation} of ${money(leg.amountMinor, view.currency)}, ${leg.status}</summary>
    <form method="post" action="/resolve" aria-label="Resolve leg ${leg.legId}">
      ${csrfInput(csrf)} ${hiddenInputs({ paymentId: view.paymentId, form, legId: leg.legId, currency: view.currency })}
      <p>First look up <code>${leg.myRef}</code> in the gateway's own records. Then record what you found.</p>
      ${otherProblems(form, failed, ['outcome', 'gatewayReference', 'amount', 'evidence', 'coSignedBy'])}
      <fieldset>
        <legend>Result of the lookup</legend>
        ${outcome('succeeded', 'Found: the money moved', isOpen && !isNotSent)}
        ${outcome('notSent', 'Not found: no money moved. Releases the reserved amount', isNotSent)}
      </fieldset>
      ${field(form, failed, { name: 'evidence', label: 'Evidence', hint: 'For example a report and its line, a page of the gateway dashboard, or a ticket.', isRequired: true, rows: 2 })}
      ${field(form, failed, { name: 'gatewayReference', label: 'Gateway reference' })}
      ${field(form, failed, { name: 'amount', label: 'Amount that moved', hint: `Only if it differs from ${money(leg.amountMinor, view.currency)}.`, kind: 'amount' })}
      ${
        isRefund
          ? field(form, failed, {
              name: 'coSignedBy',
              label: 'Co-signed by',
              hint: `Required for “Not found” if a refund of this amount needs approval. One person per line${signs ? ', followed by the co-signature that they created with the button below' : ''}.`,
              rows: 2,
            })
          : nothing
      }
      <div class="row"><button class="go">Resolve</button></div>
    </form>
    ${
      isRefund && signs
        ? html`<form method="post" action="/co-sign" aria-label="Co-sign for leg ${leg.legId}">
            ${csrfInput(csrf)} ${hiddenInputs({ paymentId: view.paymentId, legId: leg.legId })}
            <div class="row">
              <button>Co-sign: no money moved</button>
              <span class="why">Creates a co-signature for the person who resolves this leg.</span>
            </div>
          </form>`
        : nothing
    }
  </details>`;
}

function withdrawForm({ view, looking, csrf, failed }: ActionsInput): Html {
  const form = `withdraw-${view.reversalId}`;
  const whyNot = canWithdraw(view, looking);
  if (whyNot !== null)
    return html`<div class="row">${button(form, { label: 'Withdraw', tone: 'quiet' }, whyNot)}</div>`;
  return html`<details ${failed?.form === form ? html`open` : nothing}>
    <summary>Withdraw the request</summary>
    <form method="post" action="/withdraw" aria-label="Withdraw ${view.reversalId}">
      ${csrfInput(csrf)} ${hiddenInputs({ paymentId: view.paymentId, form, requestId: view.reversalId })}
      ${otherProblems(form, failed, ['reason'])}
      ${field(form, failed, { name: 'reason', label: 'Reason', isRequired: true, rows: 2 })}
      <div class="row"><button class="stop">Withdraw</button></div>
    </form>
  </details>`;
}
