import { html, nothing, type Html } from '../html';
import type { ReversalView } from '../../domain/views/view';
import { money } from '../parts/money';
import { badge, statusOf } from '../parts/status';
import { person } from '../parts/reversal';
import { table } from '../parts/table';
import { when } from '../parts/when';
import { queues, type Queue, type WorkLine, type WorkPage } from '../work-list';

const queueWords: Readonly<Record<Queue, string>> = {
  approval: 'Waiting for approval',
  unknown: 'Unknown or stuck',
  retrying: 'Going on by itself',
  failed: 'Failed or declined',
  all: 'All payments',
};

const emptyWords: Readonly<Record<Queue, string>> = {
  approval: 'Nobody waits for an approval. New requests above the policy’s thresholds appear here.',
  unknown: 'Nothing is unknown and nothing is stuck. What cannot be found out by lookups appears here.',
  retrying: 'Nothing waits for the gateway, a capture or a settlement.',
  failed: 'Nothing has failed.',
  all: 'No payment has a ledger yet. The first request opens one: start with “New reversal”.',
};

/** The work list: one queue at a time. */
export function workPageMain(queue: Queue, { lines, next }: WorkPage, nowMs: number): Html {
  const more =
    next === null
      ? nothing
      : html`<p><a rel="next" href="/?queue=${queue}&after=${encodeURIComponent(next)}">Next page</a></p>`;
  return html`<div class="title"><h1>Work list</h1></div>
    <nav aria-label="Queues">
      <ul class="tabs">
        ${queues.map(
          (one) =>
            html`<li>
              <a href="/?queue=${one}" ${one === queue ? html`aria-current="page"` : nothing}>${queueWords[one]}</a>
            </li>`,
        )}
      </ul>
    </nav>
    <section class="card" data-live="work" aria-label="${queueWords[queue]}">
      ${table({
        caption: queueWords[queue],
        empty: emptyWords[queue],
        columns: [
          { heading: 'Payment' },
          { heading: 'Asked' },
          { heading: 'Amount', isNumber: true },
          { heading: 'Status' },
          { heading: 'Since' },
          { heading: 'Asked by' },
          { heading: 'Account' },
        ],
        rows: lines.map((line) => cellsOf(line, nowMs)),
      })}
      ${more}
    </section>`;
}

function cellsOf({ paymentId, account, reversal, isSilent }: WorkLine, nowMs: number): (Html | string)[] {
  const link = html`<a href="/payment?id=${encodeURIComponent(paymentId)}">${paymentId}</a>`;
  if (reversal === null) {
    const why = isSilent ? badge({ tone: 'bad', sign: '!', word: 'Does not answer' }) : '–';
    return [link, '–', '–', why, '–', '–', account ?? '–'];
  }
  return [
    link,
    reversal.operation === 'cancel' ? 'Cancel' : 'Refund',
    amountOf(reversal),
    badge(statusOf(reversal)),
    when(reversal.since, nowMs),
    person(reversal.requester),
    account ?? '–',
  ];
}

/** What it gives back by its plan; before it has one, what was asked for. */
function amountOf({ plan, requestedMinor, currency }: ReversalView): string {
  const plannedMinor = (plan?.legs ?? []).reduce((sum, leg) => sum + leg.amountMinor, 0);
  if (plannedMinor > 0) return money(plannedMinor, currency);
  return requestedMinor === null ? 'all' : money(requestedMinor, currency);
}
