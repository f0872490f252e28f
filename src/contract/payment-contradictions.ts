import type { FieldPath } from '../security/card-number';
import type { Report } from './check';
import { isRecord } from './value-rules';

/** What {@link paymentContradictions} refuses, in sentences. */
export const paymentContradictionRules = [
  'Two captures of one payment with the same captureId or the same gatewayReference.',
  'A settledAt of a capture whose status is not succeeded.',
  'A charge with more than one capture, or with a capture that is not succeeded or not of authorizedMinor.',
];

/** What one snapshot says against itself. Whether it fits what is known of the payment, the ledger decides. */
export function paymentContradictions(payment: unknown, at: FieldPath, report: Report): void {
  if (!isRecord(payment) || !Array.isArray(payment['captures'])) return;
  const captures: unknown[] = payment['captures'];
  const firstWithId = new Map<string, number>();
  const firstWithReference = new Map<string, number>();
  captures.forEach((capture, index) => {
    if (!isRecord(capture)) return;
    const path = [...at, 'captures', index];
    const id = firstSeen(firstWithId, capture['captureId'], index);
    if (id !== null) report([...path, 'captureId'], `is the id of captures[${id}] too: name each capture once`);
    const reference = firstSeen(firstWithReference, capture['gatewayReference'], index);
    if (reference !== null) {
      report([...path, 'gatewayReference'], `belongs to captures[${reference}] too: one reference is one capture`);
    }
    if ((capture['settledAt'] ?? null) !== null && capture['status'] !== 'succeeded') {
      report([...path, 'settledAt'], 'is given, but the capture has not succeeded: leave it out');
    }
  });
  if (payment['kind'] === 'charge') chargeContradictions(payment, captures, [...at, 'captures'], report);
}

/** A charge is one capture of the whole. */
function chargeContradictions(
  payment: Readonly<Record<string, unknown>>,
  captures: readonly unknown[],
  at: FieldPath,
  report: Report,
): void {
  if (captures.length > 1)
    report(at, 'has more than one entry, but a charge is one capture of the whole: give one or none');
  const [capture] = captures;
  if (!isRecord(capture)) return;
  if (capture['amountMinor'] !== payment['authorizedMinor']) {
    report([...at, 0, 'amountMinor'], 'is not authorizedMinor: a charge is captured whole, so give the same amount');
  }
  if (capture['status'] !== 'succeeded') {
    report(
      [...at, 0, 'status'],
      'is not succeeded: a charge is captured when it is made, so send only charges that succeeded',
    );
  }
}

/** The index at which a text was seen before, or null; remembers it. */
function firstSeen(seen: Map<string, number>, text: unknown, index: number): number | null {
  if (typeof text !== 'string') return null;
  const before = seen.get(text);
  if (before === undefined) seen.set(text, index);
  return before ?? null;
}
