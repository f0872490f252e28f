import { applyEvent } from '../../../src/domain/transitions/apply-event';
import { applySendResult, startSending } from '../../../src/domain/transitions/apply-send-result';
import { applyLookup } from '../../../src/domain/transitions/apply-lookup';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import type { SendResult } from '../../../src/domain/model/send-result';
import { allLegs, emptyLedger, findReversal, type LedgerState } from '../../../src/domain/model/ledger-state';
import { lookupOf, releasesReservation } from '../../../src/domain/model/leg';
import { findLeg } from '../../../src/domain/model/leg-change';
import { nextSend } from '../../../src/domain/decision/next-send';
import type { AccountRules } from '../../../src/domain/model/profile';
import { passTime, reachGateway } from '../../../src/domain/transitions/notes-and-time';
import type { Transition, Transitioned } from '../../../src/domain/transitions/transition';
import { recover, type Recovery } from '../../../src/domain/transitions/recover';
import { resolve } from '../../../src/domain/transitions/resolve';
import type { AskedReversal } from '../../../src/domain/model/request';
import { askedOf, resetDetected, minutesAfter, notSent, succeeded, today } from '../../support/domain-arbitraries';
import { deepFrozen } from './deep-frozen';
import { GatewayTruth } from './gateway-truth';
import { askedOtherwise, paymentTold, type Seen, type Step, type RecordedEvent } from './random-history';
import { admitted, stepped } from './stepping';
import type { Happened, MoneyBook, ScheduledLegRead, Telling } from './happened';

type Effect = Partial<Pick<Happened, 'admission' | 'sent' | 'about' | 'refused' | 'byOthers' | 'again'>>;
type Change = (state: LedgerState) => LedgerState;

const mayHaveMoved: readonly string[] = ['succeeded', 'pending', 'unknown', 'mismatch'];

/**
 * Runs a random history through the domain as the workflow would, and keeps a naive book of what the gateway may have
 * moved: it knows nothing of plans, reservations or rules.
 */
export class LedgerModel {
  state: LedgerState = emptyLedger;
  now = today;
  readonly moved: MoneyBook = new Map();
  /** The first body of every admitted request. */
  readonly bound = new Map<string, AskedReversal>();
  /** Every send of every leg, as the histories of all runs tell it; a result is null while it is under way. */
  readonly sends = new Map<string, ScheduledLegRead>();
  /** The most that was ever captured, by capture: a reset forgets, the gateway does not. */
  readonly capturedEver = new Map<string, number>();
  private readonly truth = new GatewayTruth();
  /** The leg whose call is under way, and the only answer it can get, if that is certain. */
  private calling: { readonly legId: string; readonly certain: SendResult | null } | null = null;
  private readonly snapshots: { readonly state: LedgerState; readonly told: number }[] = [];
  /** What was asked and believed, in its order: whoever told it tells it again to a ledger that has forgotten it. */
  private readonly journal: Telling[] = [];
  /** Declared not sent, and found by a lookup after all: a reset may forget that until the next lookup. */
  private readonly foundLate = new Set<string>();
  private eventsRecorded = 0;

  constructor(readonly rules: AccountRules) {}

  run(step: Step): Happened {
    const before = deepFrozen(this.state);
    this.snapshots.push({ state: before, told: this.journal.length });
    const nothing = { admission: null, sent: null, about: null, refused: false, byOthers: false, again: null };
    const effect = this.take(step);
    for (const { captureId, status, amountMinor } of this.state.payment?.captures ?? []) {
      if (status === 'succeeded') this.capturedEver.set(captureId, amountMinor);
    }
    return { ...nothing, step, before, after: deepFrozen(this.state), now: this.now, ...effect };
  }

  private take(step: Step): Effect {
    switch (step.do) {
      case 'ask':
        return this.ask(askedOf(step.requestId, step.wanted, paymentTold(step.told)));
      case 'repeat':
      case 'askOtherwise': {
        const known = [...this.bound.values()];
        const asked = known[step.which % Math.max(known.length, 1)];
        return asked === undefined ? {} : this.ask(step.do === 'repeat' ? asked : askedOtherwise(asked));
      }
      case 'send':
        return this.send();
      case 'answer':
        return this.answer(step.result);
      case 'gatewayBack':
        this.step(reachGateway, null);
        return {};
      case 'tell':
        this.tell(step.event, step.outside);
        return { byOthers: step.outside };
      case 'refundFailed':
        this.refundFailed(step.which);
        return {};
      case 'pass':
        this.now = minutesAfter(this.now, step.minutes);
        this.step(passTime, null);
        return {};
      case 'lookUp':
        return this.lookUp(step.which, step.seen);
      case 'resolve':
        return this.resolve(step.which, step.outcome);
      case 'reset':
        return this.reset(step);
      case 'recover':
        return this.recover(null);
    }
  }

