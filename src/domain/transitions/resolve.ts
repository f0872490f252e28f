import { missingCoSignature } from '../decision/co-signature';
import { nothingSent, objectionsToResolution, type Finding } from '../decision/may-resolve';
import { beyondRequest, declaredNotSent, wasAbandoned, type Leg } from '../model/leg';
import { failed, notSent, succeeded } from '../model/leg-states';
import { changeLeg, findLeg, withAttempt } from '../model/leg-change';
import { addAudit, type LedgerState } from '../model/ledger-state';
import { recheckLookup } from '../decision/lookup-schedule';
import { withOutcomeAnew } from '../decision/outcome';
import type { AccountRules } from '../model/profile';
import type { Requester } from '../model/requester';
import type { Transition } from './transition';

/** A person's finding about a leg whose end the machine cannot know. */
export interface Resolution {
  readonly legId: string;
  readonly outcome: Finding;
  /** The gateway's reference of what was found. */
  readonly gatewayReference: string | null;
  /** What proves it: a report, a gateway's screen, a ticket. */
  readonly evidence: string;
  /** Who looked it up. */
  readonly actor: Requester;
  /** Who co-signs, where the resolution releases an amount that needs approval. */
  readonly coSignedBy: readonly Requester[];
  /** What really moved, where the gateway had answered with another amount; null: what was asked. Minor units. */
  readonly amountMinor: number | null;
}

/**
 * Resolves a leg of unknown outcome by evidence. Repeated, it counts once. What contradicts what is known is refused,
 * except that a later success corrects an earlier failure.
 */
export const resolve: Transition<Resolution, string | null> = function resolve(state, resolution, { rules, now }) {
  if (rules === null) return { state, answer: nothingKnown };
  const leg = findLeg(state, resolution.legId);
  const contradicted =
    leg === undefined ? 'no such leg is known' : (contradiction(leg, resolution) ?? amountProblem(leg, resolution));
  if (leg !== undefined && contradicted === null && says(leg, resolution)) return { state, answer: null };
  const why = contradicted ?? (leg === undefined ? null : missingCoSignatureOf(state, leg, resolution, rules));
  const entry = {
    at: now,
    act: 'resolved' as const,
    by: resolution.actor,
    ...(resolution.coSignedBy.length === 0 ? {} : { coSignedBy: resolution.coSignedBy }),
    reversalId:
      state.reversals.find(({ legs }) => legs.some(({ legId }) => legId === resolution.legId))?.reversalId ?? null,
    planVersion: null,
    comment: `leg ${resolution.legId}: ${resolution.outcome}. ${resolution.evidence}`,
    refused: why,
  };
  const audited = addAudit(state, entry);
  if (why !== null) return { state: audited, answer: why };
  const resolved = changeLeg(audited, resolution.legId, (one) => resolvedLeg(one, resolution, rules, now));
  const releasedMinor = leg?.operation === 'refund' ? freedBy(leg, resolution) : 0;
  const counted = { ...resolved, releasedMinor: state.releasedMinor + releasedMinor };
  return { state: withOutcomeAnew(counted, resolution.legId), answer: null };
};

const nothingKnown = 'nothing is known of this payment yet';

/** It is known already: what failed released its amount, as what was never sent does. */
function says({ status }: Leg, { outcome }: Resolution): boolean {
  return status === outcome || (status === 'failed' && outcome === 'notSent');
}

/** What is said to be never sent, or to have moved less than is reserved for it, may be refunded again. */
function missingCoSignatureOf(
  state: LedgerState,
  leg: Leg,
  resolution: Resolution,
  rules: AccountRules,
): string | null {
  const { legId } = leg;
  const { actor, coSignedBy } = resolution;
  const freedMinor = freedBy(leg, resolution);
  return freedMinor > 0 ? missingCoSignature(state, { legId, reportedBy: actor, coSignedBy, freedMinor }, rules) : null;
}

/** What a finding would make refundable of a leg's reservation. Minor units. */
function freedBy(leg: Leg, { outcome, amountMinor }: Resolution): number {
  return outcome === 'notSent' ? leg.reservedMinor : Math.max(0, leg.reservedMinor - (amountMinor ?? leg.amountMinor));
}

/** A person names what moved only where the gateway has answered with another amount: else what was sent is what moved. */
function amountProblem(leg: Leg, { amountMinor, outcome }: Resolution): string | null {
  if (amountMinor === null) return null;
  if (outcome === 'notSent') return 'an amount is given with notSent, which says that nothing moved: leave it out';
  if (leg.status === 'succeeded' && leg.reservedMinor === amountMinor) return null;
  const differs = leg.status === 'unknown' && leg.code === 'answerMismatch' && !isOwnFinding(leg.mismatch);
  return differs
    ? null
    : 'an amount is given, but the gateway did not answer with another amount than was sent: leave it out';
}

/** The gateway answered as it was asked: it is the ledger that has something to ask. */
function isOwnFinding(mismatch: string | null): boolean {
  return mismatch === declaredNotSent || mismatch === beyondRequest;
}

function contradiction(leg: Leg, { outcome }: Resolution): string | null {
  return wasAbandoned(leg) ? nothingSent : objectionsToResolution[leg.status][outcome];
}

function resolvedLeg(leg: Leg, resolution: Resolution, rules: AccountRules, now: string): Leg {
  const { outcome, gatewayReference, evidence, actor, amountMinor } = resolution;
  const resolved = {
    ...withAttempt(leg, 'resolve', `${outcome}, says ${actor.id}`, now),
    evidence,
    gatewayReference: gatewayReference ?? leg.gatewayReference,
  };
  if (outcome === 'succeeded') {
    return succeeded({ ...resolved, reservedMinor: amountMinor ?? leg.amountMinor }, now);
  }
  if (leg.status === 'pending') return failed(resolved, now);
  return notSent(resolved, 'neverReachedGateway', now, recheckLookup(0, rules, now));
}
