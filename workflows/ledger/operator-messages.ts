import { condition } from '@temporalio/workflow';
import { nothingToRecover, updates, type MessageAnswer } from '../../src/contract/messages';
import { checkRecovery } from '../../src/contract/recovery';
import { checkResolution, toResolution, type ResolutionInput } from '../../src/contract/resolution';
import { resolutionTerms } from '../../src/contract/token-terms';
import { audit, note } from '../../src/domain/transitions/notes-and-time';
import { recover, type Recovery } from '../../src/domain/transitions/recover';
import { resolve } from '../../src/domain/transitions/resolve';
import { commit } from './commit';
import { coSigners, identityOf } from './identity';
import { contextOf, lineageOf, type Ledger } from './ledger';
import { onUpdate } from './message-handlers';
import { freshContextOf } from './rules';

/** Registers what operators send to a ledger. */
export function registerOperatorMessages(ledger: Ledger): void {
  onUpdate(ledger, updates.resolveUnknown, checkResolution, (value) =>
    takeResolution(ledger, value as ResolutionInput),
  );
  onUpdate(ledger, updates.recover, checkRecovery, (value) => takeRecovery(ledger, value as Recovery));
}

async function takeResolution(ledger: Ledger, resolution: ResolutionInput): Promise<MessageAnswer> {
  const context = await freshContextOf(ledger);
  if (context === null) return { accepted: false, reason: 'nothing is known of this payment yet' };
  const { rules, payment } = context;
  const { legId, actor, token = null } = resolution;
  const who = await identityOf(rules, resolutionTerms(payment.paymentId, resolution), actor, token);
  if (!who.proven) return unproven(ledger, resolution, who.why);
  const coSignedBy = await coSigners(rules, payment.paymentId, legId, resolution.coSignedBy);
  const refused = commit(ledger, resolve, toResolution(resolution, who.by, coSignedBy));
  return { accepted: refused === null, reason: refused };
}

function unproven(ledger: Ledger, { legId, outcome, actor }: ResolutionInput, why: string): MessageAnswer {
  const by = { id: actor.id, onBehalfOf: actor.onBehalfOf ?? null };
  const comment = `leg ${legId}: ${outcome}`;
  commit(ledger, audit, { act: 'resolved', by, reversalId: null, planVersion: null, comment, refused: why });
  return { accepted: false, reason: why };
}

/** From here on the named run may send: it knows what every run before it has scheduled. */
async function takeRecovery(ledger: Ledger, recovery: Recovery): Promise<MessageAnswer> {
  // A reset run is sent again what its former run was asked: it may still be reading the rules for that.
  await condition(() => contextOf(ledger) !== null || ledger.preflights === 0);
  if (maySend(ledger, recovery.runId)) return { accepted: false, reason: nothingToRecover };
  if (contextOf(ledger) === null && recovery.legs.length > 0) {
    // Legs of a payment that was never described cannot be kept. Accepted, they would be forgotten, and sent again.
    const why =
      'this run of the ledger knows nothing of its payment yet: make any request with its snapshot, then recover again';
    commit(ledger, note, { what: `recovery by ${recovery.actor.id}`, why });
    return { accepted: false, reason: why };
  }
  // Named before the freeze is lifted: what wakes by that sends as the recovered run.
  ledger.recoveredRunId = recovery.runId;
  ledger.ancestorsTrusted = true;
  commit(ledger, recover, recovery);
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
