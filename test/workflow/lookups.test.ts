import { parseRules } from '../../src/rules/rules-file';
import type { ReversalView } from '../../src/client';
import type { FaultRule } from '../../src/simulator';
import { eventually } from '../support/eventually';
import { useWorld } from '../support/use-world';
import { cancelOf, refundOf, told } from '../support/world';

const seeing = parseRules({
  default: { profile: 'stripe', overrides: { lookupsSeeReversals: true, lookupDelayMs: 100 } },
});

const world = useWorld({ rules: seeing, requestTimeoutMs: 500 });

async function settled(paymentId: string, requestId: string): Promise<ReversalView | null> {
  return eventually(
    () => world.client.find(paymentId, requestId),
    (view) => view?.phase === 'completed',
  );
}

describe('An unknown outcome, where lookups see reversals', () => {
  it.each<[string, FaultRule, string, string[]]>([
    ['a refund that was made and not answered', { kind: 'effectThenNoAnswer' }, 'refunded', ['refund 2500 USD']],
    [
      'a refund whose connection was reset after it was made',
      { kind: 'effectThenReset' },
      'refunded',
      ['refund 2500 USD'],
    ],
    [
      'an accepted refund that succeeds',
      { kind: 'accepted202', then: 'success', afterMs: 0 },
      'refunded',
      ['refund 2500 USD'],
    ],
    ['an accepted refund that fails', { kind: 'accepted202', then: 'failure', afterMs: 0 }, 'failed', []],
  ])('%s is looked up', async (_what, fault, outcome, moved) => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ ...fault, operation: 'refund' });
    const request = refundOf(payment, 2_500);
    await world.client.request(request);
    const view = await settled(payment.paymentId, request.requestId);
    expect(view).toMatchObject({ outcome });
    expect(world.returned(payment).map(told)).toEqual(moved);
    expect(view?.balance.refundableMinor).toBe(outcome === 'refunded' ? 7_500 : 10_000);
    expect(
      world.simulator
        .requests()
        .filter(
          ({ operation, reference }) => operation === 'refund' && reference === payment.captures?.[0]?.gatewayReference,
        ),
    ).toHaveLength(1);
  });

  it.each<[string, FaultRule]>([
    ['a refund that never arrived', { kind: 'resetBeforeEffect' }],
    ['a refund answered with 500 and no effect', { kind: 'serverError', httpStatus: 500, effect: false }],
    ['a refund that failed for a while', { kind: 'temporaryFailure', effect: false }],
  ])('%s is sent again as another leg once two lookups have not found it', async (_what, fault) => {
    const payment = await world.captured(10_000);
    world.simulator.fault({ ...fault, operation: 'refund' });
    const request = refundOf(payment, 2_500);
    await world.client.request(request);
    const view = await settled(payment.paymentId, request.requestId);
    expect(view).toMatchObject({
      outcome: 'refunded',
      legs: [
        { legId: `${request.requestId}/c1/1`, status: 'notSent' },
        { legId: `${request.requestId}/c1/2`, status: 'succeeded' },
      ],
      balance: { refundedMinor: 2_500, refundableMinor: 7_500 },
    });
    expect(view?.legs[0]?.attempts.map(({ what }) => what)).toEqual(['send', 'lookup', 'lookup']);
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });

  it.each<[string, FaultRule, number]>([
    ['was made and not answered', { kind: 'effectThenNoAnswer' }, 1],
    ['never arrived', { kind: 'resetBeforeEffect' }, 2],
  ])('a void that %s ends as one void', async (_what, fault, sends) => {
    const payment = await world.authorized(10_000);
    world.simulator.fault({ ...fault, operation: 'void' });
    const request = cancelOf(payment);
    await world.client.request(request);
    expect(await settled(payment.paymentId, request.requestId)).toMatchObject({ outcome: 'voided' });
    expect(world.returned(payment).map(told)).toEqual(['void 10000 USD']);
    expect(
      world.simulator
        .requests()
        .filter(({ operation, reference }) => operation === 'void' && reference === payment.authorizationReference),
    ).toHaveLength(sends);
  });
});
