import { coSignaturesNeeded, missingCoSignatures } from '../decision/co-signature';
import { fullForEvent, fullWith } from '../decision/room';
import { linked } from '../model/audit-chain';
import { assertNever } from '../model/assert-never';
import { isCurrencyCode } from '../model/currency';
import { addAudit, type LedgerState } from '../model/ledger-state';
import type { Payment } from '../model/payment';
import type { PaymentEvent } from '../model/payment-event';
import type { AccountRules } from '../model/profile';
import type { Reason } from '../model/reasons';
import type { Requester } from '../model/requester';
import { contentOf, differences, type SaidStatement, type Statement } from '../model/statement';
import { days } from '../decision/terms';
import { changesBetween, raisedMinor } from './statement-changes';
import { takeCaptureState, takeCaptureSucceeded, takeSettled } from './take-capture';
import { takeCorrection } from './take-correction';
import { takeDisputeClosed, takeDisputeOpened } from './take-dispute';
import { takeExternalRefund, takeExternalRefundFailed } from './take-external-refund';
import { takeLegEvent } from './take-leg-event';
import { takeAccountChanged, takeAuthorizationChanged } from './take-payment-change';
import type { EventContext, TakenEvent } from './taken-event';
import type { Transition, Transitioned } from './transition';

/** An event of a payment, who says it, and who co-signed it: those whose identity was checked. */
export interface RecordedEvent {
  readonly event: PaymentEvent;
  readonly by: Requester;
  readonly coSignedBy: readonly Requester[];
}

/**
 * Records an event. The same id with the same content is a repeat, and changes nothing; with other content it is refused.
 * What makes an amount refundable needs evidence and the co-signatures that a refund of it would need. The answer is why
 * it was not accepted; null: it was. Either way a line is left.
 */
export const applyEvent: Transition<RecordedEvent, Reason | null> = function applyEvent(
  state,
  recorded,
  { rules, now },
) {
  const { event } = recorded;
  const former = state.statements.find(({ eventId }) => eventId === event.eventId);
  if (former !== undefined) return repeated(state, recorded, former, now);
  const { payment } = state;
  if (payment === null || rules === null)
    return refused(
      state,
      recorded,
      'nothing is known of this payment yet; record the event with the payment, or make a request with its snapshot first',
      now,
    );
  const full = fullForEvent(state, event.kind);
  if (full !== null) return refused(state, recorded, full.message, now, full.code);
  const context: EventContext = { payment, rules, now };
  const taken = impossible(payment, event, now) ?? take(state, context, event);
  if (typeof taken === 'string') return refused(state, recorded, taken, now);
  const fullThen = fullWith(state, taken.state);
  if (fullThen !== null) return refused(state, recorded, fullThen.message, now, fullThen.code);
  const claimMinor = byService(recorded, rules)
    ? 0
    : Math.max(raisedMinor(state, taken.state), taken.mayReleaseMinor ?? 0);
  const why = unproved(state, recorded, taken, claimMinor, rules);
  if (why !== null) return refused(state, recorded, why, now);
  return { state: withStatement(state, recorded, taken, claimMinor, now), answer: null };
};

/** The state with the event in it, or why it cannot be believed. */
function take(state: LedgerState, context: EventContext, event: PaymentEvent): TakenEvent | string {
  switch (event.kind) {
    case 'captureStarted':
    case 'captureFailed':
      return takeCaptureState(state, context, event);
    case 'captureSucceeded':
      return takeCaptureSucceeded(state, context, event);
    case 'settled':
      return takeSettled(state, context, event);
    case 'disputeOpened':
      return takeDisputeOpened(state, context, event);
    case 'disputeClosed':
      return takeDisputeClosed(state, context, event);
    case 'refundSucceeded':
    case 'refundFailed':
    case 'voidSucceeded':
    case 'voidFailed':
      return takeLegEvent(state, context, event);
    case 'externalRefund':
      return takeExternalRefund(state, context, event);
    case 'externalRefundFailed':
      return takeExternalRefundFailed(state, context, event);
    case 'authorizationChanged':
      return takeAuthorizationChanged(state, context, event);
    case 'accountChanged':
      return takeAccountChanged(state, context, event);
    case 'correction':
      return takeCorrection(state, context, event);
    default:
      return assertNever(event);
  }
}