  private ask(asked: AskedReversal): Effect {
    const { state, answer } = admitted(this.state, asked, this.rules, this.now);
    const { kind } = answer;
    if (kind === 'admitted') this.bound.set(asked.requestId, asked);
    if (kind !== 'refused') this.keep((before) => admitted(before, asked, this.rules, this.now).state);
    this.state = state;
    return { admission: { kind, requestId: asked.requestId } };
  }

  /** One call at a time: what a former run had called comes back first. */
  private send(): Effect {
    const leg = this.calling === null ? nextSend(this.state) : null;
    if (leg === null) return {};
    const { legId, operation, wireAmountMinor: amountMinor, reference } = leg;
    const results = [...(this.sends.get(legId)?.results ?? []), null];
    this.sends.set(legId, { legId, operation, amountMinor, reference, scheduledAt: this.now, results });
    this.truth.sentAnew(legId);
    this.calling = { legId, certain: null };
    this.step(startSending, { legId });
    return { sent: legId };
  }

  answer(told: SendResult): Effect {
    if (this.calling === null) return {};
    const { legId, certain } = this.calling;
    this.calling = null;
    const result = certain ?? told;
    const sent = this.sends.get(legId);
    if (sent !== undefined) this.sends.set(legId, { ...sent, results: [...sent.results.slice(0, -1), result] });
    if (result.status === 'succeeded') this.truth.answered(legId);
    const leg = findLeg(this.state, legId);
    if (leg !== undefined && mayHaveMoved.includes(result.status)) this.moved.set(legId, leg);
    this.step(applySendResult, { legId, result });
    // A void sent again may be told to be of a captured payment: then the first was not made either.
    this.forgetIfGivenBack(legId);
    // Nor need it have been us who made it, when it is told to be made already.
    const after = findLeg(this.state, legId);
    if (after?.status === 'succeeded') this.moved.set(legId, after);
    return { byOthers: result.status === 'mismatch' };
  }

  private lookUp(which: number, seen: Seen): Effect {
    // One call at a time, and none of a broken line.
    const mayAsk = this.state.frozen === null && this.calling === null;
    const due = mayAsk ? allLegs(this.state).filter((leg) => lookupOf(leg) !== null) : [];
    const leg = due[which % Math.max(due.length, 1)];
    if (leg === undefined) return {};
    const result = this.truth.seen(leg, seen, this.moved.has(leg.legId), this.rules);
    const again: Change = (state) => this.after(state, applyLookup, { legId: leg.legId, result }).state;
    this.state = again(this.state);
    this.forgetIfGivenBack(leg.legId);
    const isLate = releasesReservation(leg) && this.holds(leg.legId);
    if (isLate) this.moved.set(leg.legId, leg);
    if (isLate) this.foundLate.add(leg.legId);
    return { about: leg.legId, byOthers: isLate || result.status === 'mismatch', again };
  }

  private resolve(which: number, told: 'succeeded' | 'notSent'): Effect {
    const legs = allLegs(this.state);
    const leg = legs[which % Math.max(legs.length, 1)];
    if (leg === undefined) return {};
    const { legId } = leg;
    const outcome = this.truth.resolved(leg, told, this.moved.has(legId));
    const people = { actor: { id: 'bob', onBehalfOf: null }, coSignedBy: [] };
    const found = { legId, outcome, gatewayReference: null, evidence: 'seen', amountMinor: null, ...people };
    const again: Change = (state) => this.after(state, resolve, found).state;
    if (this.step(resolve, found) !== null) return { about: legId, refused: true, again };
    // A call under way that was taken for lost: what the person has found is what it will be answered.
    if (this.calling?.legId === legId) this.calling = { legId, certain: outcome === 'notSent' ? notSent() : succeeded };
    this.forgetIfGivenBack(legId);
    const isLate = releasesReservation(leg) && this.holds(legId);
    if (isLate) this.moved.set(legId, leg);
    this.keep((before) => taken(this.after(before, resolve, found)), isLate);
    return { about: legId, byOthers: isLate, again };
  }

