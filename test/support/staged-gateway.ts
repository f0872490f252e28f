import {
  OrchestraGateway,
  type OrchestraGatewayOptions,
  type MoneyOutcome,
  type RefundRequest,
  type VoidRequest,
} from '../../src/gateway';
import type { CallOptions } from '../../src/gateway/exchange';

/** Where a call that moves money stands still. Calls are told apart by the amount on the wire. */
export interface Stage {
  /** Before anything is sent. */
  readonly standBefore: readonly number[];
  /** The question has left, its answer is withheld on the way. */
  readonly standBetween: readonly number[];
  /** After the gateway has answered, before Temporal is told. */
  readonly standAfter: readonly number[];
}

export interface StagedGatewayOptions {
  readonly gateway: OrchestraGatewayOptions;
  /** The same gateway behind a network that withholds its answers. */
  readonly withheldBaseUrl: string | null;
  readonly stage: Stage;
  /** Resolves when the call may go on. */
  readonly stand: (where: 'standsBefore' | 'standsAfter', amountMinor: number) => Promise<void>;
}

/** The gateway's client as a worker has it, except that the first call of an amount stands still where it is told to. */
export class StagedGateway extends OrchestraGateway {
  readonly #options: StagedGatewayOptions;
  readonly #withheld: OrchestraGateway | null;
  readonly #played = new Set<number>();

  constructor(options: StagedGatewayOptions) {
    super(options.gateway);
    this.#options = options;
    this.#withheld =
      options.withheldBaseUrl === null
        ? null
        : new OrchestraGateway({ ...options.gateway, baseUrl: options.withheldBaseUrl, requestTimeoutMs: 600_000 });
  }

  override refund(request: RefundRequest, call?: CallOptions): Promise<MoneyOutcome> {
    return this.#play(
      request.amountMinor,
      () => super.refund(request, call),
      (withheld) => withheld.refund(request, call),
    );
  }

  override void(request: VoidRequest, call?: CallOptions): Promise<MoneyOutcome> {
    return this.#play(
      request.amountMinor,
      () => super.void(request, call),
      (withheld) => withheld.void(request, call),
    );
  }

  async #play(
    amountMinor: number,
    send: () => Promise<MoneyOutcome>,
    sendWithheld: (withheld: OrchestraGateway) => Promise<MoneyOutcome>,
  ): Promise<MoneyOutcome> {
    if (this.#played.has(amountMinor)) return send();
    this.#played.add(amountMinor);
    const { stage, stand } = this.#options;
    if (stage.standBefore.includes(amountMinor)) await stand('standsBefore', amountMinor);
    const between = stage.standBetween.includes(amountMinor) ? this.#withheld : null;
    const outcome = await (between === null ? send() : sendWithheld(between));
    if (stage.standAfter.includes(amountMinor)) await stand('standsAfter', amountMinor);
    return outcome;
  }
}
