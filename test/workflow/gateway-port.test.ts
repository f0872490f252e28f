import { randomUUID } from 'node:crypto';
import type {
  CallOptions,
  Gateway,
  GatewayAnswer,
  LookupOutcome,
  LookupRequest,
  MoneyOutcome,
  PingOutcome,
  RefundRequest,
  VoidRequest,
} from '../../src/gateway';
import { PaymentReversalPlugin } from '../../src';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { card, refundOf, startWorld, told, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld({ startWorker: false });
}, 60_000);
afterAll(() => world.stop());

/** Runs work beside a worker whose plugin has this gateway. */
async function withGateway<T>(gateway: Gateway, work: () => Promise<T>): Promise<T> {
  const running = await world.startWorker({}, gateway);
  try {
    return await work();
  } finally {
    await running.stop();
  }
}

/** A gateway without a network: it keeps what it refunded, and answers as it is told to. */
class FakeGateway implements Gateway {
  readonly requestTimeoutMs = 500;
  readonly refunded: number[] = [];
  readonly #afterwards: () => void;

  constructor(afterwards: () => void = () => undefined) {
    this.#afterwards = afterwards;
  }

  refund({ amountMinor, currency }: RefundRequest, call?: CallOptions): Promise<MoneyOutcome> {
    if (call?.beforeSend?.() === false) return Promise.resolve({ kind: 'Unavailable', cause: 'notAttempted' });
    this.refunded.push(amountMinor);
    this.#afterwards();
    const answer: GatewayAnswer = {
      operationType: 'Refund',
      operationResultCode: 'Success',
      gatewayName: 'fake',
      gatewayReference: `fake-refund-${this.refunded.length}`,
      gatewayResultCode: null,
      gatewayResultSubCode: null,
      authorizationCode: null,
      amountMinor,
      currency,
    };
    return Promise.resolve({ kind: 'Succeeded', answer, flags: [] });
  }

  void(): Promise<MoneyOutcome> {
    return Promise.resolve({ kind: 'Unsupported', answer: null });
  }

  lookup(): Promise<LookupOutcome> {
    return Promise.resolve({ kind: 'CannotSay', why: 'unsupported', httpStatus: null, retryAfterMs: null });
  }

  ping(): Promise<PingOutcome> {
    return Promise.resolve({ kind: 'Answered', isSandbox: true });
  }
}

/** Wraps any gateway, and keeps a line for each call. */
class LoggingGateway implements Gateway {
  readonly lines: string[] = [];
  readonly requestTimeoutMs: number;
  readonly #inner: Gateway;

  constructor(inner: Gateway) {
    this.#inner = inner;
    this.requestTimeoutMs = inner.requestTimeoutMs;
  }

  async refund(request: RefundRequest, call?: CallOptions): Promise<MoneyOutcome> {
    const outcome = await this.#inner.refund(request, call);
    this.lines.push(`refund ${request.amountMinor} ${request.currency}: ${outcome.kind}`);
    return outcome;
  }

  void(request: VoidRequest, call?: CallOptions): Promise<MoneyOutcome> {
    return this.#inner.void(request, call);
  }

  lookup(request: LookupRequest, call?: CallOptions): Promise<LookupOutcome> {
    return this.#inner.lookup(request, call);
  }

  ping(call?: CallOptions): Promise<PingOutcome> {
    return this.#inner.ping(call);
  }
}

/** A payment that exists at the fake alone. */
function paymentAtFake(): PaymentSnapshot {
  const at = new Date().toISOString();
  const paymentId = `order-${randomUUID()}`;
  return {
    paymentId,
    kind: 'authorization',
    currency: 'USD',
    authorizedMinor: 10_000,
    authorizationReference: `fake-${paymentId}`,
    authorizedAt: at,
    gatewayAccount: 'fake-account',
    captures: [{ captureId: 'c1', status: 'succeeded', amountMinor: 10_000, gatewayReference: 'c', capturedAt: at }],
    card,
  };
}

describe('The plugin, given a gateway of the user', () => {
  it('refunds through a fake that shares no code with ours, and once for a repeated request', async () => {
    const fake = new FakeGateway();
    const request = refundOf(paymentAtFake(), 2_500);
    await withGateway(fake, async () => {
      expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded' });
      expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded' });
    });
    expect(fake.refunded).toEqual([2_500]);
    expect(world.simulator.movements()).toEqual([]);
  }, 60_000);

  it('refunds through a wrapper that logs', async () => {
    const logging = new LoggingGateway(world.gateway);
    const payment = await world.captured(10_000);
    await withGateway(logging, async () => {
      expect(await world.client.request(refundOf(payment, 1_500))).toMatchObject({ outcome: 'refunded' });
    });
    expect(logging.lines).toEqual(['refund 1500 USD: Succeeded']);
    expect(world.returned(payment).map(told)).toEqual(['refund 1500 USD']);
  }, 60_000);

  it('takes a gateway that fails after it refunded for an unknown outcome, and never sends that refund again', async () => {
    const fake = new FakeGateway(() => {
      throw new Error('the fake broke after the money moved');
    });
    const view = await withGateway(fake, () => world.client.request(refundOf(paymentAtFake(), 2_500)));
    expect(view).toMatchObject({ phase: 'stuck' });
    expect(view.outcome).toBeNull();
    expect(fake.refunded).toEqual([2_500]);
  }, 60_000);

  it.each<[string, object, string]>([
    ['a method', { refund: () => null, void: () => null, lookup: () => null }, 'The gateway lacks ping'],
    [
      'its time limit',
      { refund: () => null, void: () => null, lookup: () => null, ping: () => null },
      'requestTimeoutMs',
    ],
  ])('refuses a gateway without %s, and names what is missing', (_what, gateway, message) => {
    expect(() => new PaymentReversalPlugin({ gateway: gateway as Gateway })).toThrow(message);
  });
});
