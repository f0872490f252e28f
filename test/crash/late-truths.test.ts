import type { ReversalView } from '../../src/client';
import { InvalidRequestError } from '../../src/client';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import { myRefOf } from '../../src/domain/model/my-ref';
import { parseRules } from '../../src/rules/rules-file';
import type { FaultRule } from '../../src/simulator';
import { eventually } from '../support/eventually';
import { sendsFor } from '../support/sends';
import { event } from '../support/payment-events';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const seeing = parseRules({
  default: {
    profile: 'stripe',
    overrides: { lookupsSeeReversals: true, lookupDelayMs: 300 },
    sendByMs: 3_000,
    clockSkewMs: 0,
  },
});
const evidence = 'report 7 of the bank';
const actor = { id: 'bob' };

const world = useWorld({ rules: seeing, requestTimeoutMs: 1_000 });

const moved = (payment: PaymentSnapshot): readonly string[] => world.returned(payment).map(told);
const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' as const });

function until(request: ReversalRequest, isIt: (view: ReversalView) => boolean): Promise<ReversalView | null> {
  return eventually(
    () => world.client.find(request.payment.paymentId, request.requestId),
    (view) => view !== null && isIt(view),
    30_000,
  );
}

/** A reversal that meets a fault and of which lookups cannot tell the end either: a person's turn. */
async function stuck(request: ReversalRequest, rule: FaultRule): Promise<string> {
  const { paymentId, authorizedMinor } = request.payment;
  const legId = `${request.requestId}/${request.operation === 'refund' ? 'c1' : 'auth'}/1`;
  const operation = request.operation === 'refund' ? 'refund' : 'void';
  const amountMinor = request.amountMinor ?? authorizedMinor;
  world.simulator.fault({ ...rule, operation, amountMinor, reference: referenceIn(request) });
  const myRef = myRefOf(paymentId, legId);
  world.simulator.fault({ kind: 'notImplemented', operation: 'status', myRef, times: null });
  await world.client.request(request);
  const view = await until(request, ({ phase, waitingFor }) => phase === 'stuck' && waitingFor === 'operator');
  expect(view?.legs).toMatchObject([{ legId, status: 'unknown' }]);
  return legId;
}

function referenceIn({ operation, payment }: ReversalRequest): string {
  const captured = payment.captures?.[0]?.gatewayReference;
  return operation === 'refund' ? (captured ?? '') : payment.authorizationReference;
}

describe('A refund that succeeded and was returned by the bank', () => {
  it('has its amount released once, however often the return is recorded, and only with evidence', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 6_000);
    const { legs } = await world.client.request(request);
    const [leg] = legs;
    world.simulator.failRefund(leg?.gatewayReference ?? '');

    const unproved = event('refundFailed', { legId: leg?.legId ?? '' });
    await expect(world.client.record(payment.paymentId, unproved)).rejects.toBeInstanceOf(InvalidRequestError);
    const failed = { ...unproved, evidence };
    for (const once of [failed, failed, { ...failed, eventId: `${failed.eventId}-again` }]) {
      expect(await world.client.record(payment.paymentId, once)).toEqual({ accepted: true, reason: null });
      expect(await world.client.request(request)).toMatchObject({
        outcome: 'failed',
        reason: { code: 'refundFailed' },
        legs: [{ status: 'failed', evidence }],
        balance: { refundedMinor: 0, refundableMinor: 10_000 },
      });
    }
    expect(await world.client.request(refundOf(payment, 10_001))).toMatchObject({ outcome: 'refused' });
    expect(await world.client.request(refundOf(payment, 10_000))).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 6000 USD', 'refundFailed 6000 USD', 'refund 10000 USD']);
  });

  it('is refunded after all when a person finds that it was paid out in the end', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 6_000);
    const { legs } = await world.client.request(request);
    const legId = legs[0]?.legId ?? '';
    await world.client.record(payment.paymentId, event('refundFailed', { legId, evidence }));
    const healed = { legId, outcome: 'succeeded', evidence: 'report 8 of the bank', actor } as const;
    expect(await world.client.resolve(payment.paymentId, healed)).toEqual({ accepted: true, reason: null });
    expect(await world.client.request(request)).toMatchObject({
      outcome: 'refunded',
      reason: null,
      balance: { refundedMinor: 6_000, refundableMinor: 4_000 },
    });
    expect(await world.client.request(refundOf(payment, 4_001))).toMatchObject({ outcome: 'refused' });
    expect(moved(payment)).toEqual(['refund 6000 USD']);
  });
});

