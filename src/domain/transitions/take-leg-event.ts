import { withOutcomeAnew } from '../decision/outcome';
import { wasAbandoned, type Leg, type LegOperation } from '../model/leg';
import { changeLeg, findLeg, withAttempt } from '../model/leg-change';
import { failed, succeeded } from '../model/leg-states';
import type { LedgerState } from '../model/ledger-state';
import type { RefundFailed, RefundSucceeded, VoidFailed, VoidSucceeded } from '../model/payment-event';
import { isAfter, newestOf } from '../model/statement';
import { withExcessAsked } from './beyond-request';
import type { EventContext, TakenEvent } from './taken-event';

type LegEvent = RefundSucceeded | RefundFailed | VoidSucceeded | VoidFailed;

/** How a refund or a void of this ledger has ended, as the gateway reports it. */
export interface LegNews {
  readonly legId: string;
  readonly ended: 'succeeded' | 'failed';
  readonly at: string;
  readonly gatewayReference: string | null;
  readonly evidence: string | null;
}

/** How a leg has ended, by its own kind of event. */
export function takeLegEvent(state: LedgerState, context: EventContext, event: LegEvent): TakenEvent | string {
  const operation: LegOperation = event.kind === 'refundSucceeded' || event.kind === 'refundFailed' ? 'refund' : 'void';
  const ended = event.kind === 'refundSucceeded' || event.kind === 'voidSucceeded' ? 'succeeded' : 'failed';
  const leg = findLeg(state, event.legId);
  if (leg?.operation !== operation) return `no ${operation} leg ${JSON.stringify(event.legId)} is known`;
  return takeLegNews(state, context, {
    legId: leg.legId,
    ended,
    at: event.at,
    gatewayReference: event.gatewayReference ?? null,
    evidence: event.evidence ?? null,
  });
}

/** Applies how a leg has ended. What happened earlier than something known changes nothing. */
export function takeLegNews(state: LedgerState, { now }: EventContext, news: LegNews): TakenEvent | string {
  const { legId, ended } = news;
  const leg = findLeg(state, legId);
  if (leg === undefined) return `no leg ${JSON.stringify(legId)} is known`;
  const why = referenceTaken(state, leg, news.gatewayReference) ?? contradiction(leg, ended);
  if (why !== null) return why;
  const taken = { legId, captureId: leg.captureId };
  const referenced = changeLeg(state, legId, (one) => ({
    ...one,
    gatewayReference: one.gatewayReference ?? news.gatewayReference,
  }));
  if (leg.status === ended || isOlder(state, news)) return { ...taken, state: referenced };
  const changed = changeLeg(referenced, legId, (one) => {
    const recorded = withAttempt({ ...one, evidence: news.evidence ?? one.evidence }, 'record', ended, now);
    return ended === 'succeeded' ? succeeded(recorded, news.at) : failed(recorded, news.at);
  });
  return { ...taken, state: withOutcomeAnew(withExcessAsked(changed, leg, now), legId) };
}

/** A later statement says how it ended. At one instant, money counts as moved. */
function isOlder({ statements }: LedgerState, { legId, at, ended }: LegNews): boolean {
  const last = newestOf(statements.filter((one) => one.legId === legId));
  if (last === undefined) return false;
  const lastFailed = last.kind === 'refundFailed' || last.kind === 'voidFailed';
  return isAfter(last.happenedAt, at) || (ended === 'failed' && !lastFailed && !isAfter(at, last.happenedAt));
}

function referenceTaken({ payment, reversals }: LedgerState, leg: Leg, reference: string | null): string | null {
  if (reference === null) return null;
  if (leg.gatewayReference !== null && leg.gatewayReference !== reference) {
    return `leg ${leg.legId} is known with another gatewayReference`;
  }
  const isOfCapture = payment?.captures.some((one) => one.gatewayReference === reference) === true;
  const legs = reversals.flatMap((one) => one.legs);
  const isOfOther = legs.some((one) => one.legId !== leg.legId && one.gatewayReference === reference);
  // A gateway may use the reference of a capture for its void; a refund has its own.
  if (!isOfOther && !(isOfCapture && leg.operation === 'refund')) return null;
  return 'its gatewayReference is the one of something else of this payment; give the reference of this leg';
}

/** Why a leg in this state cannot have ended so; null: it can. */
function contradiction(leg: Leg, ended: LegNews['ended']): string | null {
  const { legId, status } = leg;
  switch (status) {
    case 'succeeded':
    case 'failed':
    case 'pending':
      return null;
    case 'unknown':
      if (ended === 'failed' || leg.mismatch === null) return null;
      return `the gateway has something else than leg ${legId} was sent as; resolve it with what has really moved`;
    case 'sending':
      return `leg ${legId} is sending, so its answer comes first; record the same event again after it`;
    case 'notSent':
      if (ended === 'succeeded' && !wasAbandoned(leg)) return null;
      return `leg ${legId} is notSent, so it cannot ${ended === 'failed' ? 'fail late' : 'have succeeded'}`;
    case 'planned':
      return `leg ${legId} is planned, so it cannot ${ended === 'failed' ? 'fail late' : 'have succeeded'}`;
    case 'declined':
      return ended === 'failed'
        ? `leg ${legId} is declined, so it cannot fail late`
        : `the gateway has declined leg ${legId}; if money moved all the same, record it as externalRefund`;
  }
}
