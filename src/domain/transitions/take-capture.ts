import type { CaptureFailed, CaptureStarted, CaptureSucceeded, Settled } from '../model/payment-event';
import type { LedgerState } from '../model/ledger-state';
import { chargeCaptureId, type Capture, type Payment } from '../model/payment';
import { legOfReference } from '../decision/outside-money';
import { captureBegun } from './capture-begun';
import { mergePayment } from './merge-payment';
import type { EventContext, TakenEvent } from './taken-event';
import { wasSentAgain, type DeclinedLeg, type Leg } from '../model/leg';

/** The ledger's own id of a capture: a charge has one, and one that came under two ids is kept under the first. */
export function captureIdOf({ statements }: LedgerState, payment: Payment, captureId: string): string {
  if (payment.kind === 'charge') return chargeCaptureId;
  if (payment.captures.some((capture) => capture.captureId === captureId)) return captureId;
  const named = statements.findLast((one) => one.content['captureId'] === captureId && one.captureId !== null);
  return named?.captureId ?? captureId;
}

export function findCapture(state: LedgerState, payment: Payment, captureId: string): Capture | undefined {
  const id = captureIdOf(state, payment, captureId);
  return payment.captures.find((capture) => capture.captureId === id);
}

export function unknownCapture(captureId: string): string {
  return `no capture ${JSON.stringify(captureId)} is known; record captureSucceeded first`;
}

/** A capture that succeeded stays so. One reference is one capture, under whatever ids it is reported. */
export function takeCaptureSucceeded(
  state: LedgerState,
  context: EventContext,
  event: CaptureSucceeded,
): TakenEvent | string {
  const { payment } = context;
  const gatewayReference = event.gatewayReference ?? null;
  const ownId = captureIdOf(state, payment, event.captureId);
  const same = payment.captures.find((one) => gatewayReference !== null && one.gatewayReference === gatewayReference);
  const isRefund =
    legOfReference(state, gatewayReference) !== undefined ||
    state.externalRefunds.some((one) => gatewayReference !== null && one.gatewayReference === gatewayReference);
  if (isRefund) return `its gatewayReference is the one of a refund; give the reference of the capture`;
  const captureId = same?.captureId ?? ownId;
  // It was announced under another id than the one under which it is known: one capture, not two.
  const announced = captureId === ownId ? undefined : payment.captures.find((one) => one.captureId === ownId);
  const reported: Capture = {
    captureId,
    status: 'succeeded',
    amountMinor: event.amountMinor,
    gatewayReference,
    capturedAt: event.at,
    settledAt: announced?.settledAt ?? null,
  };
  if (announced?.status === 'succeeded') {
    return `its gatewayReference is the one of capture ${captureId}, and capture ${ownId} is known as another one`;
  }
  const captures = payment.captures.filter((one) => one !== announced);
  const renamed = announced === undefined ? state : withCaptureRenamed(state, ownId, captureId);
  return merged(renamed, { ...context, payment: { ...payment, captures } }, reported);
}

/**
 * A capture in progress, or one that failed. Of the two the one that happened later counts; what a snapshot says has no
 * instant, and counts until an event says it.
 */
export function takeCaptureState(
  state: LedgerState,
  context: EventContext,
  event: CaptureStarted | CaptureFailed,
): TakenEvent | string {
  const { payment } = context;
  const captureId = captureIdOf(state, payment, event.captureId);
  const status = event.kind === 'captureStarted' ? ('started' as const) : ('failed' as const);
  const amountMinor = event.kind === 'captureStarted' ? event.amountMinor : 0;
  const reported = { captureId, status, amountMinor, gatewayReference: null, capturedAt: null, settledAt: null };
  const taken = merged(state, context, reported);
  if (typeof taken === 'string') return taken;
  const said = { kind: event.kind, captureId, happenedAt: event.at, struck: false };
  const begun = captureBegun([...state.statements, said], captureId) ?? status;
  return { captureId, state: withUnfinished(taken.state, captureId, begun) };
}

/** The earliest settlement that is reported counts. */
export function takeSettled(state: LedgerState, context: EventContext, event: Settled): TakenEvent | string {
  const capture = findCapture(state, context.payment, event.captureId);
  if (capture === undefined) return unknownCapture(event.captureId);
  const taken = merged(state, context, { ...capture, settledAt: event.at });
  // An instant that is still to come has settled nothing yet.
  if (typeof taken === 'string' || Date.parse(event.at) > Date.parse(context.now)) return taken;
  return { ...taken, state: withSettledSince(taken.state, capture.captureId) };
}

/** Whatever the day of the settlement: it was recorded after these refunds were refused for want of it. */
function withSettledSince(state: LedgerState, captureId: string): LedgerState {
  const isMeant = (leg: Leg): leg is DeclinedLeg =>
    leg.status === 'declined' && leg.captureId === captureId && wasSentAgain(leg) && leg.settledSince !== true;
  const reversals = state.reversals.map((one) =>
    one.completed === null && one.legs.some(isMeant)
      ? { ...one, legs: one.legs.map((leg) => (isMeant(leg) ? { ...leg, settledSince: true as const } : leg)) }
      : one,
  );
  return reversals.some((one, place) => one !== state.reversals[place]) ? { ...state, reversals } : state;
}

/** What was recorded of it under its former id stays recorded of it. */
function withCaptureRenamed(state: LedgerState, from: string, to: string): LedgerState {
  const renamed = <T extends { readonly captureId: string | null }>(one: T): T =>
    one.captureId === from ? { ...one, captureId: to } : one;
  return {
    ...state,
    disputes: state.disputes.map(renamed),
    externalRefunds: state.externalRefunds.map(renamed),
    statements: state.statements.map(renamed),
  };
}

function withUnfinished(state: LedgerState, captureId: string, status: 'started' | 'failed'): LedgerState {
  if (state.payment === null) return state;
  const captures = state.payment.captures.map((one) =>
    one.captureId === captureId && one.status !== 'succeeded' ? { ...one, status } : one,
  );
  return { ...state, payment: { ...state.payment, captures } };
}

function merged(state: LedgerState, { payment, rules }: EventContext, capture: Capture): TakenEvent | string {
  const merge = mergePayment(payment, { ...payment, captures: [capture] }, rules);
  if (!merge.merged) return merge.reason.message;
  return { state: { ...state, payment: merge.payment }, captureId: capture.captureId };
}
