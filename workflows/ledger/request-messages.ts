import { condition, setHandler } from '@temporalio/workflow';
import { queries, signals, type MessageAnswer, type ReplyTo, updates } from '../../src/contract/messages';
import { toPayment, toPaymentEvent, toReversalRequest } from '../../src/contract/normalise';
import { checkEventWithPayment, checkOpening, type Opening } from '../../src/contract/opening';
import { allExempt } from '../../src/contract/message-check';
import { checkPaymentEvent } from '../../src/contract/payment-event';
import type { PaymentSnapshot } from '../../src/contract/payment-snapshot';
import { eventCoSignatureTerms, eventTerms, type TokenTerms } from '../../src/contract/token-terms';
import { applyEvent, isRepeat } from '../../src/domain/transitions/apply-event';
import type { PaymentEvent } from '../../src/domain/model/payment-event';
import type { AccountRules } from '../../src/domain/model/profile';
import type { Reason } from '../../src/domain/model/reasons';
import type { Requester } from '../../src/domain/model/requester';
import { findReversalView, ledgerView, type ReversalView } from '../../src/domain/views/view';
import { audit, note } from '../../src/domain/transitions/notes-and-time';
import { admitRequest, answerTo, preflight, preview, readRequest } from './admission';
import { rememberChild, notifyRefused } from './notifications';
import { inWords, malformed } from '../../src/workflow/reversal-input';
import { commit } from './commit';
import { exemptHere, onSignal, onUpdate } from './message-handlers';
import { coSigners, identityOf, spend } from './identity';
import { isWorking, ledgerTime, type Ledger } from './ledger';
import { isAboutSending } from '../../src/domain/transitions/event-needs';
import { moveAccount, openWith, takeOpening } from './opening';
import { freshContextOf } from './rules';

/** At most this many updates wait at a time; the server allows ten, and operators must never be locked out. */
const waitingUpdatesAllowed = 5;

/** Registers what callers send to a ledger. */
export function registerMessages(ledger: Ledger): void {
  const checkRequest = (value: unknown) => {
    const read = readRequest(ledger, value);
    return 'problems' in read ? read.problems : [];
  };
  onUpdate(ledger, updates.requestReversal, checkRequest, (value, options) => answerRequest(ledger, value, options));
  onSignal(ledger, signals.requestReversal, (value, replyTo) => takeRequest(ledger, value, replyTo));
  onUpdate(ledger, updates.openPayment, checkOpening, (value) => takeOpening(ledger, value as Opening));
  // An event that brings its payment comes before the rules of the account are read: they are asked once they are.
  const exemptBy = (payment: unknown) => (payment == null || ledger.rules !== null ? exemptHere(ledger) : allExempt);
  const checkEvent = (value: unknown, payment?: unknown) => checkEventWithPayment(value, payment, exemptBy(payment));
  onUpdate(ledger, updates.recordEvent, checkEvent, (value, payment) =>
    takeEvent(ledger, toPaymentEvent(value), payment),
  );
  onSignal(ledger, signals.recordEvent, async (value, payment) => {
    const problems = checkEvent(value, payment);
    if (problems.length > 0)
      commit(ledger, note, { what: `signal ${signals.recordEvent.name}`, why: inWords(problems) });
    else await takeEvent(ledger, toPaymentEvent(value), payment);
  });
  setHandler(queries.ledger, () => ledgerView(ledger.state, ledgerTime(ledger), ledger.rules?.identity ?? null));
  setHandler(queries.reversal, (value) => findReversalView(ledger.state, requestIdIn(value), ledgerTime(ledger)));
  setHandler(queries.preview, (value) => {
    const read = readRequest(ledger, value);
    if ('problems' in read) throw malformed(read.problems);
    // A query cannot read rules: the caller knows as much as a ledger that knows nothing yet.
    return ledger.state.payment === null ? null : preview(ledger, read.asked);
  });
}

/** Answers when the reversal has stopped working, or at once when enough others wait already. */
async function answerRequest(ledger: Ledger, value: unknown, options: unknown): Promise<ReversalView> {
  const asked = toReversalRequest(value);
  const admission = admitRequest(ledger, asked, await preflight(ledger, asked));
  const answer = answerTo(ledger, asked, admission);
  const full = ledger.waitingUpdates >= waitingUpdatesAllowed;
  if (admission.kind === 'refused' || full || !wantsToWait(options)) return answer;
  ledger.waitingUpdates += 1;
  try {
    await condition(() => ledger.draining || !isWorking(ledger, asked.requestId));
  } finally {
    ledger.waitingUpdates -= 1;
  }
  return findReversalView(ledger.state, asked.requestId, ledgerTime(ledger)) ?? answer;
}

