import { html, nothing, type Html } from '../html';
import type { ReversalView } from '../../domain/views/view';
import { money } from '../parts/money';
import { badge, reversalStatus } from '../parts/status';
import { person } from '../parts/reversal';
import { table } from '../parts/table';
import { when } from '../parts/when';
import { queues, type Queue, type WorkLine, type WorkPage } from '../work-list';

const queueWords: Readonly<Record<Queue, string>> = {
  approval: 'Waiting for approval',
  unknown: 'Needs an operator',
  retrying: 'In progress',
  failed: 'Failed or declined',
  all: 'All payments',
};

const emptyWords: Readonly<Record<Queue, string>> = {
  approval: 'No request is waiting for approval. Requests above the thresholds of the rules file appear here.',
  unknown: 'Nothing needs an operator. Outcomes that lookups cannot determine appear here.',
  retrying: 'Nothing is waiting for the gateway, a capture or a settlement.',
  failed: 'Nothing has failed or was declined.',
  all: 'No payment has a ledger yet. Its first request opens one: start with “New reversal”.',
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
          { heading: 'Operation' },
          { heading: 'Amount', isNumber: true },
          { heading: 'Status' },
          { heading: 'Since' },
          { heading: 'Requested by' },
          { heading: 'Account' },
        ],
        rows: lines.map((line) => cellsOf(line, nowMs)),
      })}
      ${more}
    </section>`;
}

function cellsOf({ paymentId, account, reversal, isUnresponsive }: WorkLine, nowMs: number): (Html | string)[] {
  const link = html`<a href="/payment?id=${encodeURIComponent(paymentId)}">${paymentId}</a>`;
  if (reversal === null) {
    const why = isUnresponsive ? badge({ tone: 'bad', sign: '!', word: 'Not responding' }) : '–';
    return [link, '–', '–', why, '–', '–', account ?? '–'];
  }
  return [
    link,
    reversal.operation === 'cancel' ? 'Cancel' : 'Refund',
    amountOf(reversal),
    badge(reversalStatus(reversal)),
    when(reversal.since, nowMs),
    person(reversal.requester),
    account ?? '–',
  ];
}

/** The amount of its plan; before it has one, the amount requested. */
function amountOf({ plan, requestedMinor, currency }: ReversalView): string {
  const plannedMinor = (plan?.legs ?? []).reduce((sum, leg) => sum + leg.amountMinor, 0);
  if (plannedMinor > 0) return money(plannedMinor, currency);
  return requestedMinor === null ? 'All' : money(requestedMinor, currency);
}
