import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import { isApprovalOverdue } from '../src/domain/decision/approval-of-plan';
import { openReversals } from '../src/domain/model/ledger-state';
import { dueLookup } from '../src/domain/decision/lookup-schedule';
import { nextSend } from '../src/domain/decision/next-send';
import { hasChildrenToNotify, notifyChildren } from './ledger/children';
import { isOver, needsTimer, armTimers } from './ledger/timers';
import { lookUp } from './ledger/lookup';
import { probeGateway, needsGatewayProbe } from './ledger/gateway-wait';
import {
  toNextRun,
  change,
  contextOf,
  ledgerTime,
  openLedger,
  type ContinuedState,
  type Ledger,
} from './ledger/ledger';
import { registerApprovals } from './ledger/approval-messages';
import { registerMessages } from './ledger/request-messages';
import { registerOperatorMessages } from './ledger/operator-messages';
import { send } from './ledger/sending';
import { needsPublishing, publishWorkItems, publishWorkItem } from './ledger/work-list';

/**
 * The one workflow that owns a payment: register handlers → admit (merge, decide, reserve) → approve → send → find out → settle → close.
 * Every call to the gateway for this payment is made from here, one at a time, so that the sum given back can never
 * pass what was captured. Started by the first request; an absent argument opens it empty.
 */
export async function paymentLedger(carried?: ContinuedState): Promise<void> {
  const ledger = openLedger(carried);
  registerMessages(ledger);
  registerOperatorMessages(ledger);
  registerApprovals(ledger);
  await ledger.scope.run(() => run(ledger));
}

async function run(ledger: Ledger): Promise<void> {
  for (;;) {
    await condition(() => shouldContinueAsNew() || mayClose(ledger) || hasWork(ledger));
    if (shouldContinueAsNew() || mayClose(ledger)) {
      await drain(ledger);
      publishWorkItem(ledger);
      if (mayClose(ledger)) return;
      if (shouldContinueAsNew()) return continueInNextRun(ledger);
      // Somebody asked by a signal meanwhile: this run is not over.
      ledger.draining = false;
    }
    if (needsPublishing(ledger)) void publishWorkItems(ledger);
    armTimers(ledger);
    if (hasOverdueApproval(ledger)) change(ledger, (state) => state);
    // Not waited for: a child that cannot be told must not hold up money.
    if (hasChildrenToNotify(ledger)) void notifyChildren(ledger);
    if (needsGatewayProbe(ledger)) void probeGateway(ledger);
    const call = nextCall(ledger);
    if (call !== null) await call;
  }
}

/** One call to the gateway at a time: what is due to leave first, then what is due to be found out. */
function nextCall(ledger: Ledger): Promise<void> | null {
  const context = contextOf(ledger);
  if (context === null) return null;
  const toSend = nextSend(ledger.state);
  if (toSend !== null) return send(ledger, toSend, context);
  const toFindOut = dueLookup(ledger.state, ledgerTime(ledger));
  return toFindOut === null ? null : lookUp(ledger, toFindOut, context);
}

function hasWork(ledger: Ledger): boolean {
  return (
    nextSend(ledger.state) !== null ||
    dueLookup(ledger.state, ledgerTime(ledger)) !== null ||
    needsGatewayProbe(ledger) ||
    hasChildrenToNotify(ledger) ||
    needsTimer(ledger) ||
    needsPublishing(ledger) ||
    hasOverdueApproval(ledger)
  );
}

/** Carried on, such a reversal is rejected by the clock. */
function hasOverdueApproval(ledger: Ledger): boolean {
  const { state } = ledger;
  const at = ledgerTime(ledger);
  return state.frozen === null && openReversals(state).some((reversal) => isApprovalOverdue(reversal, at));
}

/** The server says that this run's history has grown long enough. */
function shouldContinueAsNew(): boolean {
  return workflowInfo().continueAsNewSuggested;
}

/** Its last deadline has passed and nothing is open. A event or a request may open it again, so it is asked anew each time. */
function mayClose(ledger: Ledger): boolean {
  return isOver(ledger) && openReversals(ledger.state).length === 0;
}

/** Answers whoever waits, admits no more updates, and leaves when nothing is under way. */
async function drain(ledger: Ledger): Promise<void> {
  ledger.draining = true;
  const isQuiet = (): boolean => allHandlersFinished() && !ledger.probingGateway && ledger.notifying === 0;
  do {
    await condition(isQuiet);
    await notifyChildren(ledger);
    // Telling takes a moment, in which a signal may have come.
  } while (!isQuiet() || hasChildrenToNotify(ledger));
}

async function continueInNextRun(ledger: Ledger): Promise<void> {
  await continueAsNew<typeof paymentLedger>(toNextRun(ledger));
}
