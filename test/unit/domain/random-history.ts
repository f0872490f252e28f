import fc from 'fast-check';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import type { SendResult } from '../../../src/domain/model/send-result';
import { readSendResult } from '../../../src/domain/model/send-result';
import type { AskedReversal } from '../../../src/domain/model/request';
import type { CaptureStatus, Payment } from '../../../src/domain/model/payment';
import {
  authorizedAt,
  captureOf,
  declined,
  resetDetected,
  mismatch,
  notSent,
  notSentCauses,
  paymentOf,
  pending,
  rejections,
  succeeded,
  unknown,
} from '../../support/domain-arbitraries';

/** What the captures of the random payment really come to, of 100 authorized. */
export const captureAmounts: Readonly<Record<string, number>> = { c1: 40, c2: 35, c3: 25 };
const captureIds = fc.constantFrom('c1', 'c2', 'c3');

/** What a caller's snapshot says of the captures. */
export type Told = Readonly<Record<string, CaptureStatus | 'settled'>>;

/** An event without what the model adds: its id, its teller, its instant. */
export type RecordedEvent = { readonly kind: PaymentEvent['kind'] } & Readonly<Record<string, string | number>>;

/** One thing that can happen to a ledger. */
export type Step =
  | { readonly do: 'ask'; readonly requestId: string; readonly wanted: 'cancel' | number | null; readonly told: Told }
  | { readonly do: 'repeat' | 'askOtherwise'; readonly which: number }
  | { readonly do: 'send' }
  | { readonly do: 'answer'; readonly result: SendResult }
  | { readonly do: 'gatewayBack' }
  | { readonly do: 'tell'; readonly outside: boolean; readonly event: RecordedEvent }
  | { readonly do: 'refundFailed'; readonly which: number }
  | { readonly do: 'pass'; readonly minutes: number }
  | { readonly do: 'lookUp'; readonly which: number; readonly seen: Seen }
  | { readonly do: 'resolve'; readonly which: number; readonly outcome: 'succeeded' | 'notSent' }
  | {
      readonly do: 'reset';
      readonly back: number;
      readonly toldAgain: 'beforeHold' | 'whileHeld' | 'afterRecovery';
      readonly isCallCarried: boolean;
    }
  | { readonly do: 'recover' };

/**
 * What a lookup sees: the truth of the leg (`isThere` decides it the first time it matters), one that the gateway did
 * not show before, one of another amount, or nothing readable.
 */
export type Seen =
  | { readonly how: 'truth'; readonly isThere: boolean; readonly as: 'succeeded' | 'pending' | 'failed' }
  | { readonly how: 'late'; readonly as: 'succeeded' | 'pending' | 'failed' }
  | { readonly how: 'otherwise'; readonly answeredMinor: number | null }
  | { readonly how: 'blind'; readonly final: boolean };

const told: fc.Arbitrary<Told> = fc.dictionary(
  captureIds,
  fc.constantFrom<CaptureStatus | 'settled'>('started', 'failed', 'succeeded', 'succeeded', 'settled'),
  { maxKeys: 3, noNullPrototype: true },
);

const wanted = fc.oneof(
  { weight: 3, arbitrary: fc.constant('cancel' as const) },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 45 }) },
  { weight: 1, arbitrary: fc.integer({ min: 46, max: 130 }) },
);

const results: fc.Arbitrary<SendResult> = fc.oneof(
  { weight: 8, arbitrary: fc.constant(succeeded) },
  { weight: 5, arbitrary: rejections.map(declined) },
  { weight: 2, arbitrary: fc.constant(pending) },
  { weight: 2, arbitrary: fc.constant(unknown) },
  { weight: 4, arbitrary: notSentCauses.map(notSent) },
  { weight: 2, arbitrary: fc.option(fc.integer({ min: 0, max: 120 })).map(mismatch) },
  { weight: 1, arbitrary: fc.jsonValue().map(readSendResult) },
  { weight: 1, arbitrary: fc.constant(resetDetected) },
);

type Telling = Extract<Step, { do: 'tell' }>;

const captureEvents: fc.Arbitrary<Telling> = fc
  .record({
    captureId: captureIds,
    kind: fc.constantFrom('captureStarted', 'captureSucceeded', 'captureSucceeded', 'captureFailed', 'settled'),
  })
  .map(({ captureId, kind }) => ({ do: 'tell', outside: false, event: captureEvent(kind, captureId) }));

