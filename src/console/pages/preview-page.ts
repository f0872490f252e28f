import type { ReversalView } from '../../domain/views/view';
import { html, nothing, type Html } from '../html';
import { balanceBar } from '../parts/balance';
import { csrfInput, hiddenInputs } from '../parts/form';
import { askedFor, inSentence, money } from '../parts/money';
import { person, planDetails, sentence } from '../parts/reversal';
import { badge, statusOf } from '../parts/status';
import { table } from '../parts/table';

export interface PreviewPageInput {
  readonly view: ReversalView;
  readonly csrf: string;
  /** What the confirmation sends, as it was typed. */
  readonly values: Readonly<Record<string, string>>;
  /** How many people will have to approve it; null: the rules are not at hand to tell. */
  readonly approvers: number | null;
  readonly hasLedger: boolean;
}

/** What would become of a request, before it is made. */
export function previewPageMain({ view, csrf, values, approvers, hasLedger }: PreviewPageInput): Html {
  const { plan, currency } = view;
  const isRefused = view.outcome === 'refused';
  return html`<div class="narrow stack">
    <h1>Preview: ${inSentence(askedFor(view))}</h1>
    <section class="card" aria-label="What would happen">
      <p class="row">
        ${isRefused ? badge(statusOf(view)) : badge({ tone: 'calm', sign: '○', word: 'Nothing is written or sent yet' })}
        ${view.phase === 'waiting' || view.phase === 'stuck' ? badge(statusOf(view)) : nothing}
      </p>
      ${view.reason === null ? nothing : html`<p class="why-line">${sentence(view.reason.message)}</p>`}
      ${isRefused ? nothing : html`<p>${approvalWords(approvers)}</p>`}
      <dl class="events">
        <dt>Payment</dt>
        <dd>${view.paymentId}</dd>
        <dt>Request id</dt>
        <dd><code>${view.reversalId}</code></dd>
        <dt>Asked by</dt>
        <dd>${person(view.requester)}</dd>
        <dt>Reason</dt>
        <dd class="quote">${view.requestReason}</dd>
        ${planDetails(view)}
      </dl>
      ${
        plan === null || plan.legs.length === 0
          ? nothing
          : table({
              caption: 'What would be sent',
              columns: [{ heading: 'Leg' }, { heading: 'Against' }, { heading: 'Amount', isNumber: true }],
              rows: plan.legs.map(({ operation, captureId, reference, amountMinor }) => [
                `${operation === 'void' ? 'Void' : 'Refund'} of ${captureId ?? 'the authorization'}`,
                html`<code>${reference}</code>`,
                money(amountMinor, currency),
              ]),
            })
      }
      <h2>Where the money would be while it is open</h2>
      ${balanceBar(view.balance, currency)}
    </section>
    <form class="card" method="post" action="/request">
      ${csrfInput(csrf)} ${hiddenInputs(values)}
      <div class="row">
        ${isRefused ? nothing : html`<button class="go">Confirm: ${inSentence(askedFor(view))}</button>`}
        <button formaction="/revise">Change it</button>
        <a href="${hasLedger ? `/payment?id=${encodeURIComponent(view.paymentId)}` : '/'}">Drop it</a>
      </div>
    </form>
  </div>`;
}

function approvalWords(approvers: number | null): string {
  if (approvers === null)
    return 'If the policy of the account asks for an approval, the amount is reserved until it is given.';
  if (approvers === 0) return 'No approval is needed: it is sent as soon as it is confirmed.';
  const people = approvers === 1 ? 'One person has' : `${approvers} people have`;
  return `${people} to approve it before anything is sent. The amount is reserved until then.`;
}
