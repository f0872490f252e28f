import type { Looking } from '../../domain/views/capabilities';
import type { LedgerView } from '../../domain/views/view';
import { html, nothing, type Html } from '../html';
import { actionsOf } from '../parts/actions';
import { balanceBar } from '../parts/balance';
import { csrfInput, field, hiddenInputs, otherProblems, type Said } from '../parts/form';
import { capturesTable, person, reversalCard, sentence } from '../parts/reversal';
import { clock, clockAndAge, when } from '../parts/when';
import { timelineOf, type TimelineEntry } from '../timeline';
import { queueOf } from '../work-list';

export interface PaymentPageInput {
  readonly ledger: LedgerView;
  readonly looking: Looking;
  readonly csrf: string;
  readonly said: Said | null;
  /** What has just been done. */
  readonly notice: Html | null;
  readonly signs: boolean;
}

const timelineEntriesShown = 60;

/** One payment whole. */
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
          <h2 id="timeline">What happened</h2>
          ${timeline(timelineOf(ledger), nowMs)}
        </section>
      </div>
      <aside class="side">${about(ledger, nowMs)} ${downloads(id)}</aside>
    </div>`;
}

function reversalsOf(input: PaymentPageInput, nowMs: number): Html {
  const { ledger, looking, csrf, said, signs } = input;
  if (ledger.reversals.length === 0) {
    return html`<p class="card empty" data-live="no-reversals">
      Nothing was admitted yet. “New reversal” asks for one and shows first what it would do.
    </p>`;
  }
  const [open, ended] = [true, false].map((isOpen) =>
    ledger.reversals.toReversed().filter((view) => (view.phase !== 'completed' || queueOf(view) !== null) === isOpen),
  );
  const cards = [...(open ?? []), ...(ended ?? [])].map(
    (view) =>
      html`<div data-live="r ${view.reversalId}">
        ${reversalCard(view, actionsOf({ view, looking, csrf, said, signs }), nowMs)}
      </div>`,
  );
  return html`${cards}`;
}

function alarms({ overRefunded, frozen }: LedgerView): Html {
  return html`${
    overRefunded
      ? html`<div class="alarm" role="alert">
          <p>
            <strong>More was given back than was captured.</strong> Nothing more is admitted. Compare the timeline with
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
            <strong>Everything is held.</strong> ${sentence(frozen.reason.message)} Nothing is sent until the ledger is
            recovered.
          </p>
        </div>`
  }`;
}

function recoverForm({ ledger, csrf, said }: PaymentPageInput): Html {
  return html`<form class="card" method="post" action="/recover">
    <h2>Recover the ledger</h2>
    <p class="hint">It reads all that its former runs have sent, and goes on from there. Safe to repeat.</p>
    ${csrfInput(csrf)} ${hiddenInputs({ paymentId: ledger.paymentId, form: 'recover' })}
    ${otherProblems('recover', said, ['reason'])}
    ${field('recover', said, { name: 'reason', label: 'Why', isRequired: true, rows: 2 })}
    <div class="row"><button class="go">Recover it</button></div>
  </form>`;
}

function about(ledger: LedgerView, nowMs: number): Html {
  const { gatewayAccount, kind, authorizationReference, authorizedAt, authorizationExpiresAt } = ledger;
  return html`<section class="card" aria-labelledby="about">
    <h2 id="about">About the payment</h2>
    <dl class="events">
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
    <p>Who asked, who decided, what was sent and what was found, for the file.</p>
    <p class="row">
      <a href="/payment/audit.csv?id=${id}" download>CSV</a> <a href="/payment/audit.json?id=${id}" download>JSON</a>
    </p>
  </section>`;
}

function timeline(timeline: readonly TimelineEntry[], nowMs: number): Html {
  if (timeline.length === 0) return html`<p class="empty">Nothing was sent or decided yet.</p>`;
  return html`<ol class="timeline">
      ${timeline.slice(0, timelineEntriesShown).map(
        ({ at, what, who, said, reversalId, isRefused }) =>
          html`<li>
            <span><span class="clock">${clock(at)}</span> <span class="muted">${when(at, nowMs)}</span></span>
            <span class="what"
              ><strong>${isRefused ? html`<span aria-hidden="true">✕ </span>` : nothing}${what}</strong>
              ${who === null ? nothing : html`by ${person(who)}`}
              ${reversalId === null ? nothing : html`<span class="muted">· ${reversalId}</span>`}
              ${said === null ? nothing : html`<br /><span class="quote">${said}</span>`}</span
            >
          </li>`,
      )}
    </ol>
    ${
      timeline.length > timelineEntriesShown
        ? html`<p class="muted">
            The newest ${timelineEntriesShown} of ${timeline.length}; the audit files have them all.
          </p>`
        : nothing
    }`;
}
