import { applyEvent } from '../../../src/domain/transitions/apply-event';
import { applySendResult, startSending } from '../../../src/domain/transitions/apply-send-result';
import type { PaymentEvent } from '../../../src/domain/model/payment-event';
import type { SendResult } from '../../../src/domain/model/send-result';
import { emptyLedger, type LedgerState } from '../../../src/domain/model/ledger-state';
import { nextSend } from '../../../src/domain/decision/next-send';
import type { AccountRules } from '../../../src/domain/model/profile';
import { passTime, reachGateway } from '../../../src/domain/transitions/notes-and-time';
import type { Transition } from '../../../src/domain/transitions/transition';
import type { AskedReversal } from '../../../src/domain/model/request';
import { findReversalView, type ReversalView } from '../../../src/domain/views/view';
import { minutesAfter, rulesOf, today } from '../../support/domain-arbitraries';
import { admitted, stepped } from './stepping';

/**
 * A ledger in the hands of a test: told things one after another, it is left where they lead. Every step is what the
 * workflow does in one go.
 */
export class LedgerStory {
  state: LedgerState = emptyLedger;

  constructor(
    readonly rules: AccountRules = rulesOf(),
    public now: string = today,
  ) {}

  ask(asked: AskedReversal): 'admitted' | 'repeated' | 'refused' {
    const { state, answer } = admitted(this.state, asked, this.rules, this.now);
    this.state = state;
    return answer.kind;
  }

  /** Makes one step; returns its answer. */
  step<Input, Answer>(transition: Transition<Input, Answer>, input: Input): Answer {
    const { state, answer } = stepped(this.state, transition, input, this.rules, this.now);
    this.state = state;
    return answer;
  }

  /** Returns why the event was not believed. */
  tell(event: PaymentEvent, coSigners: readonly string[] = []): string | null {
    const person = (id: string) => ({ id, onBehalfOf: null });
    const recorded = { event, by: person(event.source), coSignedBy: coSigners.map(person) };
    return this.step(applyEvent, recorded)?.message ?? null;
  }

  /** Sends the leg whose turn it is; returns its id. */
  send(): string {
    const leg = nextSend(this.state);
    if (leg === null) throw new Error('The test expected a leg to send, and there is none.');
    this.step(startSending, { legId: leg.legId });
    return leg.legId;
  }

  answer(legId: string, result: SendResult): void {
    this.step(applySendResult, { legId, result });
  }

  /** Sends the leg whose turn it is and hears this of it; returns its id. */
  sendAndHear(result: SendResult): string {
    const legId = this.send();
    this.answer(legId, result);
    return legId;
  }

  gatewayAnswersAgain(): void {
    this.step(reachGateway, null);
  }

  pass(minutes: number): void {
    this.now = minutesAfter(this.now, minutes);
    this.step(passTime, null);
  }

  view(reversalId: string): ReversalView {
    const view = findReversalView(this.state, reversalId, this.now);
    if (view === null) throw new Error(`The ledger has never heard of ${reversalId}.`);
    return view;
  }

  /** Minor units that our own calls told the gateway to give back or release and that have not come back. */
  get movedMinor(): number {
    const moved = ['succeeded', 'pending', 'unknown'];
    const legs = this.state.reversals.flatMap((reversal) => reversal.legs);
    return legs.filter((leg) => moved.includes(leg.status)).reduce((sum, leg) => sum + leg.amountMinor, 0);
  }
}
