import type { ChainLink } from './audit-chain';
import type { PaymentEvent, PaymentEventKind } from './payment-event';
import type { Requester } from './requester';

/** What an event says, without who says it and why it can be believed. By this a repeat is recognised. */
export type StatementContent = Readonly<Record<string, string | number | boolean>>;

/** One figure of the payment that a statement changed, in words: `refundable`, from `100.00 USD` to `60.00 USD`. */
export interface StatementChange {
  readonly what: string;
  /** null: it was not known. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What was said with an event that was accepted: who said it, when, what it says and what it changed. Instants ISO 8601. */
export interface SaidStatement {
  readonly eventId: string;
  readonly kind: PaymentEventKind;
  readonly by: Requester;
  readonly saidAt: string;
  readonly happenedAt: string;
  readonly evidence: string | null;
  readonly coSignedBy: readonly Requester[];
  readonly content: StatementContent;
  /** The capture that it is about, under the id that the ledger knows; null: none. */
  readonly captureId: string | null;
  /** The leg that it is about, also where it was told as an external refund; null: none. */
  readonly legId: string | null;
  /** Empty: the ledger knew it already, or knows something newer. */
  readonly changes: readonly StatementChange[];
}

/** One accepted event as it stands: its digest covers what was said, not what a later correction makes of it. */
export interface Statement extends SaidStatement, ChainLink {
  /** The event that corrects it; null: it is as it was said. */
  readonly correctedBy: string | null;
  /** The correction says that it never happened. */
  readonly struck: boolean;
}

/** How many statements one payment has, and how many bytes of JSON they take. */
export const statementsKept = 500;
export const statementsSizeKept = 256 * 1024;
/** Room for what takes money away from refunds: a full ledger must still learn of it. */
export const statementsReserved = 100;
export const statementsSizeReserved = 64 * 1024;

const notContent: readonly string[] = ['eventId', 'source', 'evidence', 'coSignedBy', 'token'];

/** What an event says. A field that is absent, null or false says nothing. */
export function contentOf(event: PaymentEvent): StatementContent {
  const fields = Object.entries(event).filter(
    ([name, value]) => !notContent.includes(name) && value !== null && value !== undefined && value !== false,
  );
  return Object.fromEntries(fields);
}

/** The fields in which two contents differ, in words; empty: they say the same. */
export function differences(before: StatementContent, now: StatementContent): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names]
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name} (${shown(before[name])} before, ${shown(now[name])} now)`);
}

function shown(value: string | number | boolean | undefined): string {
  return value === undefined ? 'nothing' : String(value);
}

/** Whether this instant is after another one; the same instant may be written in several ways. */
export function isAfter(one: string, other: string): boolean {
  return Date.parse(one) > Date.parse(other);
}

/** Of statements that were not struck, the one that happened last; at one instant the one said last. */
export function newestOf<T extends Pick<Statement, 'happenedAt' | 'struck'>>(statements: readonly T[]): T | undefined {
  return statements
    .filter(({ struck }) => !struck)
    .reduce<T | undefined>(
      (newest, one) => (newest !== undefined && isAfter(newest.happenedAt, one.happenedAt) ? newest : one),
      undefined,
    );
}

/** A correction of an event, as far as it decides which one counts. */
interface MadeCorrection {
  readonly corrects: string;
  readonly at: string;
  readonly eventId: string;
}

/** Another correction of the same event was made later, as these statements say. */
export function isOutdatedCorrection(
  statements: readonly Statement[],
  { corrects, at, eventId }: MadeCorrection,
): boolean {
  const last = newestOf(statements.filter((one) => one.kind === 'correction' && one.content['corrects'] === corrects));
  if (last === undefined) return false;
  return isAfter(last.happenedAt, at) || (!isAfter(at, last.happenedAt) && last.eventId > eventId);
}
