import type { ApprovalTerms } from '../../domain/model/approval';
import { canApprove, canReject, canResolve, canWithdraw, type Looking } from '../../domain/views/capabilities';
import { shownTerms } from '../../domain/views/shown-terms';
import type { LegView, ReversalView } from '../../domain/views/view';
import { html, nothing, type Html } from '../html';
import { button, csrfInput, field, hiddenInputs, otherProblems, type Said } from './form';
import { money } from './money';

export interface ActionsInput {
  readonly view: ReversalView;
  readonly looking: Looking;
  readonly csrf: string;
  /** A form of this page that was not taken. */
  readonly said: Said | null;
  /** Whether this console signs what people do. */
  readonly signs: boolean;
}

/** What can be done about a reversal, by whom it is that looks. What cannot be done says why. */
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

function decisionForm({ view, looking, csrf, said }: ActionsInput, terms: ApprovalTerms): Html {
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
    ${otherProblems(form, said, ['comment'])}
    ${field(form, said, { name: 'comment', label: 'Comment', hint: 'A rejection needs one: it is told to whoever asked.', rows: 2 })}
    <div class="row">
      ${button(`${form}-approve`, { label: `Approve: ${amounts}`, name: 'decision', value: 'approve', tone: 'go' }, whyNot.approve)}
      ${button(`${form}-reject`, { label: 'Reject', name: 'decision', value: 'reject', tone: 'stop' }, whyNot.reject)}
    </div>
  </form>`;
}

function resolveForm({ view, csrf, said, signs }: ActionsInput, leg: LegView): Html {
  const form = `resolve-${leg.legId}`;
  const isOpen = said?.form === form;
  const isNotSent = isOpen && said.values['outcome'] === 'notSent';
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
      <p>Look up <code>${leg.myRef}</code> in the gateway's own records first, and say what you found.</p>
      ${otherProblems(form, said, ['outcome', 'gatewayReference', 'amount', 'evidence', 'coSignedBy'])}
      <fieldset>
        <legend>What you found</legend>
        ${outcome('succeeded', 'It is there: the money moved', isOpen && !isNotSent)}
        ${outcome('notSent', 'It is not there: nothing moved, and its amount is free again', isNotSent)}
      </fieldset>
      ${field(form, said, { name: 'evidence', label: 'Evidence', hint: 'A report and its line, a screen of the gateway, a ticket.', isRequired: true, rows: 2 })}
      ${field(form, said, { name: 'gatewayReference', label: "The gateway's reference of it" })}
      ${field(form, said, { name: 'amount', label: 'What really moved', hint: `Only where it is another amount than ${money(leg.amountMinor, view.currency)}.`, kind: 'amount' })}
      ${
        isRefund
          ? field(form, said, {
              name: 'coSignedBy',
              label: 'Who agrees that nothing moved',
              hint: `Needed where a refund of this amount needs approval: one person on each line${signs ? ', followed by the token that the button below gives them' : ''}.`,
              rows: 2,
            })
          : nothing
      }
      <div class="row"><button class="go">Resolve it so</button></div>
    </form>
    ${
      isRefund && signs
        ? html`<form method="post" action="/agree" aria-label="Agree about leg ${leg.legId}">
            ${csrfInput(csrf)} ${hiddenInputs({ paymentId: view.paymentId, legId: leg.legId })}
            <div class="row">
              <button>I agree that nothing moved</button>
              <span class="why">Gives you a token to hand to whoever resolves it.</span>
            </div>
          </form>`
        : nothing
    }
  </details>`;
}

function withdrawForm({ view, looking, csrf, said }: ActionsInput): Html {
  const form = `withdraw-${view.reversalId}`;
  const whyNot = canWithdraw(view, looking);
  if (whyNot !== null)
    return html`<div class="row">${button(form, { label: 'Withdraw', tone: 'quiet' }, whyNot)}</div>`;
  return html`<details ${said?.form === form ? html`open` : nothing}>
    <summary>Withdraw it</summary>
    <form method="post" action="/withdraw" aria-label="Withdraw ${view.reversalId}">
      ${csrfInput(csrf)} ${hiddenInputs({ paymentId: view.paymentId, form, requestId: view.reversalId })}
      ${otherProblems(form, said, ['reason'])}
      ${field(form, said, { name: 'reason', label: 'Why', isRequired: true, rows: 2 })}
      <div class="row"><button class="stop">Withdraw it</button></div>
    </form>
  </details>`;
}
