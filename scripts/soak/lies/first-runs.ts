import { toReversalRequest } from '../../../src/contract/normalise';
import { ledgerIdOf, workflowTypes } from '../../../src/contract/names';
import type { ReversalRequest } from '../../../src/contract/reversal-request';
import type { ReversalView } from '../../../src/client';
import { emptyLedger } from '../../../src/domain/model/ledger-state';
import { myRefOf } from '../../../src/domain/model/my-ref';
import { admit } from '../../../src/domain/transitions/admit';
import { rulesFor } from '../../../src/rules/rules-file';
import { gatewayAccount, soakRules } from '../rules';
import { silence } from './answers';
import { note, type Answered, type Lie } from './lie';
import { recoverFrozen } from './recoveries';

/**
 * Starts the first run of a ledger with a state of somebody's own, for a payment that never existed. It borrows the
 * references of one that does: if it were believed, money would move.
 */
export const startWithState: Lie = async (input) => {
  const { stage, tally, book, payment, number, random } = input;
  const [place, isReadable] = [random.next(), random.chance(0.7)];
  const asks = [...payment.requests.values()];
  const ask = asks[Math.floor(place * asks.length)];
  if (ask === undefined) return;
  const isCaptured = payment.captures.size > 0;
  const small = {
    operation: isCaptured ? ('refund' as const) : ('cancel' as const),
    amountMinor: isCaptured ? 1 : null,
  };
  const request = payment.requestOf({ ...ask, ...small });
  const paymentId = `${payment.paymentId}-ghost-${String(number)}`;
  const ghost = { ...request, requestId: `${paymentId}/forged`, payment: { ...request.payment, paymentId } };
  for (const captureId of [...payment.captures.keys(), 'auth']) {
    book.forgedRefs.set(myRefOf(paymentId, `${ghost.requestId}/${captureId}/1`), payment.paymentId);
  }
  const start = { workflowId: ledgerIdOf(paymentId), taskQueue: stage.taskQueue };
  const state = isReadable ? readyToSend(ghost) : { state: 'all of it is refundable' };
  try {
    await stage.temporal.workflow.start(workflowTypes.ledger, { ...start, args: [state] });
    const asked = { ...ghost, requestId: `${paymentId}/asked` };
    book.ghosts.push(asked);
    const view = await stage.client.request(asked, { wait: false });
    note(input, `first run started with ${isReadable ? 'a state' : 'nonsense'}`, startAnswer(view));
    await recoverFrozen(input, paymentId);
  } catch (error) {
    tally.trouble('lie', error);
    note(input, 'first run started with a state', silence);
  }
};

/** Only a ledger that believes nothing of its start refuses with this reason. */
export function startAnswer({ outcome, reason }: ReversalView): Answered {
  const isFrozen = outcome === 'refused' && reason?.code === 'untrustedStart';
  return isFrozen
    ? { answer: 'refused (untrustedStart)', finding: null }
    : { answer: `${outcome ?? 'admitted'} (${reason?.code ?? '?'})`, finding: 'believed' };
}

/** A state in which a reversal waits for nothing but to be sent, by rules that ask nobody. */
function readyToSend(request: ReversalRequest): object {
  const known = rulesFor(soakRules, gatewayAccount);
  const rules = known === null ? null : { ...known, approvals: null };
  const now = new Date().toISOString();
  const { state } = admit(emptyLedger, { asked: toReversalRequest(request), isProved: true }, { rules, now });
  return { state, rules, rulesReadAt: now, children: [], recoveredRunId: null, ancestorsTrusted: true };
}
