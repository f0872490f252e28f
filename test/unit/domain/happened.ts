import type { SendResult } from '../../../src/domain/model/send-result';
import type { LedgerState } from '../../../src/domain/model/ledger-state';
import type { Leg } from '../../../src/domain/model/leg';
import type { ScheduledLeg } from '../../../src/domain/transitions/recover';
import type { Step } from './random-history';

/** What one step did, for the laws to judge. */
export interface Happened {
  readonly step: Step;
  readonly before: LedgerState;
  readonly after: LedgerState;
  readonly now: string;
  readonly admission: { readonly kind: 'admitted' | 'repeated' | 'refused'; readonly requestId: string } | null;
  /** The leg whose sending this step began. */
  readonly sent: string | null;
  /** The leg that was looked up or resolved. */
  readonly about: string | null;
  /** A person's finding was not believed. */
  readonly refused: boolean;
  /** Somebody else's doing: events from outside, another amount answered, a late truth. */
  readonly byOthers: boolean;
  /** The same lookup, finding or recovery once more; null: it was none. */
  readonly again: ((state: LedgerState) => LedgerState) | null;
}

/** A leg as the histories of all runs tell it, whose results can be read. */
export type ScheduledLegRead = Omit<ScheduledLeg, 'results'> & { readonly results: readonly (SendResult | null)[] };

/** Something that was asked or told, to be told again to a ledger that has forgotten it; null: it was not taken. */
export interface Telling {
  readonly tell: (state: LedgerState) => LedgerState | null;
  readonly byOthers: boolean;
}

/** Whether the gateway was told to move the money of a leg and may have done it, in a book of the test's own. */
export type MoneyBook = Map<string, Pick<Leg, 'legId' | 'captureId' | 'amountMinor'>>;
