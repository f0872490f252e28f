import type { FaultKind, FaultRule } from '../../src/simulator';
import { requestTimeoutMs } from './rules';
import type { Random } from './random';

/** How long an effect may come after the request it belongs to has ended, in milliseconds: less than the lookup delay. */
const lateEffectMs = 700;

type Making = (random: Random, amountMinor: number) => FaultRule;

/** One of every kind that the simulator knows, with what may vary in it. */
const makings: Readonly<Record<FaultKind, Making>> = {
  effectThenNoAnswer: () => ({ kind: 'effectThenNoAnswer' }),
  effectThenReset: () => ({ kind: 'effectThenReset' }),
  resetBeforeEffect: () => ({ kind: 'resetBeforeEffect' }),
  answerAfter: (random) => ({ kind: 'answerAfter', delayMs: random.whole(100, requestTimeoutMs * 3) }),
  effectAfter: (random) => ({
    kind: 'effectAfter',
    delayMs: random.whole(50, lateEffectMs),
    first: random.one(['noAnswer', 'reset', 'status503'] as const),
  }),
  serverError: (random) => ({
    kind: 'serverError',
    httpStatus: random.one([500, 502, 503, 504]),
    effect: random.chance(0.5),
    body: random.one(['empty', 'operationResult'] as const),
  }),
  accepted202: (random) => ({
    kind: 'accepted202',
    then: random.one(['success', 'success', 'failure', 'nothing'] as const),
    afterMs: random.whole(0, 4_000),
    body: random.chance(0.7),
  }),
  truncatedBody: (random) => ({ kind: 'truncatedBody', effect: random.chance(0.7) }),
  htmlBody: (random) => ({ kind: 'htmlBody', effect: random.chance(0.7), httpStatus: random.one([200, 502, 503]) }),
  wrongAmount: (random, amountMinor) => ({
    kind: 'wrongAmount',
    answeredMinor: random.one([0, Math.max(0, amountMinor - 1), amountMinor + random.whole(1, 100)]),
  }),
  wrongCurrency: () => ({ kind: 'wrongCurrency', currency: 'CHF' }),
  answerWithout: (random) => ({
    kind: 'answerWithout',
    fields: [random.one(['amount', 'currency', 'gatewayReference', 'operationResultCode', 'operationType'] as const)],
  }),
  unauthorized401: () => ({ kind: 'unauthorized401' }),
  rateLimited429: (random) => ({
    kind: 'rateLimited429',
    ...(random.chance(0.5) ? { retryAfterSeconds: random.whole(0, 2) } : {}),
  }),
  temporaryFailure: (random) => ({ kind: 'temporaryFailure', effect: random.chance(0.5) }),
  fatalFailure: (random) => ({ kind: 'fatalFailure', effect: random.chance(0.5) }),
  notImplemented: () => ({ kind: 'notImplemented' }),
  rejected: () => ({ kind: 'rejected', gatewayResultCode: 'do_not_honor' }),
  downForMs: (random) => ({ kind: 'downForMs', ms: random.whole(200, 1_500) }),
  lateRefundFailure: (random) => ({ kind: 'lateRefundFailure', afterMs: random.whole(0, 5_000) }),
  latency: (random) => ({ kind: 'latency', ms: random.whole(100, requestTimeoutMs + 300) }),
  hold: (random) => ({ kind: 'hold', effect: random.one(['before', 'after'] as const) }),
};

const refundsOnly: ReadonlySet<FaultKind> = new Set(['lateRefundFailure']);

/** Every kind of fault, in the simulator's words. */
export const faultKinds = Object.keys(makings) as FaultKind[];

/** Deals faults so that every kind comes up before any comes a second time. */
export class FaultDeck {
  readonly #random: Random;
  readonly #hands: Record<'refund' | 'void', FaultKind[]> = { refund: [], void: [] };

  constructor(random: Random) {
    this.#random = random;
  }

  /** A fault for one request of this operation and amount. */
  deal(operation: 'refund' | 'void', amountMinor: number): FaultRule {
    const hand = this.#hands[operation];
    if (hand.length === 0) {
      hand.push(
        ...this.#random.shuffled(faultKinds.filter((kind) => operation === 'refund' || !refundsOnly.has(kind))),
      );
    }
    const kind = hand.pop() ?? 'effectThenNoAnswer';
    return { ...makings[kind](this.#random, amountMinor), operation };
  }
}
