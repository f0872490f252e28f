import { isCurrencyCode } from '../domain/model/currency';
import type { Money } from '../domain/model/money';
import { classifyPing, type PingOutcome } from './ping';
import { classify } from './classify';
import { checkOptions, type OrchestraGatewayOptions } from './orchestra-gateway-options';
import type { CallOptions } from './exchange';
import type { Gateway } from './gateway';
import { classifyLookup, type LookupOutcome } from './lookup';
import type { MoneyOutcome, OperationType } from './outcome';
import { authorizeBody, captureOrVoidBody, refundBody, lookupBody } from './request-body';
import type {
  AuthorizeRequest,
  CaptureRequest,
  ChargeRequest,
  RefundRequest,
  LookupRequest,
  VoidRequest,
} from './requests';
import { StoreStringTokenError } from './store-string-token-error';
import { maxPayloadLength, tokenOf } from './string-token';
import { Transport, type TransportRequest } from './transport';
import { fitsWire } from './wire';

/**
 * Orchestra's REST API for payments.
 *
 * Calls that move money resolve to a `MoneyOutcome` and never reject for what the network or the gateway does. The
 * client sends each of them at most once, over a connection of its own, and never repeats one: the gateway has no
 * idempotency key, so a repeat moves money again. Keys, bodies, descriptions and card data are in no outcome and in no
 * error.
 */
export class OrchestraGateway implements Gateway {
  /** How long one request may take, in milliseconds. A first lookup waits at least that long for a lost request. */
  readonly requestTimeoutMs: number;
  readonly #transport: Transport;

  /** @throws GatewayOptionsError with all problems at once. */
  constructor(options: OrchestraGatewayOptions) {
    const checked = checkOptions(options);
    this.requestTimeoutMs = checked.requestTimeoutMs;
    this.#transport = new Transport(checked);
  }

  /** Holds an amount on a card. Not safe to repeat. Source: SPEC, authorize; it answers as `PreAuth`. */
  authorize(request: AuthorizeRequest, call?: CallOptions): Promise<MoneyOutcome> {
    return this.#move('PreAuth', 'POST', '/authorize', request, () => authorizeBody(request), call);
  }

  /** Holds and captures an amount in one step. Not safe to repeat. Source: SPEC, charge. */
  charge(request: ChargeRequest, call?: CallOptions): Promise<MoneyOutcome> {
    return this.#move('Charge', 'POST', '/charge', request, () => authorizeBody(request), call);
  }

  /** Turns a hold, or a part of it, into a charge. Not safe to repeat. Source: SPEC, capture. */
  capture(request: CaptureRequest, call?: CallOptions): Promise<MoneyOutcome> {
    return this.#move('Capture', 'PUT', '/capture', request, () => captureOrVoidBody(request), call);
  }

  /**
   * Releases an authorization, or an unsettled charge. The amount is the original authorized one. Source: SPEC, void
   * (the guide knows it for authorizations only).
   */
  void(request: VoidRequest, call?: CallOptions): Promise<MoneyOutcome> {
    return this.#move('Void', 'DELETE', '/void', request, () => captureOrVoidBody(request), call);
  }

  /** Refunds a captured amount, or a part of it. Not safe to repeat: two equal refunds may both succeed. Source: SPEC, refund. */
  refund(request: RefundRequest, call?: CallOptions): Promise<MoneyOutcome> {
    return this.#move('Refund', 'PUT', '/refund', request, () => refundBody(request), call);
  }

  /** Looks a transaction up. Moves nothing, safe to repeat. Source: SPEC, status, which names charges and authorizations only. */
  async lookup(request: LookupRequest, call?: CallOptions): Promise<LookupOutcome> {
    const path = '/PaymentGateway/status';
    return classifyLookup(
      await this.#transport.send({ method: 'POST', path, body: lookupBody(request), connection: 'pooled' }, call),
    );
  }

  /** Asks whether the gateway answers and accepts the key. Moves nothing, safe to repeat. Source: SPEC, ValidateApiKey. */
  async ping(call?: CallOptions): Promise<PingOutcome> {
    const request: TransportRequest = { method: 'GET', path: '/Utils/apiKey', connection: 'pooled' };
    return classifyPing(await this.#transport.send(request, call));
  }

  /**
   * Stores a string, such as a card number, at the gateway. A repeat stores it again.
   *
   * @returns its token with `@` in front, as `cardNumber` and `cvv` take it.
   * @throws StoreStringTokenError when there is no token; it never holds the payload.
   */
  async storeStringToken(payload: string, call?: CallOptions): Promise<string> {
    if (payload.length < 1 || payload.length > maxPayloadLength)
      throw new StoreStringTokenError('invalidPayload', null);
    const request: TransportRequest = { method: 'POST', path: '/StringTokens', body: { payload }, connection: 'fresh' };
    return tokenOf(await this.#transport.send(request, call), payload);
  }

  /** Ends the pooled connections. Later calls answer `Unavailable`; those in progress continue. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  async #move(
    operation: OperationType,
    method: TransportRequest['method'],
    path: string,
    sent: Money,
    body: () => object,
    call: CallOptions | undefined,
  ): Promise<MoneyOutcome> {
    const fields = unsendable(sent);
    if (fields.length > 0) return { kind: 'InvalidRequest', fields };
    const request: TransportRequest = { method, path: `/PaymentGateway${path}`, body: body(), connection: 'fresh' };
    return classify({ operation, sent }, await this.#transport.send(request, call));
  }
}

/** What of an amount cannot be put on the wire: it is refused before anything is sent. */
function unsendable({ amountMinor, currency }: Money): string[] {
  return [...(fitsWire(amountMinor) ? [] : ['amount']), ...(isCurrencyCode(currency) ? [] : ['currency'])];
}