describe('A reversal whose outcome neither answer nor lookup shows', () => {
  it('is resolved as refunded by a person with evidence, once however often that is recorded', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 6_000);
    const legId = await stuck(request, { kind: 'effectThenReset' });
    const found = { legId, outcome: 'succeeded', gatewayReference: 're_77', evidence, actor } as const;
    for (const once of [found, found]) {
      expect(await world.client.resolve(payment.paymentId, once)).toEqual({ accepted: true, reason: null });
      const view = await world.client.request(request);
      expect(view).toMatchObject({
        outcome: 'refunded',
        legs: [{ status: 'succeeded', gatewayReference: 're_77', evidence }],
        balance: { refundedMinor: 6_000, unknownMinor: 0, refundableMinor: 4_000 },
      });
      expect(view.legs[0]?.attempts.map(({ what }) => what)).toEqual(['send', 'lookup', 'resolve']);
    }
    expect(await world.client.resolve(payment.paymentId, { ...found, outcome: 'notSent' })).toMatchObject({
      accepted: false,
      reason: expect.stringContaining('refundFailed'),
    });
    expect(moved(payment)).toEqual(['refund 6000 USD']);
    expect(sendsFor(world, payment)).toHaveLength(1);
  });

  it('releases its amount when a person proves that it never arrived, and is not sent again automatically', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 6_000);
    const legId = await stuck(request, { kind: 'resetBeforeEffect' });
    const notSent = { legId, outcome: 'notSent', evidence, actor } as const;
    expect(await world.client.resolve(payment.paymentId, notSent)).toEqual({ accepted: true, reason: null });
    expect(await world.client.resolve(payment.paymentId, notSent)).toEqual({ accepted: true, reason: null });
    expect(await world.client.request(request)).toMatchObject({
      outcome: 'failed',
      reason: { code: 'neverReachedGateway' },
      legs: [{ status: 'notSent', evidence }],
      balance: { unknownMinor: 0, refundableMinor: 10_000 },
    });
    expect(sendsFor(world, payment)).toHaveLength(1);
    expect(await world.client.request(refundOf(payment, null))).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 10000 USD']);
  });

  it('is resolved as voided by a person, after the void was sent four times without an outcome', async () => {
    const payment = await world.authorized(5_678);
    const request = cancelOf(payment);
    const legId = await stuck(request, { kind: 'resetBeforeEffect', times: 4 });
    expect(sendsFor(world, payment)).toHaveLength(4);
    const found = { legId, outcome: 'succeeded', evidence, actor } as const;
    expect(await world.client.resolve(payment.paymentId, found)).toEqual({ accepted: true, reason: null });
    expect(await world.client.request(request)).toMatchObject({ outcome: 'voided', balance: { voidedMinor: 5_678 } });
  });

  it('can be voided again when a person proves that the void never arrived', async () => {
    const payment = await world.authorized(6_789);
    const request = cancelOf(payment);
    const legId = await stuck(request, { kind: 'resetBeforeEffect', times: 4 });
    expect(await world.client.resolve(payment.paymentId, { legId, outcome: 'notSent', evidence, actor })).toEqual({
      accepted: true,
      reason: null,
    });
    expect(await world.client.request(request)).toMatchObject({
      outcome: 'voided',
      legs: [{ status: 'notSent' }, { status: 'succeeded' }],
    });
    expect(moved(payment)).toEqual(['void 6789 USD']);
  });

  it('is not resolved without evidence, nor by a finding that contradicts what is known', async () => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ kind: 'rejected', gatewayResultCode: 'card_declined', operation: 'refund' });
    const declined = await world.client.request(refundOf(payment, 1_000));
    const refunded = await world.client.request(refundOf(payment, 2_000));
    await world.simulator.goDown();
    const waiting = await world.client.request(refundOf(payment, 3_000));
    const said = { outcome: 'succeeded', evidence, actor } as const;

    const { evidence: _none, ...unproved } = { ...said, legId: waiting.legs[0]?.legId ?? '' };
    await expect(world.client.resolve(payment.paymentId, unproved as never)).rejects.toBeInstanceOf(
      InvalidRequestError,
    );
    for (const [legId, outcome, why] of [
      [declined.legs[0]?.legId, 'succeeded', 'declined'],
      [refunded.legs[0]?.legId, 'notSent', 'confirmed'],
      [waiting.legs[0]?.legId, 'succeeded', 'nothing of it was sent'],
      ['nobody/c1/1', 'succeeded', 'no such leg'],
    ] as const) {
      expect(await world.client.resolve(payment.paymentId, { ...said, legId: legId ?? '', outcome })).toEqual({
        accepted: false,
        reason: expect.stringContaining(why),
      });
    }
    const { balance, audit } = await world.client.show(payment.paymentId);
    expect(balance).toMatchObject({ refundedMinor: 2_000, reservedMinor: 3_000, refundableMinor: 5_000 });
    expect(audit.filter(({ act, refused }) => act === 'resolved' && refused !== null)).toHaveLength(4);
    await world.simulator.comeBack();
    await world.simulator.waitFor(() => moved(payment).length === 2);
  });
});

