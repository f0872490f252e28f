import type { LedgerView, ReversalView } from '../../domain/views/view';
import { balanceRows, moneyText } from './money-text';
import type { Painter } from './paint';
import { statusWord } from './reversal';
import { detailTable, listTable, sections } from './table';
import { auditText } from './timeline';

const notVerified =
  'identity: trusted: identities are not verified, so every name below is only a claim; development only';

/** A payment with all its reversals, for people. */
export function ledgerText(view: LedgerView, paint: Painter): string {
  const alarms = [
    ...(view.overRefunded ? ['more was refunded than was captured: further requests are refused'] : []),
    ...(view.frozen === null ? [] : [`the ledger is frozen since ${view.frozen.since}: ${view.frozen.reason.message}`]),
  ];
  return sections([
    ...alarms.map((alarm) => paint.bad(alarm)),
    view.identity === 'trusted' ? paint.attention(notVerified) : '',
    detailTable([
      ['payment', `${view.paymentId} (${view.kind} on ${view.gatewayAccount})`],
      ['reference', view.authorizationReference],
      ['authorized at', view.authorizedAt],
      ['hold ends at', view.authorizationExpiresAt],
      ...balanceRows(view.balance, view.currency),
    ]),
    capturesText(view),
    reversalsText(view.reversals),
    refusalsText(view),
    auditText(view),
    notesText(view),
  ]);
}

function capturesText({ captures, currency }: LedgerView): string {
  if (captures.length === 0) return '';
  return listTable(
    [
      { heading: 'capture' },
      { heading: 'status' },
      { heading: 'amount', align: 'right' },
      { heading: 'refundable', align: 'right' },
      { heading: 'gateway reference' },
      { heading: 'captured at' },
      { heading: 'settled at' },
    ],
    captures.map((capture) => [
      capture.captureId,
      capture.status,
      moneyText(capture.amountMinor, currency),
      capture.balance === null ? '-' : moneyText(capture.balance.refundableMinor, currency),
      capture.gatewayReference ?? '-',
      capture.capturedAt ?? '-',
      capture.settledAt ?? '-',
    ]),
  );
}

function reversalsText(reversals: readonly ReversalView[]): string {
  if (reversals.length === 0) return '';
  return listTable(
    [
      { heading: 'request' },
      { heading: 'operation' },
      { heading: 'amount', align: 'right' },
      { heading: 'status' },
      { heading: 'requested by' },
      { heading: 'since' },
      { heading: 'reason' },
    ],
    reversals.map((view) => [
      view.reversalId,
      view.operation,
      view.requestedMinor === null ? 'all' : moneyText(view.requestedMinor, view.currency),
      statusWord(view),
      view.requester.id,
      view.since,
      view.reason?.code ?? '-',
    ]),
  );
}

function refusalsText({ refusals, currency }: LedgerView): string {
  if (refusals.length === 0) return '';
  return listTable(
    [
      { heading: 'refused request' },
      { heading: 'operation' },
      { heading: 'amount', align: 'right' },
      { heading: 'at' },
      { heading: 'why' },
    ],
    refusals.map(({ requestId, operation, requestedMinor, at, reason }) => [
      requestId,
      operation,
      requestedMinor === null ? 'all' : moneyText(requestedMinor, currency),
      at,
      reason.message,
    ]),
  );
}

function notesText({ notes }: LedgerView): string {
  if (notes.length === 0) return '';
  return listTable(
    [{ heading: 'noted at' }, { heading: 'what' }, { heading: 'why' }],
    notes.map(({ at, what, why }) => [at, what, why]),
  );
}
