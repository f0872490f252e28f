import { condition } from '@temporalio/workflow';
import { checkRecovery, checkResolution, toResolution } from '../../src/contract/guard-operator';
import { messages, nothingToRecover, type MessageAnswer } from '../../src/contract/messages';
import type { ResolutionInput } from '../../src/contract/shapes';
import { resolutionTerms } from '../../src/contract/token-terms';
import type { AuditEntry } from '../../src/domain/model/audit';
import { audited } from '../../src/domain/model/ledger-state';
import { recover, type Recovery } from '../../src/domain/transitions/recover';
import { resolve } from '../../src/domain/transitions/resolve';
import { onUpdate } from './message-handlers';
import { coSigners, identityOf } from './identity';
import { contextOf, lineageOf, now, note, type Ledger } from './ledger';
import { freshContextOf } from './rules';

/** Registers what operators say to a ledger. */
export function registerOperatorMessages(ledger: Ledger): void {
  onUpdate(ledger, messages.resolveUnknown, checkResolution, (value) => takeResolution(ledger, value));
  onUpdate(ledger, messages.recover, checkRecovery, (value) => takeRecovery(ledger, value as Recovery));
}

async function takeResolution(ledger: Ledger, value: unknown): Promise<MessageAnswer> {
  const context = await freshContextOf(ledger);
  if (context === null) return { accepted: false, reason: 'nothing is known of this payment yet' };
  const told = value as ResolutionInput;
  const { paymentId } = context.payment;
  const who = await identityOf(context.rules, resolutionTerms(paymentId, told), told.actor, told.token ?? null);
  if (!who.proven) return unproven(ledger, told, who.why);
  const coSignedBy = await coSigners(context.rules, paymentId, told.legId, told.coSignedBy);
  const resolution = toResolution(told, who.by, coSignedBy);
  const { state, refused } = resolve(ledger.state, resolution, context.rules, now());
  ledger.state = state;
  return { accepted: refused === null, reason: refused };
}

function unproven(ledger: Ledger, { legId, outcome, actor }: ResolutionInput, why: string): MessageAnswer {
  const comment = `leg ${legId}: ${outcome}`;
  const by = { id: actor.id, onBehalfOf: actor.onBehalfOf ?? null };
  const entry = { at: now(), act: 'resolved' as const, by, reversalId: null, planVersion: null, comment, refused: why };
  ledger.state = audited(ledger.state, entry);
  return { accepted: false, reason: why };
}

/** From here on the named run may send: it knows what every run before it has scheduled. */
async function takeRecovery(ledger: Ledger, recovery: Recovery): Promise<MessageAnswer> {
  // A reset run is told once more what its former run was asked: it may still be reading the rules for that.
  await condition(() => contextOf(ledger) !== null || ledger.preflights === 0);
  if (maySend(ledger, recovery.runId)) return { accepted: false, reason: nothingToRecover };
  const context = contextOf(ledger);
  if (context === null && recovery.legs.length > 0) {
    // Legs of a payment that nobody has told cannot be kept. Taken, they would be forgotten, and sent once more.
    const why =
      'this run of the ledger knows nothing of its payment yet: make any request with its snapshot, then recover again';
    note(ledger, `recovery by ${recovery.actor.id}`, why);
    return { accepted: false, reason: why };
  }
  // Named before the hold is lifted: whoever wakes by that sends as the recovered run.
  ledger.recoveredRunId = recovery.runId;
  ledger.ancestorsTrusted = true;
  ledger.state = audited(ledger.state, recoveredEntry(recovery));
  if (context === null) {
    note(ledger, `recovered by ${recovery.actor.id}`, recovery.reason);
    ledger.state = { ...ledger.state, frozen: null };
  } else {
    ledger.state = recover(ledger.state, recovery, context.rules, now());
  }
  return { accepted: true, reason: null };
}

/**
 * The run is named by the recovery and not by the workflow's own info: in a replay after a reset that is another run, and
 * the ledger must answer as it did.
 */
function maySend(ledger: Ledger, runId: string): boolean {
  const { originalRunId, recoveredRunId, ancestorsTrusted } = lineageOf(ledger);
  const isTrusted = ancestorsTrusted && (runId === originalRunId || runId === recoveredRunId);
  return isTrusted && ledger.state.frozen === null;
}

function recoveredEntry({ actor, reason }: Recovery): AuditEntry {
  const by = { id: actor.id, onBehalfOf: null };
  return { at: now(), act: 'recovered', by, reversalId: null, planVersion: null, comment: reason, refused: null };
}