  /** Back to an earlier state, as `temporal workflow reset` does; then recovered from the histories of all runs. */
  private reset({ back, toldAgain, isCallCarried }: Extract<Step, { do: 'reset' }>): Effect {
    const snapshot = this.snapshots.at(-1 - back) ?? this.snapshots[0];
    const { state: before, calling } = this;
    let later: readonly Telling[] = this.journal.slice(snapshot?.told ?? 0);
    const byOthers = later.some((one) => one.byOthers);
    const earlier = snapshot?.state ?? emptyLedger;
    this.state = earlier;
    if (toldAgain === 'beforeHold') later = this.tellAgain(later);
    const carried = allLegs(earlier).find((leg) => leg.status === 'sending');
    if (carried !== undefined && !isCallCarried) {
      this.step(applySendResult, { legId: carried.legId, result: resetDetected });
    }
    if (carried === undefined || !isCallCarried) this.state = { ...this.state, frozen: { since: this.now, reason } };
    if (toldAgain === 'whileHeld') later = this.tellAgain(later);
    // Nobody knows the payment: such a recovery is not taken.
    if (this.state.payment === null && this.sends.size > 0) {
      this.state = before;
      return {};
    }
    this.calling = null;
    // The call of the run that was reset may have moved money, and nobody takes its answer.
    const lost = calling?.certain === null ? findLeg(before, calling.legId) : undefined;
    if (lost !== undefined) this.moved.set(lost.legId, lost);
    const { again = null } = this.recover(isCallCarried && carried !== undefined ? carried.legId : null);
    this.tellAgain(later);
    this.foundLate.forEach((legId) => {
      this.forgetIfGivenBack(legId);
    });
    for (const [requestId, asked] of this.bound) {
      const known = findReversal(this.state, requestId);
      if (known?.operation !== asked.operation || known.askedMinor !== asked.amountMinor) this.bound.delete(requestId);
    }
    return { byOthers, again: later.length === 0 ? again : null };
  }

  /** Reads what was ever scheduled; `carried` is a call of a former run that this run still waits for, held for sure. */
  private recover(carried: string | null): Effect {
    if (this.state.payment === null) return {};
    const before = carried === null ? undefined : this.sends.get(carried);
    if (before !== undefined) {
      this.sends.set(before.legId, { ...before, results: [...before.results, null] });
      this.calling = { legId: before.legId, certain: resetDetected };
    }
    const actor = { id: 'bob', onBehalfOf: null };
    const recovery: Recovery = { legs: [...this.sends.values()], actor, reason: 'random' };
    const again: Change = (state) => this.after(state, recover, recovery).state;
    this.state = again(this.state);
    const byOthers = [...this.sends.values()].some((leg) => leg.results.some((one) => one?.status === 'mismatch'));
    return { again, byOthers };
  }

  private holds(legId: string): boolean {
    const leg = findLeg(this.state, legId);
    return leg !== undefined && !releasesReservation(leg);
  }

  private forgetIfGivenBack(legId: string): void {
    if (!this.holds(legId)) this.moved.delete(legId);
  }

  private refundFailed(which: number): void {
    const ids = [...this.moved.keys()];
    const legId = ids[which % Math.max(ids.length, 1)];
    if (legId === undefined || !this.tell({ kind: 'refundFailed', legId })) return;
    this.moved.delete(legId);
    this.truth.failed(legId);
  }

  private tell(told: RecordedEvent, byOthers = false): boolean {
    const eventId = `f${String((this.eventsRecorded += 1))}`;
    const event = { eventId, source: 'random', at: this.now, evidence: 'seen', ...told } as unknown as PaymentEvent;
    const recorded = { event, by: { id: 'random', onBehalfOf: null }, coSignedBy: [] };
    const refused = this.step(applyEvent, recorded);
    if (refused === null) this.keep((before) => taken(this.after(before, applyEvent, recorded)), byOthers);
    return refused === null;
  }

  private step<Input, Answer>(transition: Transition<Input, Answer>, input: Input): Answer {
    const { state, answer } = this.after(this.state, transition, input);
    this.state = state;
    return answer;
  }

  private after<Input, Answer>(
    state: LedgerState,
    transition: Transition<Input, Answer>,
    input: Input,
  ): Transitioned<Answer> {
    return stepped(state, transition, input, this.rules, this.now);
  }

  private keep(tell: Telling['tell'], byOthers = false): void {
    this.journal.push({ tell, byOthers });
  }

  /** Tells all this again; returns what was not taken, which is told once more later. */
  private tellAgain(tellings: readonly Telling[]): readonly Telling[] {
    return tellings.filter(({ tell }) => {
      const state = tell(this.state);
      if (state !== null) this.state = state;
      return state === null;
    });
  }
}

const reason = { code: 'resetDetected', message: 'reset' } as const;

function taken({ state, answer }: Transitioned<unknown>): LedgerState | null {
  return answer === null ? state : null;
}