/** Was this event recorded before, with this content? */
export function isRepeat({ statements }: LedgerState, event: PaymentEvent): boolean {
  const former = statements.find(({ eventId }) => eventId === event.eventId);
  return former !== undefined && differences(former.content, contentOf(event)).length === 0;
}

function repeated(
  state: LedgerState,
  recorded: RecordedEvent,
  former: Statement,
  now: string,
): Transitioned<Reason | null> {
  const differing = differences(former.content, contentOf(recorded.event));
  if (differing.length === 0) return { state, answer: null };
  const why = `an event with this id was recorded before with other content: ${differing.join(', ')}. A repeat says the same; give another event an id of its own, and several changes of one message the ids <event>/<part>`;
  return refused(state, recorded, why, now);
}

/** Clocks differ; whole days do not. A later instant would make every true message after it look old. */
const aheadDays = 1;

function impossible(payment: Payment, event: PaymentEvent, now: string): string | null {
  if (Date.parse(event.at) > Date.parse(now) + days(aheadDays)) {
    return `it is dated ${event.at}, which is in the future; give the instant at which it happened`;
  }
  // The issuer counts a dispute in a currency of its own; everything else is in the payment's.
  const currency = event.kind !== 'disputeOpened' && 'currency' in event ? (event.currency ?? null) : null;
  if (currency !== null && currency !== payment.currency) {
    const reported = isCurrencyCode(currency) ? currency : 'another currency';
    return `the payment is in ${payment.currency}, not ${reported}`;
  }
  return null;
}

/** A capture that a source of the rules reports is not recorded by hand. */
function byService({ event, by }: RecordedEvent, { approvals }: AccountRules): boolean {
  return event.kind === 'captureSucceeded' && approvals?.captureSources.includes(by.id) === true;
}

function unproved(
  state: LedgerState,
  { event, by, coSignedBy }: RecordedEvent,
  { legId }: TakenEvent,
  amountMinor: number,
  rules: AccountRules,
): string | null {
  const needed = coSignaturesNeeded(state, amountMinor, rules);
  if (needed > 0 && (event.evidence ?? null) === null) {
    return 'evidence is missing: it makes an amount refundable, so say what proves it';
  }
  const claim = { amountMinor, legId: legId ?? null, reportedBy: by, coSignedBy };
  return missingCoSignatures(state, claim, rules);
}

function withStatement(
  before: LedgerState,
  { event, by, coSignedBy }: RecordedEvent,
  { state, captureId, legId }: TakenEvent,
  claimMinor: number,
  now: string,
): LedgerState {
  const said: SaidStatement = {
    eventId: event.eventId,
    kind: event.kind,
    by,
    saidAt: now,
    happenedAt: event.at,
    evidence: event.evidence ?? null,
    coSignedBy,
    content: contentOf(event),
    captureId: captureId ?? null,
    legId: legId ?? null,
    changes: changesBetween(before, state),
  };
  const { chain, line } = linked(state.auditChain, state.statements.at(-1)?.digest ?? null, said);
  return {
    ...state,
    statements: [...state.statements, { ...line, correctedBy: null, struck: false }],
    auditChain: chain,
    releasedMinor: before.releasedMinor + claimMinor,
  };
}

function refused(
  state: LedgerState,
  { event, by }: RecordedEvent,
  why: string,
  now: string,
  code: Reason['code'] = 'paymentMismatch',
): { state: LedgerState; answer: Reason } {
  const entry = {
    at: now,
    act: 'recorded' as const,
    by,
    reversalId: null,
    planVersion: null,
    comment: `event ${event.eventId} (${event.kind}), dated ${event.at}`,
    refused: why,
  };
  const message = `event ${event.eventId} (${event.kind}) is not accepted: ${why}`;
  return { state: addAudit(state, entry), answer: { code, message } };
}
