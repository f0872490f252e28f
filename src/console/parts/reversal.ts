import { leavingMinor } from '../../domain/model/approval';
import { assertNever } from '../../domain/model/assert-never';
import { destinationWords } from '../../domain/model/destination';
import type { Capture } from '../../domain/model/payment';
import type { LedgerView, LegView, ReversalView } from '../../domain/views/view';
import { html, nothing, type Html } from '../html';
import { requestWords, money } from './money';
import { badge, legStatus, reversalStatus } from './status';
import { table } from './table';
import { age, clock, when } from './when';

/** One reversal: its status and reason, its requester, plan, approvals and legs. `actions` come last. */
export function reversalCard(view: ReversalView, actions: Html, nowMs: number): Html {
  const status = reversalStatus(view);
  const busy = view.phase === 'working' ? html`data-busy` : nothing;
  return html`<article
    class="card reversal t-${status.tone}"
    id="r-${view.reversalId}"
    aria-labelledby="t-${view.reversalId}"
    ${busy}
  >
    <div class="title">
      <h3 id="t-${view.reversalId}">
        ${requestWords(view)} <span class="muted">· <code>${view.reversalId}</code></span>
      </h3>
      <p>${badge(status)} <span class="muted">${when(view.since, nowMs)}</span></p>
    </div>
    ${view.reason === null ? nothing : html`<p class="reason">${sentence(view.reason.message)}</p>`}
    <dl class="pairs">
      <dt>Requested by</dt>
      <dd>${person(view.requester)}</dd>
      <dt>Reason</dt>
      <dd class="quote">${view.requestReason}</dd>
      ${planDetails(view)}
    </dl>
    ${approvalsOf(view, nowMs)} ${legsTable(view)} ${actions}
  </article>`;
}

/** A person's name on a page. */
export function person({ id, onBehalfOf }: ReversalView['requester']): string {
  return onBehalfOf === null ? id : `${id}, on behalf of ${onBehalfOf}`;
}

/** What a plan sends, and the row of the decision table it comes from. */
export function planDetails({ plan, currency }: ReversalView): Html {
  if (plan === null) return nothing;
  const steps = plan.legs.map(({ operation, amountMinor }) => `${operation} ${money(amountMinor, currency)}`);
  return html`<dt>Plan</dt>
    <dd>${steps.length === 0 ? 'Nothing to send' : steps.join(', then ')}</dd>
    <dt>Sends to</dt>
    <dd>
      ${sentence(destinationWords(plan.destination))}
      <span class="muted">Digest <code>${plan.destination.digest.slice(0, 12)}…</code></span>
    </dd>
    <dt>Why</dt>
    <dd>
      ${sentence(plan.why)}
      <span class="muted"
        >Row ${plan.row} of the decision table, version ${plan.version}, rules ${plan.rulesVersion}</span
      >
    </dd>`;
}

function approvalsOf({ approvals, legs, currency, requester }: ReversalView, nowMs: number): Html {
  const { needed, countedMinor, given, expiresAt, late } = approvals;
  if (needed === 0) return nothing;
  return html`<div class="stack">
    <p>
      <strong>${given.length} of ${needed} approvals</strong>
      ${late === null ? nothing : badge({ tone: 'bad', sign: '!', word: late === 'escalated' ? 'Escalated' : 'Late' })}
      ${expiresAt === null || given.length >= needed ? nothing : html`<span class="muted">Expires ${when(expiresAt, nowMs)}</span>`}
    </p>
    ${
      countedMinor === leavingMinor(legs)
        ? nothing
        : html`<p class="muted">
            Counts as ${money(countedMinor, currency)}, together with what else ${requester.id} has had reversed of this
            payment
          </p>`
    }
    ${
      given.length === 0
        ? nothing
        : html`<ul class="given">
            ${given.map(
              ({ by, at, comment }) =>
                html`<li>
                  ${person(by)} <span class="muted">${when(at, nowMs)}</span>${
                    comment === null ? nothing : html`<br /><span class="quote">${comment}</span>`
                  }
                </li>`,
            )}
          </ul>`
    }
  </div>`;
}

function legsTable({ legs, currency }: ReversalView): Html {
  if (legs.length === 0) return nothing;
  return table({
    caption: 'Legs',
    columns: [
      { heading: 'Leg' },
      { heading: 'Amount', isNumber: true },
      { heading: 'Status' },
      { heading: 'Our reference' },
      { heading: 'Gateway reference' },
    ],
    rows: legs.map((leg) => [
      html`<span>${leg.operation === 'void' ? 'Void' : 'Refund'} of ${leg.captureId ?? 'the authorization'}</span>`,
      money(leg.amountMinor, currency),
      legStatusCell(leg),
      html`<code>${leg.myRef}</code>`,
      leg.gatewayReference === null ? '–' : html`<code>${leg.gatewayReference}</code>`,
    ]),
  });
}

function legStatusCell({ status, gatewayResultCode, evidence }: LegView): Html {
  return html`<span
    >${badge(legStatus(status))}
    ${gatewayResultCode === null || status === 'succeeded' ? nothing : html`<span class="muted">${gatewayResultCode}</span>`}
    ${evidence === null ? nothing : html`<br /><span class="muted">Evidence:</span> <span class="quote">${evidence}</span>`}</span
  >`;
}

function captureWord({ status, settledAt }: Capture): string {
  switch (status) {
    case 'started':
      return 'In progress';
    case 'succeeded':
      return settledAt === null ? 'Captured' : 'Settled';
    case 'failed':
      return 'Failed';
    default:
      return assertNever(status);
  }
}

/** The captures of a payment. */
export function capturesTable({ captures, currency }: LedgerView, nowMs: number): Html {
  return table({
    caption: 'Captures',
    empty: 'Nothing is captured. A cancel releases the hold.',
    columns: [
      { heading: 'Capture' },
      { heading: 'Status' },
      { heading: 'Amount', isNumber: true },
      { heading: 'Refundable', isNumber: true },
      { heading: 'Captured' },
      { heading: 'Gateway reference' },
    ],
    rows: captures.map((one) => [
      html`<code>${one.captureId}</code>`,
      captureWord(one),
      money(one.amountMinor, currency),
      one.balance === null ? '–' : money(one.balance.refundableMinor, currency),
      one.capturedAt === null
        ? '–'
        : html`<span class="clock" title="${age(one.capturedAt, nowMs)}">${clock(one.capturedAt)}</span>`,
      one.gatewayReference === null ? '–' : html`<code>${one.gatewayReference}</code>`,
    ]),
  });
}

/** A reason as a sentence of its own. Reasons start in lower case and have no full stop, to fit into other sentences. */
export function sentence(text: string): string {
  const whole = /[.!?]$/.test(text) ? text : `${text}.`;
  return whole.charAt(0).toUpperCase() + whole.slice(1);
}
