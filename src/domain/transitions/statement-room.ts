import type { LedgerState } from '../model/ledger-state';
import type { PaymentEvent, PaymentEventKind } from '../model/payment-event';
import { statementsKept, statementsReserved, statementsSizeKept, type Statement } from '../model/statement';

/** What takes money away from refunds: a ledger that did not learn of it would refund too much. */
const protective: readonly PaymentEventKind[] = [
  'disputeOpened',
  'externalRefund',
  'refundSucceeded',
  'voidSucceeded',
  'captureStarted',
];

/** Why there is no room for one more statement; null: there is. No statement is ever forgotten: a repeat of it would count again. */
export function fullReason({ statements }: LedgerState, { kind }: PaymentEvent): string | null {
  const isProtective = protective.includes(kind);
  const most = isProtective ? statementsKept + statementsReserved : statementsKept;
  const mostSize = isProtective ? statementsSizeKept * 1.25 : statementsSizeKept;
  if (statements.length < most && sizeOf(statements) < mostSize) return null;
  return `this payment has ${String(statements.length)} events, as many as its ledger holds; refund the rest at the gateway`;
}

/** Few statements cannot come near the size, so that most are spared the count. */
function sizeOf(statements: readonly Statement[]): number {
  return statements.length > 40 ? JSON.stringify(statements).length : 0;
}
