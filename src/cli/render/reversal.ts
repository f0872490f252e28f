import { assertNever } from '../../domain/model/assert-never';
import { reversalCode } from '../../domain/views/status-words';
import type { ReversalHistory } from '../../domain/views/timeline';
import type { LegView, ReversalView } from '../../domain/views/view';
import { balanceRows, moneyText } from './money-text';
import { nextSteps } from './next-steps';
import type { Painter } from './paint';
import { detailTable, listTable, plain, sections } from './table';
import { approvedBy } from './plan';
import { timelineText } from './timeline';

/** A reversal for people: its status, the reason, its legs, its timeline, the balance and the next steps. */
export function reversalText(
  view: ReversalView,
  paint: Painter,
  history: ReversalHistory = { audit: [], statements: [] },
): string {
  return sections([
    headline(view, paint),
    aboutReversal(view),
    legsText(view),
    timelineText(view, history),
    detailTable(balanceRows(view.balance, view.currency)),
    stepsText(nextSteps(view)),
  ]);
}

/** A preview for people, without next steps. */
export function previewText(view: ReversalView, paint: Painter): string {
  const wouldSend =
    view.phase === 'completed' ? headline(view, paint) : paint.good(`would be sent: ${plannedText(view)}`);
  const waits = view.phase === 'waiting' || view.phase === 'stuck' ? headline(view, paint) : wouldSend;
  return sections([
    `preview; nothing was written or sent\n${waits}`,
    aboutReversal(view),
    legsText(view),
    detailTable(balanceRows(view.balance, view.currency)),
  ]);
}

/** The status in one word or two. */
export function statusWord(view: Pick<ReversalView, 'phase' | 'outcome' | 'waitingFor'>): string {
  return reversalCode(view);
}

function headline(view: ReversalView, paint: Painter): string {
  return `${statusPaint(view, paint)(statusWord(view))}  ${requestedText(view)}`;
}

/** The colour of the status. */
export function statusPaint({ phase, outcome }: ReversalView, paint: Painter): (text: string) => string {
  switch (phase) {
    case 'completed':
      return outcome === 'voided' || outcome === 'refunded' || outcome === 'alreadyReversed' ? paint.good : paint.bad;
    case 'stuck':
      return paint.bad;
    case 'waiting':
    case 'working':
      return paint.attention;
    default:
      return assertNever(phase);
  }
}

function requestedText({ operation, requestedMinor, currency }: ReversalView): string {
  if (operation === 'cancel') return 'cancel of the whole payment';
  return requestedMinor === null ? 'refund of all that is left' : `refund of ${moneyText(requestedMinor, currency)}`;
}

function plannedText(view: ReversalView): string {
  const sent = view.legs.map(({ operation, amountMinor }) => `${operation} ${moneyText(amountMinor, view.currency)}`);
  return sent.length === 0 ? 'nothing' : sent.join(', then ');
}

function aboutReversal(view: ReversalView): string {
  const { requester, plan } = view;
  const behalf = requester.onBehalfOf === null ? '' : ` on behalf of ${requester.onBehalfOf}`;
  return detailTable([
    ['reason', view.reason === null ? null : `${view.reason.message} (${view.reason.code})`],
    ['payment', view.paymentId],
    ['request', view.reversalId],
    ['requested by', `${requester.id}${behalf}: ${view.requestReason}`],
    ['since', view.since],
    ['approved by', approvedBy(view.approvals)],
    ['decide until', view.phase === 'completed' ? null : view.approvals.expiresAt],
    ['plan', plan === null ? null : `version ${plan.version}, row ${plan.row} of the decision table: ${plan.why}`],
  ]);
}

function legsText({ legs, currency }: ReversalView): string {
  if (legs.length === 0) return '';
  return listTable(
    [
      { heading: 'leg' },
      { heading: 'operation' },
      { heading: 'amount', align: 'right' },
      { heading: 'status' },
      { heading: 'my reference' },
      { heading: 'gateway reference' },
      { heading: 'gateway code' },
    ],
    legs.map((leg: LegView) => [
      leg.legId,
      leg.operation,
      moneyText(leg.amountMinor, currency),
      leg.sentAgain === true ? `${leg.status}, sent again` : leg.status,
      leg.myRef,
      leg.gatewayReference ?? '-',
      leg.gatewayResultCode ?? '-',
    ]),
  );
}

function stepsText(steps: readonly string[]): string {
  return steps.length === 0 ? '' : ['what you can do', ...steps.map((step) => `  - ${plain(step)}`)].join('\n');
}
