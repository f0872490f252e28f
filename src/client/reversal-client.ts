import { exemptionsOf, type CheckOptions } from '../contract/message-check';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { InvalidRequestError, LedgerFrozenError, LedgerNotFoundError, LedgerUnavailableError } from './errors';
import { updateLedger, withOpening, type UpdateTarget } from './ledger-update';
import { listLedgers, type LedgerListing } from './list';
import type { ListOptions } from './list-query';
import { previewWithoutLedger } from './preview';
import { recoverLedger, type RecoverOptions } from './recover';
import { brokenInvariant, isGone, isPassing, retry } from './retry';
import { checkDecision, type Approval, type DecisionInput, type Rejection } from '../contract/decision';
import { queries, type DecisionAnswer, type MessageAnswer, updates } from '../contract/messages';
import { defaultTaskQueue, ledgerIdOf } from '../contract/names';
import { toReversalRequest } from '../contract/normalise';
import { checkEventWithPayment, checkOpening } from '../contract/opening';
import { parsePaymentEvent } from '../contract/payment-event';
import type { PaymentSnapshot } from '../contract/payment-snapshot';
import type { Requester } from '../contract/person';
import { checkResolution, type ResolutionInput } from '../contract/resolution';
import { parseReversalRequest, type ReversalRequest } from '../contract/reversal-request';
import { checkWithdrawal, type WithdrawalInput } from '../contract/withdrawal';
import type { Correction, PaymentEvent } from '../domain/model/payment-event';
import { closedView, lostView } from '../domain/views/unanswered';
import type { LedgerView, ReversalView } from '../domain/views/view';
import { defaultRules, exemptAnywhere, rulesFor, type Rules } from '../rules/rules-file';

export interface ReversalClientOptions {
  /** A Temporal client of the namespace in which the worker runs. */
  readonly client: Client;
  /** @default 'payment-reversals' */
  readonly taskQueue?: string | undefined;
  /** The worker's rules, if they are at hand: for previews of payments without a ledger, and digits-only references. */
  readonly rules?: Rules | undefined;
  /**
   * How long a request may take to be answered at all, in milliseconds.
   *
   * @default 60000
   */
  readonly answerWithinMs?: number | undefined;
}

/** Who opens a ledger. */
export interface OpenOptions {
  /** @default { id: 'client' } */
  readonly actor?: Requester;
}

/** What an event may come with. */
export interface RecordOptions {
  /** The payment, for one that may have no ledger yet. */
  readonly payment?: PaymentSnapshot;
}

/** Asks for reversals and looks at them. Everything the command line does, it does through this. */
export class ReversalClient {
  readonly #target: UpdateTarget;
  readonly #rules: Rules;

  constructor({ client, taskQueue, rules, answerWithinMs }: ReversalClientOptions) {
    this.#target = { client, taskQueue: taskQueue ?? defaultTaskQueue, answerWithinMs: answerWithinMs ?? 60_000 };
    this.#rules = rules ?? defaultRules;
  }

