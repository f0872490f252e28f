import type { ReversalView } from '../../client';
import { shownTerms } from '../../domain/views/shown-terms';
import { moneyText } from './money-text';
import { eventTable, listTable, sections } from './table';

/** What an approver decides about: the plan with its amounts, who asked, and who has said yes. */
export function planText(view: ReversalView): string {
  const { plan, currency, requester, approvals } = view;
  const terms = shownTerms(view);
  if (plan === null || terms === null) return '';
  const behalf = requester.onBehalfOf === null ? '' : ` on behalf of ${requester.onBehalfOf}`;
  return sections([
    eventTable([
      ['payment', view.paymentId],
      ['request', `${view.reversalId} (${view.operation})`],
      ['asked by', `${requester.id}${behalf}: ${view.requestReason}`],
      ['plan', `version ${plan.version}, row ${plan.row} of the decision table: ${plan.why}`],
      ['refunds', moneyText(terms.refundMinor, currency)],
      ['voids', terms.voidMinor === 0 ? null : moneyText(terms.voidMinor, currency)],
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

/** Who has said yes, of how many; null: nobody has to. */
export function approvedBy({ needed, given }: ReversalView['approvals']): string | null {
  if (needed === 0) return null;
  const people = given.length === 0 ? 'nobody yet' : given.map(({ by }) => by.id).join(', ');
  return `${people} (${given.length} of ${needed})`;
}
