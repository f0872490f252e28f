import type { FindingKind } from '../audit';
import type { PaymentUnderTest } from '../payment-under-test';
import type { Random } from '../random';
import type { Stage } from '../stage';
import type { Tally } from '../tally';
import type { LieBook } from './book';

/** What a lie is made of. */
export interface LieInput {
  readonly stage: Stage;
  readonly tally: Tally;
  readonly book: LieBook;
  /** Of this lie alone: lies are in progress side by side. */
  readonly random: Random;
  /** Distinguishes this lie from others of the same run. */
  readonly number: number;
  /** Whose ledger is lied to, or whose references are misused. */
  readonly payment: PaymentUnderTest;
}

/** Tells one lie, or nothing where the payment gives no occasion. Counts how it was answered. */
export type Lie = (input: LieInput) => Promise<void>;

/** How something false was answered. Without a kind of finding: as it should be, or not at all. */
export interface Answered {
  readonly answer: string;
  readonly finding: FindingKind | null;
}

/** Counts an answer, and keeps one that must not be. */
export function note({ tally, book, payment }: LieInput, lie: string, { answer, finding }: Answered): void {
  tally.lied(lie, answer);
  if (finding === null) return;
  book.found({ kind: finding, paymentId: payment.paymentId, what: `${lie}: ${answer}` });
}

/** Who lies in a name of their own. */
export const mallory = { id: 'mallory' } as const;

/** Nobody has this card: the gateway answers 400 to a request that names it. */
export const forgedCard = {
  cardNumber: '@tok_mallory',
  cardHolderName: 'Mal Lory',
  expirationMonth: 1,
  expirationYear: 2031,
} as const;