  /**
   * Requests a reversal. Resolves when the reversal is no longer working: completed, waiting or stuck; with
   * `wait: false` as soon as it is admitted or refused. Safe to repeat with the same `requestId`: money moves once.
   * A refusal is a view with its reason, never a throw.
   *
   * @throws InvalidRequestError for malformed input, before any call to Temporal
   * @throws LedgerUnavailableError when no worker answers in time
   */
  async request(request: ReversalRequest, { wait = true }: { readonly wait?: boolean } = {}): Promise<ReversalView> {
    const checked = this.#checked(request);
    const answer = await updateLedger(this.#target, checked, { wait });
    if ('closed' in answer) return this.#closedAnswer(checked);
    let { view } = answer;
    for (let pauseMs = 50; wait && view.phase === 'working'; pauseMs = Math.min(pauseMs * 2, 1_000)) {
      await sleep(pauseMs);
      view = (await this.#query(checked.payment.paymentId, checked.requestId)) ?? view;
    }
    return view;
  }

  /**
   * What a request would lead to now: plan, row and why. Nothing is written.
   *
   * @throws InvalidRequestError for malformed input, before any call to Temporal
   * @throws LedgerUnavailableError when the payment has a ledger and no worker answers in time
   */
  async preview(request: ReversalRequest): Promise<ReversalView> {
    const checked = this.#checked(request);
    const ledgerPreview = await this.#ask(checked.payment.paymentId, (handle) =>
      handle.query(queries.preview, checked),
    ).catch((error: unknown) => {
      if (error instanceof LedgerNotFoundError) return null;
      throw error;
    });
    return ledgerPreview ?? previewWithoutLedger(toReversalRequest(checked), this.#rules, new Date().toISOString());
  }

  /** One payment whole. @throws LedgerNotFoundError */
  async show(paymentId: string): Promise<LedgerView> {
    const view = await this.#ask(paymentId, (handle) => handle.query(queries.ledger));
    if (view === null) throw new LedgerNotFoundError(paymentId);
    return view;
  }

  /** One reversal by the id of its request. @throws LedgerNotFoundError */
  async find(paymentId: string, requestId: string): Promise<ReversalView | null> {
    return this.#query(paymentId, requestId);
  }

  /**
   * The ledgers of the namespace, newest first, a page at a time, with what is parked in them.
   *
   * @throws InvalidRequestError for filters that cannot be read
   * @throws WorkListUnavailableError when a filter needs search attributes that the namespace lacks
   */
  list(options: ListOptions = {}): Promise<LedgerListing> {
    return listLedgers(this.#target.client, options);
  }

  /**
   * Opens the ledger of a payment without asking for anything, so that events can be recorded in it. Safe to repeat; a
   * payment that is known is not changed by it. An answer that is not accepted says what contradicts it.
   *
   * @throws InvalidRequestError for a malformed payment
   * @throws LedgerUnavailableError when no worker answers in time
   */
  async open(payment: PaymentSnapshot, { actor = { id: 'client' } }: OpenOptions = {}): Promise<MessageAnswer> {
    const problems = checkOpening({ payment, actor });
    if (problems.length > 0) throw new InvalidRequestError(problems);
    return withOpening(this.#target, {
      paymentId: payment.paymentId,
      update: updates.openPayment,
      args: [{ payment, actor }],
    });
  }

  /**
   * Records what happened to a payment elsewhere. Safe to repeat: the same `eventId` with the same content counts once,
   * with other content it is refused. With the payment, a ledger is opened first if there is none. An answer that is not
   * accepted says why.
   *
   * @throws InvalidRequestError for a malformed event or payment
   * @throws LedgerNotFoundError when there is no ledger and no payment is given
   */
  async record(paymentId: string, event: PaymentEvent, { payment }: RecordOptions = {}): Promise<MessageAnswer> {
    const exempt = payment === undefined ? exemptAnywhere(this.#rules) : this.#exemptFor(payment.gatewayAccount);
    const parsed = parsePaymentEvent(event, exempt);
    if (!parsed.ok) throw new InvalidRequestError(parsed.problems);
    if (payment === undefined) return this.#send(paymentId, updates.recordEvent, parsed.value);
    const problems = checkEventWithPayment(parsed.value, payment, exempt);
    if (payment.paymentId !== paymentId) {
      problems.push({ field: 'payment.paymentId', message: 'is not the payment in which the event is recorded' });
    }
    if (problems.length > 0) throw new InvalidRequestError(problems);
    return withOpening(this.#target, { paymentId, update: updates.recordEvent, args: [parsed.value, payment] });
  }

  /**
   * Corrects an event that was recorded wrongly: its amount was another, or it never happened. The event stays in the
   * timeline, marked as corrected. What becomes refundable by it needs co-signatures as a refund of it would. Safe to
   * repeat with the same `eventId`.
   *
   * @throws InvalidRequestError for a malformed correction
   * @throws LedgerNotFoundError
   */
  correct(paymentId: string, correction: Omit<Correction, 'kind'>): Promise<MessageAnswer> {
    return this.record(paymentId, { ...correction, kind: 'correction' });
  }

  /**
   * Resolves a leg of unknown outcome with evidence. Safe to repeat. An answer that is not `accepted` says why.
   *
   * @throws InvalidRequestError for a malformed resolution
   * @throws LedgerNotFoundError
   */
  async resolve(paymentId: string, resolution: ResolutionInput): Promise<MessageAnswer> {
    const problems = checkResolution(resolution, exemptAnywhere(this.#rules));
    if (problems.length > 0) throw new InvalidRequestError(problems);
    return this.#send(paymentId, updates.resolveUnknown, resolution);
  }

  /**
   * Approves one version of a reversal's plan. The approval repeats the version and its amounts. A refused approval is an
   * answer with its reason, and is in the audit trail. Safe to repeat: a person counts once.
   *
   * @throws InvalidRequestError for a malformed decision
   * @throws LedgerNotFoundError
   */
  approve(paymentId: string, approval: Omit<Approval, 'decision'>): Promise<DecisionAnswer> {
    return this.#decide(paymentId, { ...approval, decision: 'approve' });
  }

  /** Rejects it, with a comment: what was not sent yet is abandoned. Otherwise as {@link approve}. */
  reject(paymentId: string, rejection: Omit<Rejection, 'decision'>): Promise<DecisionAnswer> {
    return this.#decide(paymentId, { ...rejection, decision: 'reject' });
  }

  /**
   * Withdraws a request of which nothing was sent. Only its requester may. Safe to repeat.
   *
   * @throws InvalidRequestError for a malformed withdrawal
   * @throws LedgerNotFoundError
   */
  async withdraw(paymentId: string, withdrawal: WithdrawalInput): Promise<DecisionAnswer> {
    const problems = checkWithdrawal(withdrawal, exemptAnywhere(this.#rules));
    if (problems.length > 0) throw new InvalidRequestError(problems);
    return this.#send(paymentId, updates.withdrawReversal, withdrawal);
  }

  /**
   * Brings a terminated, failed, wedged, unreplayable or reset ledger back, with all that its former runs have sent. Safe
   * to repeat: a ledger that needs no recovery answers with the reason `nothingToRecover`, and nothing changes.
   *
   * @throws LedgerNotFoundError
   * @throws LedgerNotRecoveredError when no worker can replay the ledger, however far back it is reset
   */
  async recover(paymentId: string, options: RecoverOptions): Promise<MessageAnswer> {
    return this.#ask(paymentId, () => recoverLedger({ client: this.#target.client, paymentId, options }));
  }

  async #decide(paymentId: string, decision: DecisionInput): Promise<DecisionAnswer> {
    const problems = checkDecision(decision, exemptAnywhere(this.#rules));
    if (problems.length > 0) throw new InvalidRequestError(problems);
    return this.#send(paymentId, updates.decideApproval, decision);
  }

  #checked(request: ReversalRequest): ReversalRequest {
    const account: unknown = (request as { payment?: { gatewayAccount?: unknown } } | null)?.payment?.gatewayAccount;
    const parsed = parseReversalRequest(request, this.#exemptFor(account));
    if (!parsed.ok) throw new InvalidRequestError(parsed.problems);
    return parsed.value;
  }

  #exemptFor(account: unknown): CheckOptions {
    return exemptionsOf(typeof account === 'string' ? rulesFor(this.#rules, account) : null);
  }

  /** A completed ledger refuses with a view; a terminated or failed one must be recovered first. */
  async #closedAnswer(request: ReversalRequest): Promise<ReversalView> {
    const { paymentId } = request.payment;
    const { status } = await this.#target.client.workflow.getHandle(ledgerIdOf(paymentId)).describe();
    const asked = toReversalRequest(request);
    const at = new Date().toISOString();
    if (status.name !== 'COMPLETED') return lostView(asked, at);
    return (await this.#query(paymentId, request.requestId)) ?? closedView(asked, at);
  }

  #query(paymentId: string, requestId: string): Promise<ReversalView | null> {
    return this.#ask(paymentId, (handle) => handle.query(queries.reversal, { requestId }));
  }

  async #ask<T>(
    paymentId: string,
    ask: (handle: ReturnType<Client['workflow']['getHandle']>) => Promise<T>,
  ): Promise<T> {
    const { client, answerWithinMs, taskQueue } = this.#target;
    const deadline = Date.now() + answerWithinMs;
    try {
      return await retry({
        deadline,
        call: () => client.withDeadline(deadline, () => ask(client.workflow.getHandle(ledgerIdOf(paymentId)))),
        mayPass: (error) => isPassing(error) && !isGone(error),
      });
    } catch (error) {
      if (isGone(error)) throw new LedgerNotFoundError(paymentId);
      const why = brokenInvariant(error);
      if (why !== null) throw new LedgerFrozenError(paymentId, why);
      // It would have passed: only the time is up.
      if (isPassing(error)) throw new LedgerUnavailableError(paymentId, taskQueue, error);
      throw error;
    }
  }

  /** Sends an update. Its tries share one id, so that the ledger takes it once. */
  #send<Answer, Sent extends [unknown, ...unknown[]]>(
    paymentId: string,
    update: UpdateDefinition<Answer, Sent>,
    ...args: Sent
  ): Promise<Answer> {
    const updateId = randomUUID();
    return this.#ask(paymentId, (handle) => handle.executeUpdate(update, { args, updateId }));
  }
}
