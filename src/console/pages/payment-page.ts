import type { Looking } from '../../domain/views/capabilities';
import { timelineOf, type TimelineEntry } from '../../domain/views/timeline';
import type { LedgerView } from '../../domain/views/view';
import { html, nothing, type Html } from '../html';
import { actionsOf } from '../parts/actions';
import { balanceBar } from '../parts/balance';
import { csrfInput, field, hiddenInputs, otherProblems, type FailedForm } from '../parts/form';
import { capturesTable, person, reversalCard, sentence } from '../parts/reversal';
import { clock, clockAndAge, when } from '../parts/when';
import { queueOf } from '../work-list';

export interface PaymentPageInput {
  readonly ledger: LedgerView;
  readonly looking: Looking;
  readonly csrf: string;
  readonly failed: FailedForm | null;
  /** What has just been done. */
  readonly notice: Html | null;
  readonly signs: boolean;
}

const timelineEntriesShown = 60;

/** The page of one payment. */
export function paymentPageMain(input: PaymentPageInput): Html {
  const { ledger, looking, notice } = input;
  const nowMs = Date.parse(looking.now);
  const { paymentId } = ledger;
  const id = encodeURIComponent(paymentId);
  return html`<div class="title">
      <h1>Payment ${paymentId}</h1>
      <p class="row"><a class="button go" href="/new?id=${id}">New reversal</a></p>
    </div>
    ${notice ?? nothing}
    <div data-live="alarms">${alarms(ledger)}</div>
    ${ledger.frozen === null ? nothing : recoverForm(input)}
    <section class="card" data-live="balance" aria-labelledby="balance">
      <h2 id="balance">Where the money is</h2>
      ${balanceBar(ledger.balance, ledger.currency)}
    </section>
    <div class="split">
      <div>
        <h2>Reversals</h2>
        ${reversalsOf(input, nowMs)}
        <section class="card" data-live="captures">${capturesTable(ledger, nowMs)}</section>
        <section class="card" data-live="timeline" aria-labelledby="timeline">
          <h2 id="timeline">Timeline</h2>
          ${timelineList(timelineOf(ledger).toReversed(), nowMs)}
        </section>
      </div>
      <aside class="side">${about(ledger, nowMs)} ${downloads(id)}</aside>
    </div>`;
}

function reversalsOf(input: PaymentPageInput, nowMs: number): Html {
  const { ledger, looking, csrf, failed, signs } = input;
  if (ledger.reversals.length === 0) {
    return html`<p class="card empty" data-live="no-reversals">
      No reversals yet. “New reversal” shows a preview before anything is sent.
    </p>`;
  }
  const [open, ended] = [true, false].map((isOpen) =>
    ledger.reversals.toReversed().filter((view) => (view.phase !== 'completed' || queueOf(view) !== null) === isOpen),
  );
  const cards = [...(open ?? []), ...(ended ?? [])].map(
    (view) =>
      html`<div data-live="r ${view.reversalId}">
        ${reversalCard(view, actionsOf({ view, looking, csrf, failed, signs }), nowMs)}
      </div>`,
  );
  return html`${cards}`;
}

function alarms({ overRefunded, frozen, identity }: LedgerView): Html {
  return html`${
    identity === 'trusted'
      ? html`<p class="demo" role="note">
          <strong>Identities are not verified</strong> (identity: trusted). Every name below is only a claim.
          Development only.
        </p>`
      : nothing
  }${
    overRefunded
      ? html`<div class="alarm" role="alert">
          <p>
            <strong>More was refunded than was captured.</strong> New requests are refused. Compare the timeline with
            the gateway's own records, and correct what was recorded wrongly.
          </p>
        </div>`
      : nothing
  }
  ${
    frozen === null
      ? nothing
      : html`<div class="alarm" role="alert">
          <p>
            <strong>The ledger is frozen.</strong> ${sentence(frozen.reason.message)} Nothing is sent until the ledger
            is recovered.
          </p>
        </div>`
  }`;
}

function recoverForm({ ledger, csrf, failed }: PaymentPageInput): Html {
  return html`<form class="card" method="post" action="/recover">
    <h2>Recover the ledger</h2>
    <p class="hint">Reads from the histories of earlier runs what they have sent, and continues. Safe to repeat.</p>
    ${csrfInput(csrf)} ${hiddenInputs({ paymentId: ledger.paymentId, form: 'recover' })}
    ${otherProblems('recover', failed, ['reason'])}
    ${field('recover', failed, { name: 'reason', label: 'Reason', isRequired: true, rows: 2 })}
    <div class="row"><button class="go">Recover</button></div>
  </form>`;
}

function about(ledger: LedgerView, nowMs: number): Html {
  const { gatewayAccount, kind, authorizationReference, authorizedAt, authorizationExpiresAt } = ledger;
  return html`<section class="card" aria-labelledby="about">
    <h2 id="about">About the payment</h2>
    <dl class="pairs">
      <dt>Gateway account</dt>
      <dd>${gatewayAccount}</dd>
      <dt>Kind</dt>
      <dd>${kind}</dd>
      <dt>Gateway reference</dt>
      <dd><code>${authorizationReference}</code></dd>
      <dt>Authorized</dt>
      <dd>${clockAndAge(authorizedAt, nowMs)}</dd>
      ${
        authorizationExpiresAt === null
          ? nothing
          : html`<dt>Hold ends</dt>
              <dd>${clockAndAge(authorizationExpiresAt, nowMs)}</dd>`
      }
    </dl>
  </section>`;
}

function downloads(id: string): Html {
  return html`<section class="card" aria-labelledby="audit">
    <h2 id="audit">Audit</h2>
    <p>Requests, decisions, calls to the gateway and their results, and every recorded event.</p>
    <p class="row">
      <a href="/payment/audit.csv?id=${id}" download>CSV</a>
      <a href="/payment/audit.csv?id=${id}&amp;separator=%3B" download>CSV with ;</a>
      <a href="/payment/audit.json?id=${id}" download>JSON</a>
    </p>
  </section>`;
}

function timelineList(entries: readonly TimelineEntry[], nowMs: number): Html {
  if (entries.length === 0) return html`<p class="empty">Nothing was sent or decided yet.</p>`;
  return html`<ol class="timeline">
      ${entries.slice(0, timelineEntriesShown).map(
        ({ at, happenedAt, what, who, detail, reversalId, isRefused, correctedBy }) =>
          html`<li>
            <span><span class="clock">${clock(at)}</span> <span class="muted">${when(at, nowMs)}</span></span>
            <span class="what"
              >${
                correctedBy === null
                  ? html`<strong>${isRefused ? html`<span aria-hidden="true">✕ </span>` : nothing}${what}</strong>`
                  : html`<s><strong>${what}</strong></s>`
              }
              ${happenedAt === at ? nothing : html`<span class="muted">happened ${clock(happenedAt)}</span>`}
              ${who === null ? nothing : html`by ${person(who)}`}
              ${reversalId === null ? nothing : html`<span class="muted">· ${reversalId}</span>`}
              ${detail === null ? nothing : html`<br /><span class="quote">${detail}</span>`}</span
            >
          </li>`,
      )}
    </ol>
    ${
      entries.length > timelineEntriesShown
        ? html`<p class="muted">
            The newest ${timelineEntriesShown} of ${entries.length} entries. The audit files contain all of them.
          </p>`
        : nothing
    }`;
}
