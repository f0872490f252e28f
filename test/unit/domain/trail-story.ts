import fc from 'fast-check';
import { emptyChain } from '../../../src/domain/model/audit-chain';
import type { AuditEntry } from '../../../src/domain/model/audit';
import { addAudit, emptyLedger, type LedgerState } from '../../../src/domain/model/ledger-state';
import { applyEvent } from '../../../src/domain/transitions/apply-event';
import type { AuditTrail } from '../../../src/domain/views/verify-trail';
import { captureOf, eventOf, minutesAfter, paymentOf, rulesOf, today } from '../../support/domain-arbitraries';

/** One line of a random trail. */
export type Said = 'accepted' | 'refused' | 'event' | 'correction';

export const said: fc.Arbitrary<readonly Said[]> = fc.array(
  fc.constantFrom<Said>('accepted', 'accepted', 'refused', 'refused', 'event', 'correction'),
  { minLength: 2, maxLength: 12 },
);

/** A ledger that knows its payment, and has no line yet. */
export function openedLedger(paymentId = 'order-1001'): LedgerState {
  const payment = paymentOf([captureOf('c1', 9_000)], { paymentId });
  return { ...emptyLedger, payment, auditChain: emptyChain(paymentId) };
}

export function entryOf(comment: string, refused: string | null): AuditEntry {
  const by = { id: 'bob', onBehalfOf: null };
  return { at: today, act: 'approved', by, reversalId: 'return-1', planVersion: 1, comment, refused };
}

/** The state with these lines more, through the same doors as in a ledger. */
export function written(state: LedgerState, lines: readonly Said[]): LedgerState {
  return lines.reduce((before, what, index) => {
    const number = before.auditChain.lines + 1;
    if (what === 'accepted') return addAudit(before, entryOf(`line ${String(number)}`, null));
    if (what === 'refused') return addAudit(before, entryOf(`line ${String(number)}`, 'not by this person'));
    return recorded(before, what, number + index);
  }, state);
}

function recorded(state: LedgerState, what: 'event' | 'correction', seed: number): LedgerState {
  const eventId = `event-${String(state.auditChain.lines + 1)}`;
  const refunds = state.statements.filter(({ kind }) => kind === 'externalRefund');
  const corrected = refunds[seed % Math.max(1, refunds.length)];
  const at = minutesAfter(today, -1 - (seed % 7));
  const evidence = 'report 7';
  const event =
    what === 'event' || corrected === undefined
      ? eventOf('externalRefund', { captureId: 'c1', amountMinor: 50, currency: 'USD', at }, eventId)
      : eventOf('correction', { corrects: corrected.eventId, neverHappened: true, evidence, at }, eventId);
  const by = { id: 'bank', onBehalfOf: null };
  return applyEvent(state, { event, by, coSignedBy: [] }, { now: today, rules: rulesOf() }).state;
}

/** What a reader of the ledger has of its trail, as it comes from a file. */
export function trailOf({ payment, audit, statements, auditChain }: LedgerState): AuditTrail {
  const trail: AuditTrail = { paymentId: payment?.paymentId ?? '', audit, statements, auditChain };
  return JSON.parse(JSON.stringify(trail)) as AuditTrail;
}
