import { condition, defineQuery, setHandler } from '@temporalio/workflow';
import { checkFact } from '../../src/contract/guard-fact';
import { messages, type FactAnswer, type ReplyTo } from '../../src/contract/messages';
import { toFact, toReversalRequest } from '../../src/contract/normalise';
import { applyFact } from '../../src/domain/apply-fact';
import type { Fact } from '../../src/domain/facts';
import { findReversalView, ledgerView, type LedgerView, type ReversalView } from '../../src/domain/view';
import { admitted, answerTo, beforehand, judged, readRequest } from './admission';
import { rememberChild, tellRefused } from './children';
import { hearSignal, hearUpdate, inWords, malformed } from './hearing';
import { agreeing } from './identity';
import { isWorking, known, now, trace, type Ledger } from './ledger';
import { freshlyKnown } from './rules';

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
  hearUpdate(ledger, messages.requestReversal, checkRequest, (value, options) => answerRequest(ledger, value, options));
  hearSignal(ledger, messages.requestReversal, (value, replyTo) => takeRequest(ledger, value, replyTo));
  hearUpdate(ledger, messages.recordFact, checkFact, (value) => takeFact(ledger, toFact(value)));
  hearSignal(ledger, messages.recordFact, async (value) => {
    const problems = checkFact(value);
    if (problems.length > 0) trace(ledger, `signal ${messages.recordFact}`, inWords(problems));
    else await takeFact(ledger, toFact(value));
  });
  setHandler(ledgerQuery, () => ledgerView(ledger.state, now()));
  setHandler(reversalQuery, (value) => findReversalView(ledger.state, requestIdIn(value), now()));
  setHandler(previewQuery, (value) => {
    const read = readRequest(ledger, value);
    if ('problems' in read) throw malformed(read.problems);
    // A query cannot read rules; whoever asks knows the rest as well as a ledger that knows nothing yet.
    return ledger.state.payment === null ? null : answerTo(judged(ledger, read.asked), read.asked);
  });
}

/** Answers when the reversal is settled or has stopped working, or at once when enough others wait already. */
async function answerRequest(ledger: Ledger, value: unknown, options: unknown): Promise<ReversalView> {
  const asked = toReversalRequest(value);
  const admission = admitted(ledger, asked, await beforehand(ledger, asked));
  const answer = answerTo(admission, asked);
  const full = ledger.waitingUpdates >= waitingUpdatesAllowed;
  if (admission.kind === 'refused' || full || !wantsToWait(options)) return answer;
  ledger.waitingUpdates += 1;
  try {
    await condition(() => ledger.continuing || !isWorking(ledger, asked.requestId));
  } finally {
    ledger.waitingUpdates -= 1;
  }
  return findReversalView(ledger.state, asked.requestId, now()) ?? answer;
}

/** A signal never throws: what cannot be read leaves a trace, so that nonsense neither fails nor wedges the ledger. */
async function takeRequest(ledger: Ledger, value: unknown, replyTo: unknown): Promise<void> {
  const read = readRequest(ledger, value);
  if ('problems' in read) {
    trace(ledger, `signal ${messages.requestReversal}`, inWords(read.problems));
    return;
  }
  const child = readReplyTo(replyTo);
  const admission = admitted(ledger, read.asked, await beforehand(ledger, read.asked));
  if (child === null) return;
  if (admission.kind === 'refused') tellRefused(ledger, child, answerTo(admission, read.asked));
  else rememberChild(ledger, read.asked.requestId, child);
}

async function takeFact(ledger: Ledger, fact: Fact): Promise<FactAnswer> {
  // What frees an amount is judged by today's policy; every other fact is taken in at once, in the order it came.
  const facts = fact.kind === 'refundFailed' ? await freshlyKnown(ledger) : known(ledger);
  if (facts === null) {
    const why = 'nothing is known of this payment yet; make a request with its snapshot first';
    trace(ledger, `fact ${fact.factId} (${fact.kind})`, why);
    return { taken: false, reason: why };
  }
  const agreedBy =
    fact.kind === 'refundFailed' && fact.agreedBy != null
      ? await agreeing(facts.rules, facts.payment.paymentId, fact.legId, fact.agreedBy)
      : [];
  const { state, refused } = applyFact(ledger.state, fact, facts.rules, now(), agreedBy);
  ledger.state = state;
  return { taken: refused === null, reason: refused?.message ?? null };
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
