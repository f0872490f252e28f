import { admit } from '../../../src/domain/admit';
import { applyFact } from '../../../src/domain/apply-fact';
import { applyLegResult, startSending } from '../../../src/domain/apply-leg-result';
import type { Fact } from '../../../src/domain/facts';
import type { LegResult } from '../../../src/domain/leg-result';
import { emptyLedger, type LedgerState } from '../../../src/domain/ledger-state';
import { nextSend } from '../../../src/domain/next-send';
import type { Payment } from '../../../src/domain/payment';
import type { AccountRules } from '../../../src/domain/profile';
import { progress } from '../../../src/domain/progress';
import type { AskedReversal } from '../../../src/domain/request';
import { askedOf, authorizedAt, captureOf, minutesAfter, paymentOf, today } from '../../support/domain-arbitraries';
import { captureAmounts, type Step, type Told, type ToldFact } from './random-history';

/** What one step did, for the laws to judge. */
export interface Happened {
  readonly step: Step;
  readonly before: LedgerState;
  readonly after: LedgerState;
  readonly now: string;
  readonly admission: { readonly kind: 'admitted' | 'repeated' | 'refused'; readonly requestId: string } | null;
  /** The leg whose sending this step began. */
  readonly sent: string | null;
}

/** Whether the gateway was told to move the money of a leg and may have done it, in a book of the test's own. */
export type MoneyBook = Map<string, { readonly captureId: string | null; readonly amountMinor: number }>;

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
  /** Money was given back past us, or the gateway said another amount. */
  sawOutside = false;
  private factsTold = 0;

  constructor(readonly rules: AccountRules) {}

  run(step: Step): Happened {
    const before = deepFrozen(this.state);
    let admission: Happened['admission'] = null;
    let sent: string | null = null;
    switch (step.do) {
      case 'ask':
        admission = this.ask(askedOf(step.requestId, step.wanted, paymentTold(step.told)));
        break;
      case 'repeat':
      case 'askOtherwise': {
        const known = [...this.bound.values()];
        const asked = known[step.which % Math.max(known.length, 1)];
        if (asked !== undefined) admission = this.ask(step.do === 'repeat' ? asked : otherwise(asked));
        break;
      }
      case 'send':
        sent = nextSend(this.state)?.legId ?? null;
        if (sent !== null) this.state = startSending(this.state, sent, this.now);
        break;
      case 'answer':
        this.answer(step.result);
        break;
      case 'gatewayBack':
        this.state = progress({ ...this.state, gateway: { status: 'reachable' } }, this.rules, this.now);
        break;
      case 'tell':
        this.sawOutside ||= step.outside;
        this.tell(step.fact);
        break;
      case 'refundFailed':
        this.refundFailed(step.which);
        break;
      case 'pass':
        this.now = minutesAfter(this.now, step.minutes);
        this.state = progress(this.state, this.rules, this.now);
        break;
    }
    return { step, before, after: deepFrozen(this.state), now: this.now, admission, sent };
  }

  private ask(asked: AskedReversal): Happened['admission'] {
    const { kind, state } = admit(this.state, asked, this.rules, this.now);
    if (kind === 'admitted') this.bound.set(asked.requestId, asked);
    this.state = state;
    return { kind, requestId: asked.requestId };
  }

  answer(result: LegResult): void {
    const leg = this.state.reversals.flatMap((one) => one.legs).find((one) => one.status === 'sending');
    if (leg === undefined) return;
    if (['succeeded', 'pending', 'unknown', 'mismatch'].includes(result.status)) this.moved.set(leg.legId, leg);
    this.sawOutside ||= result.status === 'mismatch';
    this.state = progress(applyLegResult(this.state, leg.legId, result, this.rules, this.now), this.rules, this.now);
  }

  private refundFailed(which: number): void {
    const ids = [...this.moved.keys()];
    const legId = ids[which % Math.max(ids.length, 1)];
    if (legId === undefined) return;
    if (this.tell({ kind: 'refundFailed', legId })) this.moved.delete(legId);
  }

  private tell(told: ToldFact): boolean {
    const factId = `f${String((this.factsTold += 1))}`;
    const fact = { factId, source: 'random', at: this.now, evidence: 'seen', ...told } as unknown as Fact;
    const { state, refused } = applyFact(this.state, fact, this.rules, this.now);
    this.state = state;
    return refused === null;
  }
}

function otherwise(asked: AskedReversal): AskedReversal {
  return asked.operation === 'cancel'
    ? { ...asked, operation: 'refund', amountMinor: 7 }
    : { ...asked, amountMinor: (asked.amountMinor ?? 0) + 1 };
}

/** The snapshot of a caller who knows this much. */
export function paymentTold(told: Told): Payment {
  const captures = Object.entries(told).map(([captureId, status]) =>
    captureOf(captureId, captureAmounts[captureId] ?? 0, {
      status: status === 'settled' ? 'succeeded' : status,
      capturedAt: status === 'started' || status === 'failed' ? null : authorizedAt,
      settledAt: status === 'settled' ? authorizedAt : null,
    }),
  );
  return paymentOf(captures, { authorizedMinor: 100 });
}

/** The same value, in which nothing can be changed in place any more. */
export function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFrozen);
  }
  return value;
}