/** What is truly told of a capture. */
export function captureEvent(
  kind: 'captureStarted' | 'captureSucceeded' | 'captureFailed' | 'settled',
  captureId: string,
): RecordedEvent {
  if (kind === 'captureFailed' || kind === 'settled') return { kind, captureId };
  const money = { captureId, amountMinor: captureAmounts[captureId] ?? 0, currency: 'USD' };
  return kind === 'captureStarted' ? { kind, ...money } : { kind, ...money, gatewayReference: `ref-${captureId}` };
}

const dispute = fc.constantFrom('d1', 'd2');
const amountMinor = fc.integer({ min: 1, max: 40 });
const currency = fc.constant('USD');
const externalEvents: fc.Arbitrary<Telling> = fc
  .oneof(
    fc.record({ kind: fc.constant('externalRefund' as const), captureId: captureIds, amountMinor, currency }),
    fc.record({
      kind: fc.constant('disputeOpened' as const),
      disputeId: dispute,
      captureId: captureIds,
      amountMinor,
      currency,
    }),
    fc.record({
      kind: fc.constant('disputeClosed' as const),
      disputeId: dispute,
      outcome: fc.constantFrom('won', 'lost'),
    }),
  )
  .map((event) => ({ do: 'tell', outside: true, event }));

const which = fc.nat({ max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      requestId: fc.constantFrom('r1', 'r2', 'r3', 'r4', 'r5', 'r6'),
      wanted,
      told,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('repeat' as const, 'askOtherwise' as const), which }) },
  { weight: 10, arbitrary: fc.constant({ do: 'send' as const }) },
  { weight: 10, arbitrary: fc.record({ do: fc.constant('answer' as const), result: results }) },
  { weight: 3, arbitrary: fc.constant({ do: 'gatewayBack' as const }) },
  { weight: 4, arbitrary: captureEvents },
  { weight: 2, arbitrary: externalEvents },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('refundFailed' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 61, 3 * 1440, 181 * 1440) }),
  },
);

const ends = fc.constantFrom<'succeeded' | 'pending' | 'failed'>('succeeded', 'succeeded', 'pending', 'failed');
const seen: fc.Arbitrary<Seen> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ how: fc.constant('truth' as const), isThere: fc.boolean(), as: ends }),
  },
  { weight: 2, arbitrary: fc.record({ how: fc.constant('late' as const), as: ends }) },
  {
    weight: 1,
    arbitrary: fc.record({ how: fc.constant('otherwise' as const), answeredMinor: fc.option(fc.nat({ max: 120 })) }),
  },
  { weight: 1, arbitrary: fc.record({ how: fc.constant('blind' as const), final: fc.boolean() }) },
);

/** What happens where outcomes get lost: lookups, people's findings, and resets with their recovery. */
const findingOut: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ do: fc.constant('lookUp' as const), which, seen }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('resolve' as const),
      which,
      outcome: fc.constantFrom('succeeded' as const, 'notSent' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('reset' as const),
      back: fc.nat({ max: 40 }),
      toldAgain: fc.constantFrom('beforeHold' as const, 'whileHeld' as const, 'afterRecovery' as const),
      isCallCarried: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'recover' as const }) },
);

/** A history of a payment: anything, in any order. */
export const histories: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof({ weight: 5, arbitrary: step }, { weight: 1, arbitrary: findingOut }),
  { minLength: 5, maxLength: 45, size: 'max' },
);

/** The snapshot of a caller who knows this much. */
export function paymentTold(told: Told): Payment {
  const captures = Object.entries(told).map(([captureId, status]) =>
    captureOf(captureId, captureAmounts[captureId] ?? 0, {
      status: status === 'settled' ? 'succeeded' : status,
      capturedAt: status === 'started' || status === 'failed' ? null : authorizedAt,
      settledAt: status === 'settled' ? authorizedAt : null,
    }),
  );
  return paymentOf(captures, { authorizedMinor: 100 });
}

/** The same request id with another body. */
export function askedOtherwise(asked: AskedReversal): AskedReversal {
  return asked.operation === 'cancel'
    ? { ...asked, operation: 'refund', amountMinor: 7 }
    : { ...asked, amountMinor: (asked.amountMinor ?? 0) + 1 };
}
