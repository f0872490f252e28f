import type { ReversalView } from '../../client';
import { moneyText } from './money-text';
import type { Painter } from './paint';
import { statusPaint, statusWord } from './reversal';
import { plain } from './table';

/** The status of a reversal in one line, for `watch`. */
export function changeLine(view: ReversalView, paint: Painter): string {
  const { since, reversalId, legs, currency, approvals, reason } = view;
  const parts = legs.map((leg) => `${leg.operation} ${moneyText(leg.amountMinor, currency)} ${leg.status}`);
  const approved = approvals.needed === 0 ? [] : [`${approvals.given.length} of ${approvals.needed} approvals`];
  const why = reason === null ? [] : [reason.message];
  const rest = [...parts, ...approved, ...why].map(plain).join('; ');
  const status = statusPaint(view, paint)(statusWord(view));
  return [since, plain(reversalId), status, rest].filter((part) => part !== '').join('  ');
}
