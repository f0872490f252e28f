import type { ReversalView } from '../../client';
import { leavingMinor } from '../../domain/model/approval';
import { destinationWords } from '../../domain/model/destination';
import { shownTerms } from '../../domain/views/shown-terms';
import { moneyText } from './money-text';
import { detailTable, listTable, sections } from './table';

/** What an approver decides on: the plan with its amounts, its requester and its approvals. */
export function planText(view: ReversalView): string {
  const { plan, currency, requester, approvals } = view;
  const terms = shownTerms(view);
  if (plan === null || terms === null) return '';
  const behalf = requester.onBehalfOf === null ? '' : ` on behalf of ${requester.onBehalfOf}`;
  return sections([
    detailTable([
      ['payment', view.paymentId],
      ['request', `${view.reversalId} (${view.operation})`],
      ['requested by', `${requester.id}${behalf}: ${view.requestReason}`],
      ['plan', `version ${plan.version}, row ${plan.row} of the decision table: ${plan.why}`],
      ['refunds', moneyText(terms.refundMinor, currency)],
      ['voids', terms.voidMinor === 0 ? null : moneyText(terms.voidMinor, currency)],
      ['sends to', destinationWords(plan.destination)],
      ['destination', plan.destination.digest],
      ['counts as', countedText(view)],
      ['approved by', approvedBy(approvals)],
      ['decide until', approvals.expiresAt],
    ]),
    listTable(
      [
        { heading: 'leg' },
        { heading: 'operation' },
        { heading: 'amount', align: 'right' },
        { heading: 'capture' },
        { heading: 'sent against' },
      ],
      plan.legs.map((leg) => [
        leg.legId,
        leg.operation,
        moneyText(leg.amountMinor, currency),
        leg.captureId ?? '-',
        leg.reference,
      ]),
    ),
  ]);
}

/** What counts against the thresholds, where it is more than this plan moves; null: it is not. */
export function countedText({ approvals, currency, requester, legs }: ReversalView): string | null {
  const { needed, countedMinor } = approvals;
  if (needed === 0 || countedMinor === leavingMinor(legs)) return null;
  return `${moneyText(countedMinor, currency)}, together with what else ${requester.id} has had reversed of this payment`;
}

/** Who has approved, of how many; null: no approval is needed. */
export function approvedBy({ needed, given }: ReversalView['approvals']): string | null {
  if (needed === 0) return null;
  const people = given.length === 0 ? 'no one yet' : given.map(({ by }) => by.id).join(', ');
  return `${people} (${given.length} of ${needed})`;
}
