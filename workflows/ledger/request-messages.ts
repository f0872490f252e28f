import { condition, defineQuery, setHandler } from '@temporalio/workflow';
import { checkPaymentEvent } from '../../src/contract/guard-event';
import { messages, type MessageAnswer, type ReplyTo } from '../../src/contract/messages';
import { toPaymentEvent, toReversalRequest } from '../../src/contract/normalise';
import { applyEvent } from '../../src/domain/transitions/apply-event';
import type { PaymentEvent } from '../../src/domain/model/payment-event';
import { findReversalView, ledgerView, type LedgerView, type ReversalView } from '../../src/domain/views/view';
import { admitRequest, answerTo, preflight, evaluate, readRequest } from './admission';
import { rememberChild, notifyRefused } from './children';
import { inWords, malformed } from '../../src/workflow/reversal-input';
import { onSignal, onUpdate } from './message-handlers';
import { coSigners } from './identity';
import { isWorking, contextOf, now, note, type Ledger } from './ledger';
import { freshContextOf } from './rules';

const ledgerQuery = defineQuery<LedgerView | null>(messages.ledger);
const reversalQuery = defineQuery<ReversalView | null, [unknown]>(messages.reversal);
const previewQuery = defineQuery<ReversalView | null, [unknown]>(messages.preview);

/** At most this many updates wait at a time; the server allows ten, and operators must never be locked out. */
const waitingUpdatesAllowed = 5;

/** Registers everything a ledger hears. */
export function registerMessages(ledger: Ledger): void {
  const checkRequest = (value: unknown) => {
    const read = readRequest(ledger, value);
    return 'problems' in read ? read.problems : [];
  };
  onUpdate(ledger, messages.requestReversal, checkRequest, (value, options) => answerRequest(ledger, value, options));
  onSignal(ledger, messages.requestReversal, (value, replyTo) => takeRequest(ledger, value, replyTo));
  onUpdate(ledger, messages.recordEvent, checkPaymentEvent, (value) => takeEvent(ledger, toPaymentEvent(value)));
  onSignal(ledger, messages.recordEvent, async (value) => {
    const problems = checkPaymentEvent(value);
    if (problems.length > 0) note(ledger, `signal ${messages.recordEvent}`, inWords(problems));
    else await takeEvent(ledger, toPaymentEvent(value));
  });
  setHandler(ledgerQuery, () => ledgerView(ledger.state, now()));
  setHandler(reversalQuery, (value) => findReversalView(ledger.state, requestIdIn(value), now()));
  setHandler(previewQuery, (value) => {
    const read = readRequest(ledger, value);
    if ('problems' in read) throw malformed(read.problems);
    // A query cannot read rules; whoever asks knows the rest as well as a ledger that knows nothing yet.
    return ledger.state.payment === null ? null : answerTo(evaluate(ledger, read.asked), read.asked);
  });
}

/** Answers when the reversal is settled or has stopped working, or at once when enough others wait already. */
async function answerRequest(ledger: Ledger, value: unknown, options: unknown): Promise<ReversalView> {
  const asked = toReversalRequest(value);
  const admission = admitRequest(ledger, asked, await preflight(ledger, asked));
  const answer = answerTo(admission, asked);
  const full = ledger.waitingUpdates >= waitingUpdatesAllowed;
  if (admission.kind === 'refused' || full || !wantsToWait(options)) return answer;
  ledger.waitingUpdates += 1;
  try {
    await condition(() => ledger.draining || !isWorking(ledger, asked.requestId));
  } finally {
    ledger.waitingUpdates -= 1;
  }
  return findReversalView(ledger.state, asked.requestId, now()) ?? answer;
}

/** A signal never throws: what cannot be read leaves a trace, so that nonsense neither fails nor wedges the ledger. */
async function takeRequest(ledger: Ledger, value: unknown, replyTo: unknown): Promise<void> {
  const read = readRequest(ledger, value);
  if ('problems' in read) {
    note(ledger, `signal ${messages.requestReversal}`, inWords(read.problems));
    return;
  }
  const child = readReplyTo(replyTo);
  const admission = admitRequest(ledger, read.asked, await preflight(ledger, read.asked));
  if (child === null) return;
  if (admission.kind === 'refused') notifyRefused(ledger, child, answerTo(admission, read.asked));
  else rememberChild(ledger, read.asked.requestId, child);
}

async function takeEvent(ledger: Ledger, event: PaymentEvent): Promise<MessageAnswer> {
  // What frees an amount is judged by today's policy; every other event is taken in at once, in the order it came.
  const context = event.kind === 'refundFailed' ? await freshContextOf(ledger) : contextOf(ledger);
  if (context === null) {
    const why = 'nothing is known of this payment yet; make a request with its snapshot first';
    note(ledger, `event ${event.eventId} (${event.kind})`, why);
    return { accepted: false, reason: why };
  }
  const coSignedBy =
    event.kind === 'refundFailed' && event.coSignedBy != null
      ? await coSigners(context.rules, context.payment.paymentId, event.legId, event.coSignedBy)
      : [];
  const { state, refused } = applyEvent(ledger.state, event, context.rules, now(), coSignedBy);
  ledger.state = state;
  return { accepted: refused === null, reason: refused?.message ?? null };
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
