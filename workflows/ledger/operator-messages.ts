import { condition, proxyActivities } from '@temporalio/workflow';
import type { HistoriesResult, ReversalActivities } from '../../src/contract/activity-shapes';
import { nothingToRecover, updates, type MessageAnswer } from '../../src/contract/messages';
import { checkRecovery, type RecoveryInput } from '../../src/contract/recovery';
import { checkResolution, toResolution, type ResolutionInput } from '../../src/contract/resolution';
import { coSignatureTerms, recoveryTerms, resolutionTerms } from '../../src/contract/token-terms';
import type { AuditEntry } from '../../src/domain/model/audit';
import type { ReasonCode } from '../../src/domain/model/reasons';
import { audit, note } from '../../src/domain/transitions/notes-and-time';
import { recover } from '../../src/domain/transitions/recover';
import { resolve } from '../../src/domain/transitions/resolve';
import { commit } from './commit';
import { coSigners, identityOf, spend, type Identity } from './identity';
import { contextOf, lineageOf, type Ledger } from './ledger';
import { exemptHere, onUpdate } from './message-handlers';
import { freshContextOf } from './rules';

const { readHistories } = proxyActivities<Pick<ReversalActivities, 'readHistories'>>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '500ms', maximumAttempts: 5 },
});

/** Registers what operators send to a ledger. */
export function registerOperatorMessages(ledger: Ledger): void {
  const checkOwnResolution = (value: unknown) => checkResolution(value, exemptHere(ledger));
  onUpdate(ledger, updates.resolveUnknown, checkOwnResolution, (value) =>
    takeResolution(ledger, value as ResolutionInput),
  );
  onUpdate(ledger, updates.recover, checkRecovery, (value) => takeRecovery(ledger, value as RecoveryInput));
}

async function takeResolution(ledger: Ledger, resolution: ResolutionInput): Promise<MessageAnswer> {
  const context = await freshContextOf(ledger);
  if (context === null) return { accepted: false, reason: 'nothing is known of this payment yet' };
  const { rules, payment } = context;
  const { legId, actor, outcome, amountMinor, token = null } = resolution;
  const who = await identityOf(rules, resolutionTerms(payment.paymentId, resolution), actor, token);
  const said = { act: 'resolved', comment: `leg ${legId}: ${outcome}`, actor } as const;
  if (!who.proven) return refused(ledger, said, who.why);
  const movedMinor = outcome === 'succeeded' ? (amountMinor ?? null) : null;
  const terms = coSignatureTerms(payment.paymentId, { legId, movedMinor });
  const coSignedBy = await coSigners(rules, terms, resolution.coSignedBy);
  const spent = spend(ledger, [who, ...coSignedBy]);
  if (spent !== null) return refused(ledger, said, spent.message);
  const people = coSignedBy.map(({ by }) => by);
  const why = commit(ledger, resolve, toResolution(resolution, who.by, people));
  return { accepted: why === null, reason: why };
}

interface Said extends Pick<AuditEntry, 'act' | 'comment'> {
  readonly actor: RecoveryInput['actor'];
}

/** What was said without proof, or cannot be believed, is recorded in the audit trail and changes nothing. */
function refused(ledger: Ledger, { act, comment, actor }: Said, why: string): MessageAnswer {
  const by = { id: actor.id, onBehalfOf: actor.onBehalfOf ?? null };
  commit(ledger, audit, { act, by, reversalId: null, planVersion: null, comment, refused: why });
  return { accepted: false, reason: why };
}

/** Why a ledger was frozen, where a recovery can lift it. */
const liftable: readonly ReasonCode[] = ['resetDetected', 'invariantBroken', 'untrustedStart'];

/**
 * From here on the run that asked may send: it knows what every run before it has scheduled, because the worker has read
 * it. The person only asks for it. A ledger that may send as it is takes no recovery.
 */
async function takeRecovery(ledger: Ledger, recovery: RecoveryInput): Promise<MessageAnswer> {
  // A reset run is sent again what its former run was asked: it may still be reading the rules for that.
  await condition(() => contextOf(ledger) !== null || ledger.preflights === 0);
  const { actor, reason } = recovery;
  const said = { act: 'recovered', comment: reason, actor } as const;
  const who = await recoveredBy(ledger, recovery);
  const reading = await readingOf(ledger, who.proven);
  if (typeof reading === 'string') return refused(ledger, said, reading);
  const { runId } = reading;
  if (reading.status === 'trusted' || isRecovered(ledger, runId)) return { accepted: false, reason: nothingToRecover };
  if (recovery.runId !== runId) {
    return refused(ledger, said, `the recovery names another run than the one that is to send, which is ${runId}`);
  }
  if (!who.proven) return refused(ledger, said, `${who.why} (it has to name run ${runId})`);
  if (reading.status !== 'read') {
    const why = reading.status === 'unreadable' ? reading.why : 'nothing was read';
    return refused(ledger, said, `what the former runs have sent is not known: ${why}`);
  }
  const { frozen } = ledger.state;
  if (frozen !== null && !liftable.includes(frozen.reason.code)) {
    return refused(ledger, said, `no recovery lifts this: ${frozen.reason.message}`);
  }
  if (contextOf(ledger) === null && reading.legs.length > 0) {
    // Legs of a payment that was never described cannot be kept. Accepted, they would be forgotten, and sent again.
    const why =
      'this run of the ledger knows nothing of its payment yet: make any request with its snapshot, then recover again';
    commit(ledger, note, { what: `recovery by ${actor.id}`, why });
    return { accepted: false, reason: why };
  }
  const spent = spend(ledger, [who]);
  if (spent !== null) return refused(ledger, said, spent.message);
  // Named before the freeze is lifted: what wakes by that sends as the recovered run.
  ledger.recoveredRunId = runId;
  ledger.ancestorsTrusted = true;
  commit(ledger, recover, { legs: reading.legs, actor: who.by, reason });
  return { accepted: true, reason: null };
}

/** Who asks. While nothing is known of the payment, nor are its rules: then only a ledger that never sent is recovered. */
async function recoveredBy(ledger: Ledger, recovery: RecoveryInput): Promise<Identity> {
  const { actor, token = null } = recovery;
  const context = await freshContextOf(ledger);
  const by = { id: actor.id, onBehalfOf: actor.onBehalfOf ?? null };
  if (context === null) return { proven: true, by, token: null };
  return identityOf(context.rules, recoveryTerms(context.payment.paymentId, recovery), actor, token);
}

/** What the histories hold; a text says why it could not be read. */
async function readingOf(ledger: Ledger, mayRead: boolean): Promise<HistoriesResult | string> {
  try {
    return await readHistories({ lineage: lineageOf(ledger), isFrozen: ledger.state.frozen !== null, mayRead });
  } catch {
    return 'the histories of the former runs could not be read now; nothing has changed, so recover again';
  }
}

/**
 * Another recovery was faster. The run is named by what the server told the activity and not by the workflow's own info:
 * in a replay after a reset that is another run, and the ledger must answer as it did.
 */
function isRecovered({ recoveredRunId, ancestorsTrusted, state }: Ledger, runId: string): boolean {
  return ancestorsTrusted && recoveredRunId === runId && state.frozen === null;
}
