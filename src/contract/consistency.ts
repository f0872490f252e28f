import { fieldsHoldingCardNumbers, type FieldPath } from '../security/card-number';
import type { Report } from './guard-shape';
import type { Problem } from './shapes';
import { isRecord } from './value-rules';

/** What of the rules the doors need. */
export interface CheckOptions {
  /** The account's gateway gives references of digits: its two reference fields may look like card numbers. */
  readonly numericReferences?: boolean;
}

/**
 * Says which fields hold a card number, and never which.
 *
 * @param depth how many keys stand before the payment's own fields: 1 in a request, 0 in a snapshot
 */
export function cardNumberProblems(value: unknown, top: string, depth: 0 | 1, options: CheckOptions = {}): Problem[] {
  const isReference = (path: FieldPath): boolean => {
    const inPayment = depth === 0 ? path : path[0] === 'payment' ? path.slice(1) : [];
    if (inPayment.length === 1) return inPayment[0] === 'authorizationReference';
    return inPayment.length === 3 && inPayment[0] === 'captures' && inPayment[2] === 'gatewayReference';
  };
  const exempt = options.numericReferences === true ? isReference : undefined;
  return fieldsHoldingCardNumbers(value, exempt).map((field) => ({
    field: field === '' ? top : field,
    message:
      'holds what looks like a card number: take it out. A card is named by its @token only; where a gateway gives ' +
      'references of digits, set numericReferences in the rules of the account.',
  }));
}

/** A cancel takes back everything: an amount next to it would be a second, other wish. */
export function requestContradictions(request: unknown, report: Report): void {
  if (!isRecord(request)) return;
  if (request['operation'] === 'cancel' && (request['amountMinor'] ?? null) !== null) {
    report(['amountMinor'], 'is given with a cancel, which gives back everything: leave it out, or ask for a refund');
  }
  paymentContradictions(request['payment'], ['payment'], report);
}

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
      'is not succeeded: a charge is captured when it is made, so tell only charges that succeeded',
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
