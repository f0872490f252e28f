import type { CallOptions } from './exchange';
import type { LookupOutcome } from './lookup';
import type { MoneyOutcome } from './outcome';
import type { PingOutcome } from './ping';
import type { LookupRequest, RefundRequest, VoidRequest } from './requests';

/**
 * What the plugin needs of a payment gateway. `OrchestraGateway` is one; a fake for tests, a wrapper that logs or counts,
 * and the client of another gateway are others.
 *
 * Refunds and voids move money, so each implementation owes four things:
 * - It sends a call at most once, and never repeats one.
 * - It calls `call.beforeSend` right before the request is written, and writes nothing where that returns `false`: then
 *   it answers `{ kind: 'Unavailable', cause: 'notAttempted' }`. A wrapper passes `call` on.
 * - It answers `OutcomeUnknown` whenever money may have moved and no answer says so. `Declined`, `Unavailable` and the
 *   like say that no money moved. A rejected promise is read as an unknown outcome.
 * - It ends within `requestTimeoutMs`.
 */
export interface Gateway {
  /** How long one call may take, in milliseconds: a worker that takes over waits that long before it looks a call up. */
  readonly requestTimeoutMs: number;
  /** Refunds a captured amount, or a part of it. */
  refund(request: RefundRequest, call?: CallOptions): Promise<MoneyOutcome>;
  /** Releases an authorization, or an unsettled charge. The amount is the original authorized one. */
  void(request: VoidRequest, call?: CallOptions): Promise<MoneyOutcome>;
  /** Looks a transaction up by the reference of the call that made it. Moves nothing, safe to repeat. */
  lookup(request: LookupRequest, call?: CallOptions): Promise<LookupOutcome>;
  /** Asks whether the gateway answers and accepts the credentials. Moves nothing, safe to repeat. */
  ping(call?: CallOptions): Promise<PingOutcome>;
}

const methods = ['refund', 'void', 'lookup', 'ping'] as const;

/**
 * Whether this is a gateway, by its methods: a wrapper need not extend a class of ours, and an instance from another
 * copy of this package is one too.
 *
 * @throws TypeError for what has some of the methods and not all, or no `requestTimeoutMs`: it is meant to be a gateway
 */
export function isGateway(value: object): value is Gateway {
  const members = value as Readonly<Record<string, unknown>>;
  const missing = methods.filter((name) => typeof members[name] !== 'function');
  if (missing.length === methods.length) return false;
  if (missing.length > 0) throw new TypeError(`The gateway lacks ${missing.join(', ')}: see the interface Gateway.`);
  const { requestTimeoutMs } = members;
  if (!Number.isInteger(requestTimeoutMs) || Number(requestTimeoutMs) < 1) {
    throw new TypeError('The gateway lacks requestTimeoutMs, whole milliseconds: how long one of its calls may take.');
  }
  return true;
}
