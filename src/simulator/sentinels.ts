import type { RequestFacts } from './fault-book';
import { faultRuleSchema } from './fault';
import type { Fault, FaultRule } from './fault';

/** An amount that chooses a fault: the last two digits of its minor units. */
export interface Sentinel {
  /** For USD the cents; for JPY the last two digits of the whole amount. */
  readonly lastTwoDigits: number;
  readonly fault: FaultRule;
  /** For people: the command line and the docs print it. */
  readonly meaning: string;
}

/**
 * Faults that a person can type. They concern voids and refunds only, so that a payment of such an amount can be
 * authorized and captured in peace; and each reference of a caller meets its fault once, so that a second try or a
 * lookup is answered well.
 *
 * | amount ends in | what happens |
 * |---|---|
 * | 86 | the good answer comes after 5 seconds |
 * | 87 | the money moves, the answer names another amount |
 * | 88 | a refund succeeds and fails 5 seconds later |
 * | 91 | the money moves, no answer comes |
 * | 92 | the money moves, the answer is a 500 |
 * | 93 | nothing moves, the answer is a 503 |
 * | 94 | accepted (202), done 2 seconds later |
 * | 95 | the money moves, the answer cannot be read |
 * | 96 | the money moves, the connection is reset |
 * | 97 | declined |
 */
export const sentinels: readonly Sentinel[] = [
  {
    lastTwoDigits: 86,
    fault: { kind: 'answerAfter', delayMs: 5000 },
    meaning: 'the good answer comes after 5 seconds',
  },
  {
    lastTwoDigits: 87,
    fault: { kind: 'wrongAmount', answeredMinor: 1 },
    meaning: 'the money moves, the answer names another amount',
  },
  {
    lastTwoDigits: 88,
    fault: { kind: 'lateRefundFailure', afterMs: 5000 },
    meaning: 'a refund succeeds and fails 5 seconds later',
  },
  { lastTwoDigits: 91, fault: { kind: 'effectThenNoAnswer' }, meaning: 'the money moves, no answer comes' },
  {
    lastTwoDigits: 92,
    fault: { kind: 'serverError', httpStatus: 500, effect: true },
    meaning: 'the money moves, the answer is a 500',
  },
  {
    lastTwoDigits: 93,
    fault: { kind: 'serverError', httpStatus: 503, effect: false },
    meaning: 'nothing moves, the answer is a 503',
  },
  {
    lastTwoDigits: 94,
    fault: { kind: 'accepted202', then: 'success', afterMs: 2000 },
    meaning: 'accepted (202), done 2 seconds later',
  },
  { lastTwoDigits: 95, fault: { kind: 'htmlBody' }, meaning: 'the money moves, the answer cannot be read' },
  { lastTwoDigits: 96, fault: { kind: 'effectThenReset' }, meaning: 'the money moves, the connection is reset' },
  { lastTwoDigits: 97, fault: { kind: 'rejected', gatewayResultCode: 'card_declined' }, meaning: 'declined' },
];

const faults: ReadonlyMap<number, Fault> = new Map(
  sentinels.map(({ lastTwoDigits, fault }) => [lastTwoDigits, faultRuleSchema.parse(fault)]),
);

/** Chooses faults by amount and remembers whom it struck. */
export class SentinelWatch {
  readonly #struck = new Set<string>();

  /** The fault of this request's amount, the first time this caller's reference is seen; else null. */
  take({ operation, amountMinor, myRef, reference }: RequestFacts): Fault | null {
    if (amountMinor === null || (operation !== 'void' && operation !== 'refund')) return null;
    const fault = faults.get(amountMinor % 100);
    const caller = `${operation} ${myRef ?? reference ?? ''}`;
    if (fault === undefined || this.#struck.has(caller)) return null;
    this.#struck.add(caller);
    return fault;
  }

  clear(): void {
    this.#struck.clear();
  }
}
