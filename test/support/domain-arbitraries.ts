import { noRoles } from '../../src/domain/model/roles';
import fc from 'fast-check';
import type { CaptureBalance } from '../../src/domain/decision/balance';
import type { PaymentEvent, PaymentEventKind } from '../../src/domain/model/payment-event';
import {
  notSentCauses as causesOfNotSending,
  type SendResult,
  type NotSentCause,
} from '../../src/domain/model/send-result';
import type { Capture, Payment } from '../../src/domain/model/payment';
import { declineReasons, type AccountRules, type Profile, type DeclineReason } from '../../src/domain/model/profile';
import type { AskedReversal } from '../../src/domain/model/request';

/** The instant at which the story of most tests begins, one day after the authorization. */
export const today = '2026-11-21T10:00:00.000Z';
export const authorizedAt = '2026-11-20T10:00:00.000Z';

/** The instant some minutes after another. */
export function minutesAfter(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

export function profileOf(differing: Partial<Profile> = {}): Profile {
  return {
    name: 'generic',
    voidsUnsettledCharges: false,
    voidsRemainder: false,
    refundsOnlySettled: false,
    allowsOverCapture: false,
    lookupsSeeReversals: false,
    lookupDelayMs: 0,
    lookupStates: {},
    declineReasons: {},
    ...differing,
  };
}

export function rulesOf(profile: Partial<Profile> = {}, differing: Partial<AccountRules> = {}): AccountRules {
  return {
    gatewayAccount: 'stripe-production',
    profile: profileOf(profile),
    authorizationLifetimeDays: 7,
    refundWindowDays: 180,
    // Longer than any history runs, so that a capture told late in it is still believed.
    lateEventDays: 36_500,
    captureWaitMinutes: 60,
    settlementRetryMinutes: 24 * 60,
    numericReferences: false,
    sendByMs: 30_000,
    requestTimeoutMs: 30_000,
    clockSkewMs: 5_000,
    approvals: null,
    identity: 'trusted',
    roles: noRoles,
    workListEnabled: false,
    version: 'rules-1',
    ...differing,
  };
}

/** A succeeded capture, unless told otherwise. */
export function captureOf(captureId: string, amountMinor: number, differing: Partial<Capture> = {}): Capture {
  return {
    captureId,
    status: 'succeeded',
    amountMinor,
    gatewayReference: `ref-${captureId}`,
    capturedAt: '2026-11-20T12:00:00.000Z',
    settledAt: null,
    ...differing,
  };
}

/** An authorization of 100.00 USD with these captures. */
export function paymentOf(captures: readonly Capture[] = [], differing: Partial<Payment> = {}): Payment {
  return {
    paymentId: 'order-1001',
    kind: 'authorization',
    currency: 'USD',
    authorizedMinor: 10_000,
    authorizationReference: 'auth-1',
    authorizedAt,
    authorizationExpiresAt: null,
    gatewayAccount: 'stripe-production',
    captures: captures.toSorted((one, other) => (one.captureId < other.captureId ? -1 : 1)),
    card: null,
    payerDetails: null,
    certificateName: null,
    networkTokenBrand: null,
    ...differing,
  };
}

export function askedOf(
  requestId: string,
  wanted: 'cancel' | number | null,
  payment: Payment,
  differing: Partial<AskedReversal> = {},
): AskedReversal {
  return {
    requestId,
    operation: wanted === 'cancel' ? 'cancel' : 'refund',
    amountMinor: wanted === 'cancel' ? null : wanted,
    expectedRefundableMinor: null,
    requester: { id: 'alice', onBehalfOf: null },
    token: null,
    reason: 'damaged in transit',
    payment,
    ...differing,
  };
}

export function balanceOfCapture(
  captureId: string,
  capturedMinor: number,
  differing: Partial<CaptureBalance> = {},
): CaptureBalance {
  return {
    captureId,
    capturedMinor,
    voidedMinor: 0,
    refundedMinor: 0,
    pendingMinor: 0,
    unknownMinor: 0,
    reservedMinor: 0,
    externallyRefundedMinor: 0,
    disputedMinor: 0,
    openDisputedMinor: 0,
    refundableMinor: capturedMinor,
    overRefundedMinor: 0,
    ...differing,
  };
}

const references = { gatewayReference: null, gatewayResultCode: null };
export const succeeded: SendResult = { status: 'succeeded', ...references, flags: [] };
export const pending: SendResult = { status: 'pending', ...references, flags: [] };
export const unknown: SendResult = { status: 'unknown', ...references, cause: 'headersTimeout', endedAt: today };
export const resetDetected: SendResult = { status: 'resetDetected' };
export const declined = (code: DeclineReason = 'declined'): SendResult => ({
  status: 'declined',
  code,
  ...references,
  detail: null,
});
export const notSent = (cause: NotSentCause = 'refused'): SendResult => ({
  status: 'notSent',
  cause,
  retryAfterMs: null,
});
export const mismatch = (answeredMinor: number | null): SendResult => ({
  status: 'mismatch',
  what: 'amount',
  answeredMinor,
  ...references,
});

type FieldsOf<K extends PaymentEventKind> = Omit<
  Extract<PaymentEvent, { kind: K }>,
  'kind' | 'eventId' | 'source' | 'at'
> & {
  readonly at?: string;
};
let eventsMade = 0;

/** An event with an id of its own. */
export function eventOf<K extends PaymentEventKind>(
  kind: K,
  fields: FieldsOf<K>,
  eventId = `event-${String((eventsMade += 1))}`,
) {
  return { eventId, source: 'a test', at: today, evidence: null, kind, ...fields } as unknown as PaymentEvent;
}

export const profiles: fc.Arbitrary<Profile> = fc
  .record({
    voidsUnsettledCharges: fc.boolean(),
    voidsRemainder: fc.boolean(),
    refundsOnlySettled: fc.boolean(),
    allowsOverCapture: fc.boolean(),
    lookupsSeeReversals: fc.boolean(),
  })
  .map(profileOf);

export const rejections = fc.constantFrom(...declineReasons);
export const notSentCauses = fc.constantFrom(...causesOfNotSending);

/** Instants around today, whole hours apart, so that equal ones are common. */
export const instants = fc.integer({ min: -48, max: 48 }).map((hours) => minutesAfter(today, hours * 60));
