import { setTimeout as pause } from 'node:timers/promises';
import { InvalidRequestError, LedgerNotFoundError, type ReversalView } from '../../src/client';
import type { CaptureSnapshot, PaymentSnapshot } from '../../src/contract/payment-snapshot';
import type { ReversalRequest } from '../../src/contract/reversal-request';
import type { CurrencyCode } from '../../src/domain/model/currency';
import type { PaymentEvent } from '../../src/domain/model/payment-event';
import { shownTerms } from '../../src/domain/views/shown-terms';
import type { MoneyOutcome } from '../../src/gateway';
import { gatewayAccount } from './rules';
import type { Stage } from './stage';
import type { Ask, PlannedCapture, Story } from './story';
import type { Tally } from './tally';

/** Every payment of a soak was made with it. */
export const card = { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2030 };

/** Who asks for every reversal of a soak. */
export const requester = 'soak';

/** One payment of a soak: plays its story, and remembers what its callers remember. */
export class PaymentUnderTest {
  /** Captures that were made, as their teller knows them. */
  readonly captures = new Map<string, CaptureSnapshot>();
  /** The first body of every request. */
  readonly requests = new Map<string, Ask>();
  /** Requests that a ledger has answered, with whether it admitted them at that time. */
  readonly answered = new Map<string, { readonly admitted: boolean }>();
  /** Every event that truly happened and was told, by its id. What a ledger believes beyond these is a lie. */
  readonly told = new Map<string, PaymentEvent>();
  /** A run that was superseded was reset: requests that only later runs have seen have to be made again. */
  mayBeForgotten = false;
  /** Its ledger was reset or terminated, and has not been recovered yet. */
  isHurt = false;
  /** The gateway's reference; empty until it is authorized. */
  reference = '';
  /** When each capture that failed is said to have failed. */
  readonly #failedAt = new Map<string, string>();
  #authorizedAt = '';
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly story: Story,
    private readonly stage: Stage,
    private readonly tally: Tally,
  ) {}

  get paymentId(): string {
    return this.story.paymentId;
  }

  /**
   * Resets and lies come one after the other: what a reset has made a ledger forget is told again before a lie about it,
   * or the lie would be the first that the ledger hears.
   */
  alone<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Authorizes, then asks and captures as the story has it. Resolves when all of it was tried. False: not authorized. */
  async play(): Promise<boolean> {
    if (!(await this.#authorize())) return false;
    const before = this.story.captures.filter(({ afterMs }) => afterMs === null);
    for (const capture of before) await this.#capture(capture, true);
    this.#setFaults(null);
    await Promise.all([
      ...this.story.captures.filter(({ afterMs }) => afterMs !== null).map((capture) => this.#land(capture)),
      ...this.story.asks.map(async (ask) => {
        await pause(ask.afterMs);
        await this.ask(ask);
      }),
    ]);
    return true;
  }

  /** Makes a request, and remembers whether it was answered. */
  async ask(ask: Ask): Promise<void> {
    if (!this.requests.has(ask.requestId)) this.requests.set(ask.requestId, ask);
    this.tally.requests += 1;
    try {
      const view = await this.stage.client.request(this.requestOf(ask), { wait: ask.wait });
      if (view.waitingFor === 'approval') await this.decide(view, ask.decision);
      this.tally.answered(view.outcome === 'refused' ? `refused (${view.reason?.code ?? '?'})` : standingOf(view));
      // A terminated ledger has not received the request: the caller repeats it.
      if (view.reason?.code === 'ledgerLost') return;
      const before = this.answered.get(ask.requestId)?.admitted ?? false;
      this.answered.set(ask.requestId, { admitted: before || view.outcome !== 'refused' });
    } catch (error) {
      if (error instanceof InvalidRequestError) throw error;
      this.tally.trouble('request', error);
    }
  }

  /** What people do about a reversal that waits for approval. */
  async decide(view: ReversalView, decision: Ask['decision']): Promise<void> {
    const { client } = this.stage;
    const { paymentId, tally } = this;
    const terms = shownTerms(view);
    if (terms === null || decision === 'later') return;
    const approve = () => client.approve(paymentId, { ...terms, approver: { id: 'approver' } });
    const comment = 'not believed';
    const answers =
      decision === 'reject'
        ? [await client.reject(paymentId, { ...terms, approver: { id: 'approver' }, comment })]
        : decision === 'withdraw'
          ? [
              await client.withdraw(paymentId, {
                ...{ requestId: view.reversalId, actor: { id: requester }, reason: comment },
              }),
            ]
          : await Promise.all(decision === 'approve' ? [approve()] : [approve(), approve()]);
    for (const { accepted, reason } of answers) tally.decided(decision, accepted ? null : (reason?.code ?? '?'));
  }

  /** Records a capture in the ledger. False: it was not accepted. */
  tellCapture(capture: CaptureSnapshot, started = false): Promise<boolean> {
    return this.tell(this.captureEvent(capture, started));
  }

  /** What is said of a capture. */
  captureEvent(capture: CaptureSnapshot, started = false): PaymentEvent {
    const { captureId, amountMinor, gatewayReference = null } = capture;
    const kind = started ? 'captureStarted' : 'captureSucceeded';
    const common = { eventId: `${this.paymentId}/${captureId}/${kind}`, source: 'soak', captureId };
    const at = capture.capturedAt ?? new Date().toISOString();
    const currency = this.story.currency as CurrencyCode;
    return {
      ...common,
      kind,
      at,
      amountMinor,
      currency,
      ...(started ? {} : { gatewayReference }),
    } as PaymentEvent;
  }

  /** Records an event. False: there is no ledger yet, or it was not accepted. */
  async tell(event: PaymentEvent): Promise<boolean> {
    if (!this.told.has(event.eventId)) this.told.set(event.eventId, event);
    try {
      return (await this.stage.client.record(this.paymentId, event)).accepted;
    } catch (error) {
      // The snapshot of the first request will contain it.
      if (!(error instanceof LedgerNotFoundError)) this.tally.trouble(`record ${event.kind}`, error);
      return false;
    }
  }

  async #authorize(): Promise<boolean> {
    const { authorizedMinor: amountMinor, currency, kind, paymentId } = this.story;
    await this.stage.simulator.waitFor((simulator) => simulator.isListening());
    const request = { amountMinor, currency: currency as CurrencyCode, card, myRef: paymentId };
    const { gateway } = this.stage;
    const outcome = await (kind === 'charge' ? gateway.charge(request) : gateway.authorize(request));
    this.reference = referenceIn(outcome) ?? '';
    this.#authorizedAt = new Date().toISOString();
    return this.reference !== '';
  }

  async #land(capture: PlannedCapture): Promise<void> {
    await pause(capture.afterMs ?? 0);
    if (capture.announced) {
      await this.tellCapture(
        { captureId: capture.captureId, status: 'started', amountMinor: capture.amountMinor },
        true,
      );
    }
    const landed = await this.#capture(capture, false);
    await pause(capture.toldAfterMs);
    if (landed !== null) {
      this.captures.set(capture.captureId, landed);
      await this.tellCapture(landed);
      return;
    }
    await this.tellCaptureFailed(capture.captureId);
  }

  /** Records that a capture failed. Told again, it says the same: when it happened is part of it. */
  async tellCaptureFailed(captureId: string): Promise<void> {
    const at = this.#failedAt.get(captureId) ?? new Date().toISOString();
    this.#failedAt.set(captureId, at);
    const eventId = `${this.paymentId}/${captureId}/captureFailed`;
    await this.tell({ eventId, kind: 'captureFailed', source: 'soak', at, captureId });
  }

  /** Captures, until the gateway has said yes or no. Null: no. */
  async #capture(capture: PlannedCapture, known: boolean): Promise<CaptureSnapshot | null> {
    const gatewayReference = await this.#captureReference(capture);
    if (gatewayReference === null) return null;
    const { captureId, amountMinor } = capture;
    const capturedAt = new Date().toISOString();
    const made: CaptureSnapshot = { captureId, status: 'succeeded', amountMinor, gatewayReference, capturedAt };
    if (known) this.captures.set(captureId, made);
    this.#setFaults(captureId, gatewayReference);
    return made;
  }

  async #captureReference({ captureId, amountMinor }: PlannedCapture): Promise<string | null> {
    if (this.story.kind === 'charge') return this.reference;
    const { simulator, gateway } = this.stage;
    const myRef = `${this.paymentId}/${captureId}`;
    for (;;) {
      await simulator.waitFor((one) => one.isListening());
      // A shop that lost the answer would look it up.
      const made = simulator.movements().find((movement) => movement.myRef === myRef);
      if (made !== undefined) return made.reference;
      const currency = this.story.currency as CurrencyCode;
      const outcome = await gateway.capture({ amountMinor, currency, refTransId: this.reference, card, myRef });
      const reference = referenceIn(outcome);
      if (reference !== null || outcome.kind === 'Declined') return reference;
      await pause(50);
    }
  }

  #setFaults(captureId: string | null, reference = this.reference): void {
    for (const fault of this.story.faults.filter((one) => one.captureId === captureId)) {
      this.stage.simulator.fault({ ...fault.rule, reference });
    }
  }

  /** The request as its caller makes it, with all that they know of the payment by now. */
  requestOf({ requestId, operation, amountMinor }: Ask): ReversalRequest {
    const { paymentId, kind, currency, authorizedMinor } = this.story;
    const payment: PaymentSnapshot = {
      paymentId,
      kind,
      currency,
      authorizedMinor,
      authorizationReference: this.reference,
      authorizedAt: this.#authorizedAt,
      gatewayAccount,
      captures: [...this.captures.values()],
      card,
    };
    return { requestId, operation, amountMinor, requester: { id: requester }, reason: 'soak', payment };
  }
}

function standingOf(view: {
  readonly outcome: string | null;
  readonly phase: string;
  readonly waitingFor: string | null;
}) {
  return view.outcome ?? (view.waitingFor === null ? view.phase : `${view.phase}: ${view.waitingFor}`);
}

function referenceIn(outcome: MoneyOutcome): string | null {
  return outcome.kind === 'Succeeded' ? outcome.answer.gatewayReference : null;
}