describe('A refund that was sent again because two lookups did not find it, and that shows up after all', () => {
  it('becomes a mismatch for a person, and counts beside the one that took its place', async () => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 3_000);
    world.simulator.fault({
      kind: 'effectAfter',
      delayMs: null,
      first: 'reset',
      operation: 'refund',
      amountMinor: 3_000,
    });
    await world.client.request(request);
    const again = await until(request, ({ phase }) => phase === 'completed');
    expect(again).toMatchObject({ outcome: 'refunded', balance: { refundableMinor: 7_000 } });
    expect(moved(payment)).toEqual(['refund 3000 USD']);
    world.simulator.release();

    expect(await until(request, ({ phase }) => phase === 'stuck')).toMatchObject({
      waitingFor: 'mismatch',
      reason: {
        code: 'answerMismatch',
        message: expect.stringContaining('was declared not sent, and the gateway has it'),
      },
      legs: [{ status: 'unknown' }, { status: 'succeeded' }],
      balance: { unknownMinor: 3_000, refundedMinor: 3_000, refundableMinor: 4_000 },
    });
    expect(await world.client.request(refundOf(payment, 4_001))).toMatchObject({ outcome: 'refused' });
    const legId = again?.legs[0]?.legId ?? '';
    await world.client.resolve(payment.paymentId, { legId, outcome: 'succeeded', evidence, actor });
    expect(await world.client.request(request)).toMatchObject({
      outcome: 'refunded',
      balance: { refundedMinor: 6_000, refundableMinor: 4_000 },
    });
    expect(moved(payment)).toEqual(['refund 3000 USD', 'refund 3000 USD']);
  });
});

describe('A refund that the gateway answered with another amount', () => {
  it.each([
    ['the smaller amount that was asked', 2_500],
    ['the larger amount that was answered', 9_000],
  ])('keeps the larger amount reserved until a person has found %s', async (_what, amountMinor) => {
    const payment = await world.captured(10_000);
    const request = refundOf(payment, 2_500);
    world.simulator.fault({ kind: 'wrongAmount', answeredMinor: 9_000, operation: 'refund', amountMinor: 2_500 });
    const held = await world.client.request(request);
    expect(held).toMatchObject({
      phase: 'stuck',
      waitingFor: 'mismatch',
      balance: { unknownMinor: 9_000, refundableMinor: 1_000 },
    });
    const legId = held.legs[0]?.legId ?? '';
    await world.client.resolve(payment.paymentId, { legId, outcome: 'succeeded', amountMinor, evidence, actor });
    expect(await world.client.request(request)).toMatchObject({
      outcome: 'refunded',
      balance: { refundedMinor: amountMinor, unknownMinor: 0, refundableMinor: 10_000 - amountMinor },
    });
  });
});

describe('A payment that external refunds took past what was captured', () => {
  it('is frozen as over-refunded, admits and sends nothing more, and continues once the record is corrected', async () => {
    const payment = await world.captured(10_000);
    const refunded = await world.client.request(refundOf(payment, 6_000));
    await world.simulator.goDown();
    const waiting = refundOf(payment, 1_000);
    await world.client.request(waiting);
    const { paymentId } = payment;
    await world.client.record(paymentId, event('externalRefund', { captureId: 'c1', ...usd(8_000) }));
    expect(await world.client.show(paymentId)).toMatchObject({ overRefunded: true, balance: { refundableMinor: 0 } });
    for (const request of [refundOf(payment, 1), cancelOf(payment)]) {
      expect(await world.client.request(request)).toMatchObject({
        outcome: 'refused',
        reason: { code: 'overRefunded' },
      });
    }
    await world.simulator.comeBack();
    expect(await until(waiting, ({ phase }) => phase === 'completed')).toMatchObject({
      outcome: 'refused',
      reason: { code: 'overRefunded' },
    });
    expect(moved(payment)).toEqual(['refund 6000 USD']);

    const legId = refunded.legs[0]?.legId ?? '';
    world.simulator.failRefund(refunded.legs[0]?.gatewayReference ?? '');
    await world.client.record(paymentId, event('refundFailed', { legId, evidence }));
    expect(await world.client.show(paymentId)).toMatchObject({
      overRefunded: false,
      balance: { refundableMinor: 2_000 },
    });
    const rest = refundOf(payment, 2_000);
    await world.client.request(rest);
    expect(await until(rest, ({ phase }) => phase === 'completed')).toMatchObject({ outcome: 'refunded' });
    expect(moved(payment)).toEqual(['refund 6000 USD', 'refundFailed 6000 USD', 'refund 2000 USD']);
  });
});
