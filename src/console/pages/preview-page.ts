import type { ReversalView } from '../../domain/views/view';
import { html, nothing, type Html } from '../html';
import { balanceBar } from '../parts/balance';
import { csrfInput, hiddenInputs } from '../parts/form';
import { requestWords, inSentence, money } from '../parts/money';
import { person, planDetails, sentence } from '../parts/reversal';
import { badge, reversalStatus } from '../parts/status';
import { table } from '../parts/table';

export interface PreviewPageInput {
  readonly view: ReversalView;
  readonly csrf: string;
  /** What the confirmation submits, as it was entered. */
  readonly values: Readonly<Record<string, string>>;
  /** How many people must approve it; null: the console has no rules file. */
  readonly approvers: number | null;
  readonly hasLedger: boolean;
}

/** What a request would do, before it is made. */
export function previewPageMain({ view, csrf, values, approvers, hasLedger }: PreviewPageInput): Html {
  const { plan, currency } = view;
  const isRefused = view.outcome === 'refused';
  return html`<div class="narrow stack">
    <h1>Preview: ${inSentence(requestWords(view))}</h1>
    <section class="card" aria-label="What would happen">
      <p class="row">
        ${isRefused ? badge(reversalStatus(view)) : badge({ tone: 'neutral', sign: '○', word: 'Not submitted yet' })}
        ${view.phase === 'waiting' || view.phase === 'stuck' ? badge(reversalStatus(view)) : nothing}
      </p>
      ${view.reason === null ? nothing : html`<p class="reason">${sentence(view.reason.message)}</p>`}
      ${isRefused ? nothing : html`<p>${approvalWords(approvers)}</p>`}
      <dl class="pairs">
        <dt>Payment</dt>
        <dd>${view.paymentId}</dd>
        <dt>Request id</dt>
        <dd><code>${view.reversalId}</code></dd>
        <dt>Requested by</dt>
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
      <h2>Where the money would be until it completes</h2>
      ${balanceBar(view.balance, currency)}
    </section>
    <form class="card" method="post" action="/request">
      ${csrfInput(csrf)} ${hiddenInputs(values)}
      <div class="row">
        ${isRefused ? nothing : html`<button class="go">Confirm: ${inSentence(requestWords(view))}</button>`}
        <button formaction="/revise">Edit</button>
        <a href="${hasLedger ? `/payment?id=${encodeURIComponent(view.paymentId)}` : '/'}">Discard</a>
      </div>
    </form>
  </div>`;
}

function approvalWords(approvers: number | null): string {
  if (approvers === null)
    return 'If the rules require approval, the amount stays reserved until the request is decided.';
  if (approvers === 0) return 'No approval is needed. It is sent as soon as you confirm.';
  const people = approvers === 1 ? 'One person' : `${approvers} people`;
  return `${people} must approve it before anything is sent. Until then the amount stays reserved.`;
}
