import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import { isApprovalOverdue } from '../src/domain/approval-of-plan';
import { unsettled } from '../src/domain/ledger-state';
import { dueLookUp } from '../src/domain/look-up-schedule';
import { nextSend } from '../src/domain/next-send';
import { hasChildrenToTell, tellChildren } from './ledger/children';
import { isOver, isTimeUnattended, keepTime } from './ledger/clock';
import { findOut } from './ledger/finding-out';
import { awaitGateway, isGatewayUnattended } from './ledger/gateway-wait';
import { carry, change, known, timeOf, openLedger, type CarriedLedger, type Ledger } from './ledger/ledger';
import { registerApprovals } from './ledger/approvals';
import { registerMessages } from './ledger/messages';
import { registerOperatorMessages } from './ledger/operator-messages';
import { send } from './ledger/sending';
import { isListUnattended, keepListed, listNow } from './ledger/work-list';

/**
 * The one workflow that owns a payment: register handlers → admit (merge, decide, reserve) → approve → send → find out → settle → close.
 * Every call to the gateway for this payment is made from here, one at a time, so that the sum given back can never
 * pass what was captured. Started by the first request; an absent argument opens it empty.
 */
export async function paymentLedger(carried?: CarriedLedger): Promise<void> {
  const ledger = openLedger(carried);
  registerMessages(ledger);
  registerOperatorMessages(ledger);
  registerApprovals(ledger);
  await ledger.scope.run(() => carryOn(ledger));
}

async function carryOn(ledger: Ledger): Promise<void> {
  for (;;) {
    await condition(() => isDue() || mayClose(ledger) || hasWork(ledger));
    if (isDue() || mayClose(ledger)) {
      await settleDown(ledger);
      listNow(ledger);
      if (mayClose(ledger)) return;
      if (isDue()) return continueInNextRun(ledger);
      // Somebody asked by a signal meanwhile: this run is not over.
      ledger.continuing = false;
    }
    if (isListUnattended(ledger)) void keepListed(ledger);
    keepTime(ledger);
    if (hasOverdueApproval(ledger)) change(ledger, (state) => state);
    // Not waited for: a child that cannot be told must not hold up money.
    if (hasChildrenToTell(ledger)) void tellChildren(ledger);
    if (isGatewayUnattended(ledger)) void awaitGateway(ledger);
    const call = nextCall(ledger);
    if (call !== null) await call;
  }
}

/** One call to the gateway at a time: what is due to leave first, then what is due to be found out. */
function nextCall(ledger: Ledger): Promise<void> | null {
  const facts = known(ledger);
  if (facts === null) return null;
  const toSend = nextSend(ledger.state);
  if (toSend !== null) return send(ledger, toSend, facts);
  const toFindOut = dueLookUp(ledger.state, timeOf(ledger));
  return toFindOut === null ? null : findOut(ledger, toFindOut, facts);
}

function hasWork(ledger: Ledger): boolean {
  return (
    nextSend(ledger.state) !== null ||
    dueLookUp(ledger.state, timeOf(ledger)) !== null ||
    isGatewayUnattended(ledger) ||
    hasChildrenToTell(ledger) ||
    isTimeUnattended(ledger) ||
    isListUnattended(ledger) ||
    hasOverdueApproval(ledger)
  );
}

/** Carried on, such a reversal is rejected by the clock. */
function hasOverdueApproval(ledger: Ledger): boolean {
  const { state } = ledger;
  const at = timeOf(ledger);
  return state.hold === null && unsettled(state).some((reversal) => isApprovalOverdue(reversal, at));
}

/** The server says that this run's history has grown long enough. */
function isDue(): boolean {
  return workflowInfo().continueAsNewSuggested;
}

/** Its last deadline has passed and nothing is open. A fact or a request may open it again, so it is asked anew each time. */
function mayClose(ledger: Ledger): boolean {
  return isOver(ledger) && unsettled(ledger.state).length === 0;
}

/** Answers whoever waits, admits no more updates, and leaves when nothing is under way. */
async function settleDown(ledger: Ledger): Promise<void> {
  ledger.continuing = true;
  const isQuiet = (): boolean => allHandlersFinished() && !ledger.askingGateway && ledger.telling === 0;
  do {
    await condition(isQuiet);
    await tellChildren(ledger);
    // Telling takes a moment, in which a signal may have come.
  } while (!isQuiet() || hasChildrenToTell(ledger));
}

async function continueInNextRun(ledger: Ledger): Promise<void> {
  await continueAsNew<typeof paymentLedger>(carry(ledger));
}
