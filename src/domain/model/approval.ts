import type { CurrencyCode } from './currency';
import { leavesMerchant, type Leg } from './leg';
import { unknownRequester, type Requester } from './requester';

/** From which amount that leaves the merchant on how many people must approve. */
export interface Threshold {
  readonly currency: CurrencyCode;
  /** What leaves in refunds and in voids of captured money, when it is more than this, needs approval. Minor units of `currency`. */
  readonly aboveMinor: number;
  readonly approvers: number;
}

/** The approval policy of one gateway account. */
export interface ApprovalPolicy {
  readonly thresholds: readonly Threshold[];
  /** Approvers for a refund in a currency that no threshold names; 0: such a refund needs none. */
  readonly approversOtherwise: number;
  /** Requester and approver must differ, and so must those on whose behalf they act. */
  readonly separateRequester: boolean;
  /** Services whose word a capture is taken on. A capture that anyone else records needs evidence and co-signatures. */
  readonly captureSources: readonly string[];
  /** When a missing approval counts as a rejection, in minutes after it was requested; null: never. */
  readonly expiresAfterMinutes: number | null;
  /** When it counts as late, in minutes after it was requested; null: never. */
  readonly remindAfterMinutes: number | null;
  /** When it is escalated to other people, in minutes after it was requested; null: never. */
  readonly escalateAfterMinutes: number | null;
}

/** What an approval names: one version of one plan, in plain terms. Amounts in minor units. */
export interface ApprovalTerms {
  readonly requestId: string;
  readonly planVersion: number;
  /** What this version of the plan refunds, and what it voids. */
  readonly refundMinor: number;
  readonly voidMinor: number;
  readonly currency: CurrencyCode;
  /** The digest of where this version sends: gateway account, references, card and certificate. */
  readonly destination: string;
}

/** One person's approval of one version of a plan. */
export interface GivenApproval {
  readonly by: Requester;
  readonly at: string;
  readonly comment: string | null;
}

/** What was asked of the approvers about one version of a plan. `needed` 0: the policy requires none. Instants ISO 8601. */
export interface Approval {
  readonly planVersion: number;
  readonly needed: number;
  /**
   * What the policy was asked about: all that the requester has moved or reserved of this payment, this plan included. Minor
   * units.
   */
  readonly countedMinor: number;
  readonly askedAt: string;
  readonly expiresAt: string | null;
  readonly remindAt: string | null;
  readonly escalateAt: string | null;
  readonly given: readonly GivenApproval[];
}

/** A decision by a person whose identity was checked. */
export interface ApproverDecision extends ApprovalTerms {
  readonly decision: 'approve' | 'reject';
  readonly by: Requester;
  /** Why; a rejection needs one. */
  readonly comment: string | null;
}

/** How many people must approve that this much leaves the merchant. 0: none. */
export function approversNeeded(policy: ApprovalPolicy | null, currency: CurrencyCode, leavingMinor: number): number {
  if (policy === null || leavingMinor <= 0) return 0;
  const named = policy.thresholds.filter((threshold) => threshold.currency === currency);
  if (named.length === 0) return policy.approversOtherwise;
  const passed = named.filter((threshold) => leavingMinor > threshold.aboveMinor);
  return passed.reduce((most, { approvers }) => Math.max(most, approvers), 0);
}

/** What has left the merchant by these legs, and still would: refunds, and voids of captured money. Minor units. */
export function leavingMinor(legs: readonly Pick<Leg, 'status' | 'operation' | 'captureId' | 'amountMinor'>[]): number {
  return legs.filter(leavesMerchant).reduce((sum, leg) => sum + leg.amountMinor, 0);
}

/** Asks the policy about one version of a plan. */
export function askApproval(
  policy: ApprovalPolicy | null,
  asked: { readonly planVersion: number; readonly countedMinor: number; readonly currency: CurrencyCode },
  now: string,
): Approval {
  const needed = approversNeeded(policy, asked.currency, asked.countedMinor);
  const after = (minutes: number | null | undefined): string | null =>
    needed === 0 || minutes == null ? null : new Date(Date.parse(now) + minutes * 60_000).toISOString();
  return {
    planVersion: asked.planVersion,
    needed,
    countedMinor: asked.countedMinor,
    askedAt: now,
    expiresAt: after(policy?.expiresAfterMinutes),
    remindAt: after(policy?.remindAfterMinutes),
    escalateAt: after(policy?.escalateAfterMinutes),
    given: [],
  };
}

/** Whether two people are one, or one acts for the other. */
export function isSamePerson(one: Requester, other: Requester): boolean {
  if (one.id === other.id || one.id === other.onBehalfOf || one.onBehalfOf === other.id) return true;
  return one.onBehalfOf !== null && one.onBehalfOf === other.onBehalfOf;
}

/**
 * Whether what this one's reversals take counts for a requester too. What is known from former histories alone may be
 * anybody's, so it counts for everybody.
 */
export function countsFor(other: Requester, requester: Requester): boolean {
  return other.id === unknownRequester.id || isSamePerson(other, requester);
}
