import type { ApprovalPolicy } from './approval';
import type { ReasonCode } from './reasons';
import type { Roles } from './roles';

/** The reasons a gateway's own rejection codes are translated to. */
export const declineReasons = [
  'declined',
  'alreadyVoided',
  'alreadyCaptured',
  'alreadySettled',
  'alreadyRefunded',
  'exceedsAtGateway',
  'notSettled',
  'notFoundAtGateway',
  'holdExpired',
  'refundWindowClosed',
  'unsupported',
] as const satisfies readonly ReasonCode[];
export type DeclineReason = (typeof declineReasons)[number];

/** What a raw code says. `outcomeUnknown`: the gateway calls it a rejection and does not know itself what happened. */
export type CodeMeaning = DeclineReason | 'outcomeUnknown';

/**
 * What one gateway behind Orchestra can do, as data. Every value that is not the cautious one cites its source in
 * `src/rules/profiles.ts`.
 */
export interface Profile {
  readonly name: string;
  /** A charge or capture that has not settled can be voided whole. Cautious: false. */
  readonly voidsUnsettledCharges: boolean;
  /** Voiding after a partial capture releases the rest and leaves the captured part alone. Cautious: false. */
  readonly voidsRemainder: boolean;
  /** Refunds are refused until the capture has settled. Cautious: false. */
  readonly refundsOnlySettled: boolean;
  /** A capture may exceed its authorization (tips, currencies). Cautious: false. */
  readonly allowsOverCapture: boolean;
  /** A status lookup by `myRef` finds refunds and voids; without it, not finding one proves nothing. Cautious: false. */
  readonly lookupsSeeReversals: boolean;
  /**
   * HTTP 429 means that nothing was processed, so that it may be sent again. The API's document does not name this status.
   * Cautious: false. Absent in what older runs have read: false.
   */
  readonly rateLimitMovesNothing?: boolean;
  /** Extra time after a send before a lookup may be believed, in milliseconds. */
  readonly lookupDelayMs: number;
  /** Raw state of a refund or void in a lookup's answer → its end. A state not listed says nothing. */
  readonly lookupStates: Readonly<Record<string, 'succeeded' | 'pending' | 'failed'>>;
  /** Raw `gatewayResultCode` → what it means. A code not listed is `declined`. */
  readonly declineReasons: Readonly<Record<string, CodeMeaning>>;
}

/** The rules of one gateway account, as the ledger reads them. */
export interface AccountRules {
  readonly gatewayAccount: string;
  readonly profile: Profile;
  /** How long a hold lives when the snapshot does not say, in days. */
  readonly authorizationLifetimeDays: number;
  /** How long after its capture money may be refunded, in days. */
  readonly refundWindowDays: number;
  /** How long the ledger listens for late truths after everything else has ended, in days. */
  readonly lateEventDays: number;
  /** How long a capture may be in progress before a person is asked, in minutes. */
  readonly captureWaitMinutes: number;
  /**
   * How long a refund that was refused until its capture settles waits before it is sent again without news, in minutes.
   * Absent in what older runs have read: a day.
   */
  readonly settlementRetryMinutes?: number;
  /** Exempts the two reference fields from the card-number guard: this gateway's references are digits. */
  readonly numericReferences: boolean;
  /** Exempts ids from it: the callers' own ones are digits. Absent in what older runs have read: false. */
  readonly numericIds?: boolean;
  /** How long a leg that is being sent may still leave, in milliseconds. */
  readonly sendByMs: number;
  /** How long one gateway request may take, in milliseconds; the worker's own setting. */
  readonly requestTimeoutMs: number;
  /** By how much the clocks of workers and server may differ, in milliseconds. */
  readonly clockSkewMs: number;
  /** Which refunds need approval, and by whom; null: none does. */
  readonly approvals: ApprovalPolicy | null;
  /** `trusted`: people are who they say they are. `tokens`: they prove it. */
  readonly identity: 'trusted' | 'tokens';
  /** Who may do what, where people prove who they are. */
  readonly roles: Roles;
  /** The server has the search attributes of the work list: the worker's own finding. Set where one is missing, it would stop the ledger. */
  readonly workListEnabled: boolean;
  /** Changes whenever any rule of the account changes. */
  readonly version: string;
}
