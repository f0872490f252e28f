import type {
  DeclinedLeg,
  FailedLeg,
  Leg,
  LegBase,
  Lookup,
  NotSentLeg,
  PendingLeg,
  PlannedLeg,
  SendingLeg,
  StopCode,
  SucceededLeg,
  UnknownLeg,
} from './leg';
import type { ReasonCode } from './reasons';

// A leg takes its next state whole: the fields of the last one are left behind, so that none of them can outlive it.

export function planned(leg: LegBase, stopped: StopCode | null = null): PlannedLeg {
  return { ...baseOf(leg), status: 'planned', stopped };
}

export function sending(leg: LegBase, since: string): SendingLeg {
  // It goes through the payment's account of today.
  const { sentThrough: _before, ...rest } = baseOf(leg);
  return { ...rest, status: 'sending', since };
}

export function succeeded(leg: LegBase, since: string): SucceededLeg {
  return { ...baseOf(leg), status: 'succeeded', since };
}

export function declined(leg: LegBase, code: ReasonCode, since: string): DeclinedLeg {
  return { ...baseOf(leg), status: 'declined', code, since };
}

export function pending(leg: LegBase, lookup: Lookup | null, since: string): PendingLeg {
  return { ...baseOf(leg), status: 'pending', lookup, since };
}

export function unknown(leg: LegBase, lookup: Lookup | null, since: string): UnknownLeg {
  return {
    ...baseOf(leg),
    status: 'unknown',
    code: 'outcomeUnknown',
    mismatch: null,
    lookup,
    resendDue: false,
    stopped: null,
    since,
  };
}

/** An unknown outcome that a person has to clear up: the gateway has something else than was sent. */
export function mismatched(leg: LegBase, mismatch: string, since: string): UnknownLeg {
  return { ...unknown(leg, null, since), code: 'answerMismatch', mismatch };
}

export function notSent(leg: LegBase, code: ReasonCode, since: string, lookup: Lookup | null = null): NotSentLeg {
  return { ...baseOf(leg), status: 'notSent', code, lookup, since };
}

export function failed(leg: LegBase, since: string): FailedLeg {
  return { ...baseOf(leg), status: 'failed', code: 'refundFailed', since };
}

/** The same leg with another lookup; one whose state has none stays as it is. */
export function withLookup(leg: Leg, lookup: Lookup | null): Leg {
  switch (leg.status) {
    case 'pending':
    case 'unknown':
    case 'notSent':
      return { ...leg, lookup };
    case 'planned':
    case 'sending':
    case 'succeeded':
    case 'declined':
    case 'failed':
      return leg;
  }
}

function baseOf(leg: LegBase): LegBase {
  return {
    legId: leg.legId,
    operation: leg.operation,
    amountMinor: leg.amountMinor,
    wireAmountMinor: leg.wireAmountMinor,
    reservedMinor: leg.reservedMinor,
    captureId: leg.captureId,
    reference: leg.reference,
    gatewayReference: leg.gatewayReference,
    gatewayResultCode: leg.gatewayResultCode,
    notSentInARow: leg.notSentInARow,
    resends: leg.resends,
    since: leg.since,
    attempts: leg.attempts,
    evidence: leg.evidence,
    ...(leg.sentThrough === undefined ? {} : { sentThrough: leg.sentThrough }),
  };
}
