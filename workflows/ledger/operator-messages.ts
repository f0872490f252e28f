import { condition } from '@temporalio/workflow';
import { checkRecovery, checkResolution, toResolution } from '../../src/contract/guard-operator';
import { messages, type FactAnswer } from '../../src/contract/messages';
import type { ResolutionInput } from '../../src/contract/shapes';
import { resolutionTerms } from '../../src/contract/token-terms';
import type { AuditEntry } from '../../src/domain/audit';
import { audited } from '../../src/domain/ledger-state';
import { recovered, type Recovery } from '../../src/domain/recover';
import { resolveUnknown } from '../../src/domain/resolve';
import { hearUpdate } from './hearing';
import { agreeing, identityOf } from './identity';
import { known, now, trace, type Ledger } from './ledger';
import { freshlyKnown } from './rules';

/** Registers what operators say to a ledger. */
export function registerOperatorMessages(ledger: Ledger): void {
  hearUpdate(ledger, messages.resolveUnknown, checkResolution, (value) => takeResolution(ledger, value));
  hearUpdate(ledger, messages.recover, checkRecovery, (value) => takeRecovery(ledger, value as Recovery));
}

async function takeResolution(ledger: Ledger, value: unknown): Promise<FactAnswer> {
  const facts = await freshlyKnown(ledger);
  if (facts === null) return { taken: false, reason: 'nothing is known of this payment yet' };
  const told = value as ResolutionInput;
  const { paymentId } = facts.payment;
  const who = await identityOf(facts.rules, resolutionTerms(paymentId, told), told.actor, told.token ?? null);
  if (!who.proven) return unproven(ledger, told, who.why);
  const agreedBy = await agreeing(facts.rules, paymentId, told.legId, told.agreedBy);
  const resolution = toResolution(told, who.by, agreedBy);
  const { state, refused } = resolveUnknown(ledger.state, resolution, facts.rules, now());
  ledger.state = state;
  return { taken: refused === null, reason: refused };
}

function unproven(ledger: Ledger, { legId, outcome, actor }: ResolutionInput, why: string): FactAnswer {
  const comment = `leg ${legId}: ${outcome}`;
  const by = { id: actor.id, onBehalfOf: actor.onBehalfOf ?? null };
  const entry = { at: now(), act: 'resolved' as const, by, reversalId: null, planVersion: null, comment, refused: why };
  ledger.state = audited(ledger.state, entry);
  return { taken: false, reason: why };
}

/** From here on the named run may send: it knows what every run before it has scheduled. */
async function takeRecovery(ledger: Ledger, recovery: Recovery): Promise<FactAnswer> {
  // A reset run is told once more what its former run was asked: it may still be reading the rules for that.
  await condition(() => known(ledger) !== null || ledger.judging === 0);
  const facts = known(ledger);
  if (facts === null && recovery.legs.length > 0) {
    // Legs of a payment that nobody has told cannot be kept. Taken, they would be forgotten, and sent once more.
    const why =
      'this run of the ledger knows nothing of its payment yet: make any request with its snapshot, then recover again';
    trace(ledger, `recovery by ${recovery.actor.id}`, why);
    return { taken: false, reason: why };
  }
  // Named before the hold is lifted: whoever wakes by that sends as the recovered run.
  ledger.recoveredRunId = recovery.runId;
  ledger.soundBefore = true;
  ledger.state = audited(ledger.state, recoveredEntry(recovery));
  if (facts === null) {
    trace(ledger, `recovered by ${recovery.actor.id}`, recovery.reason);
    ledger.state = { ...ledger.state, hold: null };
  } else {
    ledger.state = recovered(ledger.state, recovery, facts.rules, now());
  }
  return { taken: true, reason: null };
}

function recoveredEntry({ actor, reason }: Recovery): AuditEntry {
  const by = { id: actor.id, onBehalfOf: null };
  return { at: now(), act: 'recovered', by, reversalId: null, planVersion: null, comment: reason, refused: null };
}