/** A message that cannot be read leaves a note, so that it neither fails nor wedges the ledger. */
async function takeRequest(ledger: Ledger, value: unknown, replyTo: unknown): Promise<void> {
  const read = readRequest(ledger, value);
  if ('problems' in read) {
    commit(ledger, note, { what: `signal ${signals.requestReversal.name}`, why: inWords(read.problems) });
    return;
  }
  const child = readReplyTo(replyTo);
  const admission = admitRequest(ledger, read.asked, await preflight(ledger, read.asked));
  if (child === null) return;
  if (admission.kind === 'refused') notifyRefused(ledger, child, answerTo(ledger, read.asked, admission));
  else rememberChild(ledger, read.asked.requestId, child);
}

/** Today's rules decide who may report it, and what releases an amount. */
async function takeEvent(ledger: Ledger, { token, ...event }: PaymentEvent, payment: unknown): Promise<MessageAnswer> {
  const said = { id: event.source, token: token ?? null };
  if (payment != null) {
    const opened = toPayment(payment as PaymentSnapshot);
    const terms = eventTerms(opened.paymentId, event);
    const unopened = await openWith(ledger, opened, bySource(event), (rules) => whyUnproven(rules, terms, said));
    if (unopened !== null) return { accepted: false, reason: unopened };
    // It came with its payment, so that the rules of the account are at hand only now.
    const [first] = checkPaymentEvent(event, exemptHere(ledger));
    if (first !== undefined) return { accepted: false, reason: `event.${first.field} ${first.message}` };
  }
  const isAnswered = (): boolean => !ledger.calling || !isAboutSending(ledger.state, event);
  if (!isAnswered()) await condition(isAnswered);
  const context = await freshContextOf(ledger);
  if (context === null) {
    const why =
      'nothing is known of this payment yet; record the event with the payment, or make a request with its snapshot first';
    commit(ledger, note, { what: `event ${event.eventId} (${event.kind})`, why });
    return { accepted: false, reason: why };
  }
  const { rules } = context;
  const { paymentId } = context.payment;
  // Recorded before with this content, it changes nothing again: a webhook that is delivered twice needs no second token.
  if (isRepeat(ledger.state, event)) {
    return recorded(commit(ledger, applyEvent, { event, by: bySource(event), coSignedBy: [] }));
  }
  const terms = eventTerms(paymentId, event);
  const who = await identityOf(rules, terms, { id: event.source }, token ?? null);
  if (!who.proven) return unproven(ledger, event, who.why);
  const coSignedBy = await coSigners(rules, eventCoSignatureTerms(paymentId, event), event.coSignedBy);
  if (!isRepeat(ledger.state, event)) {
    const why = spend(ledger, [who, ...coSignedBy]);
    if (why !== null) return unproven(ledger, event, why.message);
  }
  const recording = { event, by: who.by, coSignedBy: coSignedBy.map(({ by }) => by) };
  if (event.kind !== 'accountChanged') return recorded(commit(ledger, applyEvent, recording));
  const refused = await moveAccount(ledger, event.gatewayAccount, recording, (of) => whyUnproven(of, terms, said));
  return { accepted: refused === null, reason: refused };
}

/** Why these rules do not believe who speaks; null: they do. */
async function whyUnproven(
  rules: AccountRules,
  terms: TokenTerms,
  { id, token }: { readonly id: string; readonly token: string | null },
): Promise<string | null> {
  const speaker = await identityOf(rules, terms, { id }, token);
  return speaker.proven ? null : speaker.why;
}

function bySource({ source }: PaymentEvent): Requester {
  return { id: source, onBehalfOf: null };
}

function recorded(refused: Reason | null): MessageAnswer {
  return { accepted: refused === null, reason: refused?.message ?? null };
}

/** What was reported without proof is recorded in the audit trail, and changes nothing. */
function unproven(ledger: Ledger, { eventId, kind, source }: PaymentEvent, why: string): MessageAnswer {
  const by = { id: source, onBehalfOf: null };
  const comment = `event ${eventId} (${kind})`;
  commit(ledger, audit, { act: 'recorded', by, reversalId: null, planVersion: null, comment, refused: why });
  return { accepted: false, reason: why };
}

function wantsToWait(options: unknown): boolean {
  return !(typeof options === 'object' && options !== null && 'wait' in options && options.wait === false);
}

function requestIdIn(value: unknown): string {
  if (typeof value !== 'object' || value === null || !('requestId' in value)) return '';
  return typeof value.requestId === 'string' ? value.requestId : '';
}

/** What is no workflow's id would fail the server's check of the signal, or kill the worker that writes it. */
function readReplyTo(value: unknown): ReplyTo | null {
  if (typeof value !== 'object' || value === null || !('workflowId' in value)) return null;
  const { workflowId } = value;
  return typeof workflowId === 'string' && isWorkflowId(workflowId) ? { workflowId } : null;
}

/** The server's limit, in bytes of UTF-8. */
const longestWorkflowId = 1000;

function isWorkflowId(text: string): boolean {
  if (text === '' || text.length > longestWorkflowId || /[\p{Cc}\p{Cs}]/u.test(text)) return false;
  return new TextEncoder().encode(text).length <= longestWorkflowId;
}
