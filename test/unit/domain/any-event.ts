import fc from 'fast-check';
import { allLegs } from '../../../src/domain/model/ledger-state';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import { applyEvent } from '../../../src/domain/transitions/apply-event';
import { minutesAfter } from '../../support/domain-arbitraries';
import { applied, captureIds, coSigners, oneOf, references, stepOf, which, type Applied } from './any-step';
import { captureAmounts } from './random-history';

const money = fc.record({ amountMinor: fc.integer({ min: 1, max: 40 }), currency: fc.constant('USD') });
const disputedMoney = fc.record({
  amountMinor: fc.integer({ min: 1, max: 40 }),
  currency: fc.constantFrom('USD', 'EUR'),
});
const disputeId = fc.constantFrom('d1', 'd2');
/** Few, so that events are told again and corrected. */
export const eventIds = fc.nat({ max: 12 }).map((number) => `e${String(number)}`);
type Fields = Readonly<Record<string, unknown>>;

const saying: fc.Arbitrary<Fields> = fc.oneof(
  fc
    .record({
      kind: fc.constantFrom('captureStarted', 'captureSucceeded', 'captureSucceeded', 'captureFailed', 'settled'),
      captureId: captureIds,
    })
    .map(({ kind, captureId }) => ({
      kind,
      captureId,
      ...(kind === 'captureFailed' || kind === 'settled'
        ? {}
        : { amountMinor: captureAmounts[captureId], currency: 'USD' }),
      ...(kind === 'captureSucceeded' ? { gatewayReference: `ref-${captureId}` } : {}),
    })),
  fc
    .tuple(disputeId, captureIds, disputedMoney)
    .map(([id, captureId, amount]) => ({ kind: 'disputeOpened', disputeId: id, captureId, ...amount })),
  fc
    .tuple(disputeId, fc.constantFrom('won', 'lost'))
    .map(([id, outcome]) => ({ kind: 'disputeClosed', disputeId: id, outcome })),
  fc.tuple(captureIds, references, money).map(([captureId, gatewayReference, amount]) => ({
    kind: 'externalRefund',
    captureId,
    gatewayReference,
    ...amount,
  })),
  eventIds.map((refundEventId) => ({ kind: 'externalRefundFailed', refundEventId })),
  fc.constantFrom(90, 100, 130).map((amountMinor) => ({ kind: 'authorizationChanged', amountMinor, currency: 'USD' })),
  fc.constantFrom('stripe-production', 'other').map((gatewayAccount) => ({ kind: 'accountChanged', gatewayAccount })),
  fc.tuple(eventIds, fc.option(fc.integer({ min: 1, max: 60 }))).map(([corrects, amountMinor]) => ({
    kind: 'correction',
    corrects,
    ...(amountMinor === null ? { neverHappened: true } : { amountMinor, currency: 'USD' }),
  })),
);

function eventApplied(fields: Fields, eventId: string, at: string): Applied {
  const event = { eventId, source: 'eve', at, evidence: 'seen', ...fields } as unknown as PaymentEvent;
  return applied(applyEvent, { event, by: { id: 'eve', onBehalfOf: null }, coSignedBy: coSigners });
}

/** Something that is reported of the payment. */
export const reporting = stepOf(
  fc.tuple(saying, eventIds, fc.integer({ min: -900, max: 0 })),
  ([fields, id, minute], _state, now) => eventApplied(fields, id, minutesAfter(now, minute)),
);

/** How one of the ledger's own legs is reported to have ended. */
export const reportingLegs = stepOf(
  fc.tuple(which, fc.constantFrom('Succeeded', 'Failed'), references, eventIds),
  ([place, ended, gatewayReference, eventId], state, now) => {
    const leg = oneOf(allLegs(state), place);
    if (leg === undefined) return null;
    return eventApplied({ kind: `${leg.operation}${ended}`, legId: leg.legId, gatewayReference }, eventId, now);
  },
);
