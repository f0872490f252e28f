import type { CurrencyCode } from '../domain/model/currency';
import type { LegOperation } from '../domain/model/leg';
import type { SendResult } from '../domain/model/send-result';
import type { LookupResult } from '../domain/model/lookup-result';
import type { Card, NetworkTokenBrand, PayerDetails } from '../domain/model/payment';
import type { AccountRules } from '../domain/model/profile';
import type { ReversalView } from '../domain/views/view';
import type { ReplyTo } from './messages';
import type { Problem } from './problems';
import type { ReversalRequest } from './reversal-request';
import type { TokenTerms } from './token-terms';
import type { Requester } from '../domain/model/requester';
import type { ScheduledLeg } from '../domain/transitions/recover';

/**
 * Which runs of a ledger may send. The workflow passes these as data and never branches on them: in a replay after a
 * reset they are others than they were.
 */
export interface Lineage {
  /** The run that scheduled the activity. */
  readonly scheduledByRun: string;
  /** The run id its history began with; a reset keeps it and changes the run id. */
  readonly originalRunId: string;
  /** The reset run that was recovered and may send; null: none was. */
  readonly recoveredRunId: string | null;
  /** Every run before this one in its line was its original or recovered one. */
  readonly ancestorsTrusted: boolean;
}

/** What resolves a card at send time, in the worker's memory alone. */
export interface CardOwner {
  readonly paymentId: string;
  readonly gatewayAccount: string;
  readonly authorizationReference: string;
}

export interface SendLegInput extends CardOwner {
  readonly legId: string;
  readonly operation: LegOperation;
  /** Minor units that go onto the wire. */
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
  /** The gateway's reference that is refunded or voided (`refTransId`). */
  readonly reference: string;
  /** null: the worker's `resolveCard` is asked. */
  readonly card: Card | null;
  readonly payerDetails: PayerDetails | null;
  readonly certificateName: string | null;
  readonly networkTokenBrand: NetworkTokenBrand | null;
  readonly lineage: Lineage;
  /**
   * From this instant on the leg may not leave any more, ISO 8601. The ledger counts it from when it marked the leg as
   * being sent, as it counts when the leg may be looked up: a workflow task may take seconds to schedule what it decided.
   */
  readonly sendByAt: string;
}

export interface LookupInput {
  readonly paymentId: string;
  readonly legId: string;
  readonly operation: LegOperation;
  /** Minor units that may be found: what it reverses, and what went onto the wire. */
  readonly amountsMinor: readonly number[];
  readonly currency: CurrencyCode;
  /** The transaction it was sent against; finding that one is not finding the leg. */
  readonly reference: string;
  /** The leg's own reference at the gateway, where an answer reported it. */
  readonly gatewayReference: string | null;
  readonly gatewayAccount: string;
  readonly certificateName: string | null;
  readonly networkTokenBrand: NetworkTokenBrand | null;
}

export interface SubmitInput {
  readonly request: ReversalRequest;
  readonly replyTo: ReplyTo;
}

/**
 * `malformed`: nothing was submitted. `closed` and `lost`: no running ledger took it; the view says what is known.
 */
export type SubmitResult =
  | { readonly status: 'submitted' }
  | { readonly status: 'malformed'; readonly problems: readonly Problem[] }
  | { readonly status: 'closed'; readonly view: ReversalView }
  | { readonly status: 'lost' };

export interface IdentityInput {
  readonly gatewayAccount: string;
  /** What the token must say word by word; nothing more, nothing less. */
  readonly terms: TokenTerms;
  /** The person whom the message names. A token of another person is refused. */
  readonly person: Requester;
  readonly token: string | null;
}

/** `tokenId`: the token's own id (`jti`), so that it proves one thing only. `until`: when nobody takes it any more, ISO 8601. */
export type IdentityResult =
  | { readonly proven: true; readonly by: Requester; readonly tokenId: string; readonly until: string }
  | { readonly proven: false; readonly why: string };

export interface HistoriesInput {
  readonly lineage: Lineage;
  /** The ledger is frozen, so that there is something to recover even in a run that may send. */
  readonly isFrozen: boolean;
  /** Whoever asks has proved that they may: else nothing is read. */
  readonly mayRead: boolean;
}

/**
 * What the histories of all runs of the ledger hold, and the run that asked, as the server names it. `trusted`: it may
 * send as it is. `unread`: it may not, and nothing was read. `unreadable`: they can never be read, and why.
 */
export type HistoriesResult =
  | { readonly status: 'trusted' | 'unread'; readonly runId: string }
  | { readonly status: 'read'; readonly runId: string; readonly legs: readonly ScheduledLeg[] }
  | { readonly status: 'unreadable'; readonly runId: string; readonly why: string };

/** The activities of the ledger and the children, as workflow code calls them. */
export interface ReversalActivities {
  /** Sends one leg to the gateway, at most once. Returns what may have happened to the money; throws only when stopped. */
  sendLeg(input: SendLegInput): Promise<SendResult>;
  /** Looks up the outcome of a leg at the gateway. Moves nothing. */
  lookUpLeg(input: LookupInput): Promise<LookupResult>;
  /** Returns when the gateway answers our key; throws to be retried until then. */
  waitForGateway(): Promise<void>;
  /** The rules of an account; null: the rules file does not know it. */
  readRules(input: { readonly gatewayAccount: string }): Promise<AccountRules | null>;
  /**
   * Checks who speaks. A token that proves nothing is a value with the reason; throws, to be retried, while the issuer's
   * keys cannot be fetched.
   */
  checkIdentity(input: IdentityInput): Promise<IdentityResult>;
  /** Reads what all runs of the ledger have ever sent from their histories. Reads only; safe to repeat. */
  readHistories(input: HistoriesInput): Promise<HistoriesResult>;
  /** Hands a request to the payment's ledger and returns at once. */
  submitReversal(input: SubmitInput): Promise<SubmitResult>;
  /** Asks the payment's ledger for the status of a request; null: it does not know the request, or did not answer in time. */
  askReversal(input: { readonly paymentId: string; readonly requestId: string }): Promise<ReversalView | null>;
}
