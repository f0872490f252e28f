import { missingAgreement } from './agree';
import { wasGivenUp, type Leg } from './leg';
import { changeLeg, findLeg, tried } from './leg-change';
import { audited, type LedgerState } from './ledger-state';
import { doubtingLookUp } from './look-up-schedule';
import { outcomeOf, reasonOf } from './outcome';
import type { AccountRules } from './profile';
import { progress } from './progress';
import type { Requester } from './requester';

/** A person's finding about a leg whose end the machine cannot know. */
export interface Resolution {
  readonly legId: string;
  readonly outcome: 'succeeded' | 'notSent';
  /** The gateway's reference of what was found. */
  readonly gatewayReference: string | null;
  /** What proves it: a report, a gateway's screen, a ticket. */
  readonly evidence: string;
  /** Who found it out. */
  readonly actor: Requester;
  /** Who agrees, where what is said frees an amount that needs approval. */
  readonly agreedBy: readonly Requester[];
  /** What really moved, where the gateway had answered with another amount; null: what was asked. Minor units. */
  readonly amountMinor: number | null;
}

export interface ResolutionResult {
  readonly state: LedgerState;
  /** Why it is not believed; null: taken. */
  readonly refused: string | null;
}

/**
 * Settles a leg of unknown outcome by evidence. Told twice, it counts once. What contradicts what is known is refused,
 * except that a later success heals an earlier failure.
 */
export function resolveUnknown(
  state: LedgerState,
  resolution: Resolution,
  rules: AccountRules,
  now: string,
): ResolutionResult {
  const leg = findLeg(state, resolution.legId);
  const contradicted = leg === undefined ? 'no such leg is known' : contradiction(leg, resolution);
  if (leg !== undefined && contradicted === null && says(leg, resolution)) return { state, refused: null };
  const why = contradicted ?? disagreement(state, resolution, rules);
  const entry = {
    at: now,
    act: 'resolved' as const,
    by: resolution.actor,
    reversalId:
      state.reversals.find(({ legs }) => legs.some(({ legId }) => legId === resolution.legId))?.reversalId ?? null,
    planVersion: null,
    comment: `leg ${resolution.legId}: ${resolution.outcome}. ${resolution.evidence}`,
    refused: why,
  };
  const noted = audited(state, entry);
  if (why !== null) return { state: noted, refused: why };
  const resolved = changeLeg(noted, resolution.legId, (one) => resolvedLeg(one, resolution, rules, now));
  return { state: progress(retold(resolved, resolution.legId), rules, now), refused: null };
}

/** It is known already: what failed gave its amount back, as what was never sent does. */
function says({ status }: Leg, { outcome }: Resolution): boolean {
  return status === outcome || (status === 'failed' && outcome === 'notSent');
}

/** What is said to be never sent may be refunded again. */
function disagreement(
  state: LedgerState,
  { legId, outcome, actor, agreedBy }: Resolution,
  rules: AccountRules,
): string | null {
  return outcome === 'notSent' ? missingAgreement(state, { legId, toldBy: actor, agreedBy }, rules) : null;
}

function contradiction(leg: Leg, { outcome }: Resolution): string | null {
  switch (leg.status) {
    case 'unknown':
    case 'pending':
      return null;
    case 'sending':
      return 'it is being sent right now; wait for its answer';
    case 'planned':
      return 'nothing of it was sent; there is nothing to resolve';
    case 'succeeded':
      return outcome === 'succeeded'
        ? null
        : 'the gateway has confirmed it; tell a refund that came back as the fact refundFailed';
    case 'declined':
      return 'the gateway declined it, which settles it';
    case 'notSent':
      return wasGivenUp(leg) ? 'nothing of it was sent; there is nothing to resolve' : null;
    case 'failed':
      return null;
  }
}

function resolvedLeg(leg: Leg, resolution: Resolution, rules: AccountRules, now: string): Leg {
  const { outcome, gatewayReference, evidence, actor, amountMinor } = resolution;
  const noted = tried(leg, 'resolve', `${outcome}, says ${actor.id}`, now);
  const known = {
    ...noted,
    evidence,
    gatewayReference: gatewayReference ?? leg.gatewayReference,
    mismatch: null,
    since: now,
  };
  if (outcome === 'succeeded') {
    return { ...known, status: 'succeeded', code: null, heldMinor: amountMinor ?? leg.amountMinor, lookUp: null };
  }
  if (leg.status === 'pending') return { ...known, status: 'failed', code: 'refundFailed', lookUp: null };
  return { ...known, status: 'notSent', code: 'neverReachedGateway', lookUp: doubtingLookUp(0, rules, now) };
}

/** A settled reversal whose leg was healed tells its new end. */
export function retold(state: LedgerState, legId: string): LedgerState {
  return {
    ...state,
    reversals: state.reversals.map((one) =>
      one.settled !== null && one.legs.some((leg) => leg.legId === legId)
        ? { ...one, settled: { ...one.settled, outcome: outcomeOf(one.legs), reason: reasonOf(one.legs) } }
        : one,
    ),
  };
}
