import type { LedgerState } from '../model/ledger-state';
import type { Payment } from '../model/payment';
import type { AccountRules } from '../model/profile';

/** What an event is applied to. */
export interface EventContext {
  readonly payment: Payment;
  readonly rules: AccountRules;
  /** The ledger's time, ISO 8601. */
  readonly now: string;
}

/** The state with an event in it, and what the event is about under the ledger's own ids. */
export interface TakenEvent {
  readonly state: LedgerState;
  readonly captureId?: string | null;
  readonly legId?: string | null;
  /**
   * What it may release though the balance does not show it yet, in minor units: an end that is recorded before its
   * beginning takes effect only later.
   */
  readonly mayReleaseMinor?: number;
}
