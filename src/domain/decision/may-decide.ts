import { isSamePerson, type ApprovalTerms } from '../model/approval';
import type { CurrencyCode } from '../model/currency';
import { formatAmount } from '../model/money';
import type { Reason, ReasonCode } from '../model/reasons';
import type { Requester } from '../model/requester';

/** What decides whether a plan may be approved or rejected: all of it is in the ledger's state, and in a reversal's view. */
export interface Decidable {
  readonly requester: Requester;
  /** What it completed as; null: it has not. */
  readonly outcome: string | null;
  /** Why the ledger is frozen; null: it is not. */
  readonly frozen: Reason | null;
  /** The plan as it is now; null: there is none. */
  readonly terms: ApprovalTerms | null;
  /** How many approvals the plan needs; null: none was requested yet. */
  readonly needed: number | null;
  readonly approvedBy: readonly Requester[];
  /** When a missing approval counts as a rejection, ISO 8601; null: never. */
  readonly expiresAt: string | null;
  /** A leg of it is planned and was not sent. */
  readonly hasPlannedLegs: boolean;
}

/** One person's decision. `terms` null: whatever the plan is now, as a page asks before a person has decided. */
export interface WouldDecide {
  readonly decision: 'approve' | 'reject';
  readonly by: Requester;
  readonly terms: ApprovalTerms | null;
  /** ISO 8601. */
  readonly now: string;
  /** Requester and approver must differ. */
  readonly separateRequester: boolean;
}

interface Objection {
  readonly code: ReasonCode;
  /** The message where the objection applies; null: it does not. */
  readonly message: (of: Decidable, would: WouldDecide) => string | null;
}

/** Every reason why a decision does not count, the first that applies. The ledger refuses by it, and pages explain by it. */
const objections: readonly Objection[] = [
  { code: 'alreadyEnded', message: ({ outcome }) => (outcome === null ? null : `it has ended: ${outcome}`) },
  {
    code: 'noApprovalNeeded',
    message: ({ terms, needed }) => (terms === null || needed === null ? 'no approval was requested for it' : null),
  },
  {
    code: 'planChanged',
    message: ({ terms: asked }, { terms }) =>
      asked !== null && terms !== null && terms.planVersion < asked.planVersion
        ? `version ${String(terms.planVersion)} of the plan was replaced: ${described(asked)}. Look at it and decide again`
        : null,
  },
  {
    code: 'termsMismatch',
    message: ({ terms: asked }, { terms }) =>
      asked !== null && terms !== null && !areSameAmounts(asked, terms)
        ? `the decision names other amounts than the plan: ${described(asked)}`
        : null,
  },
  {
    code: 'termsMismatch',
    message: ({ terms: asked }, { terms }) =>
      asked !== null && terms !== null && asked.destination !== terms.destination
        ? 'the decision names another destination than the plan. Look at it and decide again'
        : null,
  },
  {
    code: 'noApprovalNeeded',
    message: ({ needed }) => (needed === 0 ? 'it needs no approval as it is planned now' : null),
  },
  {
    code: 'alreadyDecided',
    message: ({ hasPlannedLegs }) => (hasPlannedLegs ? null : 'nothing of it is left to decide'),
  },
  {
    code: 'approvalExpired',
    message: (of, { now }) =>
      of.expiresAt !== null && isOpen(of) && Date.parse(of.expiresAt) <= Date.parse(now)
        ? `the time to decide ended at ${of.expiresAt}`
        : null,
  },
  {
    code: 'ownRequest',
    message: ({ requester }, { by, separateRequester }) =>
      separateRequester && isSamePerson(by, requester)
        ? `${by.id} requested it, or acts for its requester; another person must decide`
        : null,
  },
  {
    code: 'alreadyDecided',
    message: (of) => (isOpen(of) ? null : `version ${String(of.terms?.planVersion)} of the plan is approved already`),
  },
  {
    code: 'alreadyDecided',
    message: ({ approvedBy }, { decision, by }) =>
      decision === 'approve' && approvedBy.some((one) => isSamePerson(one, by))
        ? `${by.id} has approved it already, and counts once`
        : null,
  },
];

/** Why a decision does not count; null: it does. */
export function objectionToDecision(of: Decidable, would: WouldDecide): Reason | null {
  if (of.outcome === null && of.frozen !== null) return of.frozen;
  for (const { code, message } of objections) {
    const why = message(of, would);
    if (why !== null) return { code, message: why };
  }
  return null;
}

/** More people must approve it. */
function isOpen({ needed, approvedBy }: Decidable): boolean {
  return approvedBy.length < (needed ?? 0);
}

function areSameAmounts(one: ApprovalTerms, other: ApprovalTerms): boolean {
  return one.refundMinor === other.refundMinor && one.voidMinor === other.voidMinor && one.currency === other.currency;
}

function described({ planVersion, refundMinor, voidMinor, currency }: ApprovalTerms): string {
  const money = (minor: number, of: CurrencyCode): string => `${formatAmount(minor, of)} ${of}`;
  return `version ${String(planVersion)} refunds ${money(refundMinor, currency)} and voids ${money(voidMinor, currency)}`;
}
