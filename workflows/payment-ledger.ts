import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import { openReversals } from '../src/domain/model/ledger-state';
import { isAsleep } from './guard/asleep';
import { registerApprovals } from './ledger/approval-messages';
import { duties, type Duty } from './ledger/duties';
import { boundSignals, hasWaitingSignals, mustTakeIn, takeIn } from './ledger/inbox';
import { openLedger, toNextRun, type ContinuedState, type Ledger } from './ledger/ledger';
import { hasChildrenToNotify, notifyChildren } from './ledger/notifications';
import { registerOperatorMessages } from './ledger/operator-messages';
import { registerMessages } from './ledger/request-messages';
import { isOver } from './ledger/timers';
import { needsPublishing, publishWorkItem } from './ledger/work-list';

/**
 * The one workflow that owns a payment. Its workflow id is made of the payment's id, so that Temporal runs one at a time.
 * It alone makes the payment's voids and refunds, so that their sum never exceeds what was captured. Its parts are in
 * `ledger/`: handlers take requests, decisions and events. Requests may interleave while rules are read
 * (`ledger/admission.ts`); check and reservation are one step without await (`src/domain/transitions/admit.ts`). The loop
 * below starts what is due. The first request or event starts it without an argument, so it opens empty; a run that
 * continues another one is handed its state. It does not open empty a second time while the server remembers it: a ledger
 * whose workflow has closed is not started again, and new requests for it are refused. A run that was not handed what the
 * one before it knew freezes (`ledger/own-past.ts`). A reset run is found out before it sends: `maySend` compares its id with
 * that of the run in which its history began, and refuses (`resetDetected`).
 */
export async function paymentLedger(continued?: ContinuedState): Promise<void> {
  const ledger = openLedger(continued);
  boundSignals(ledger);
  registerMessages(ledger);
  registerOperatorMessages(ledger);
  registerApprovals(ledger);
  await ledger.scope.run(() => run(ledger));
}

/**
 * Requests, approvals and events arrive in the message handlers, which change the state and return. This loop does the
 * rest: it waits until a duty is due (send a leg, look one up, notify a child; `ledger/duties.ts`) and starts it. A duty is
 * not awaited. Until it ends, its own flag keeps it from being due again: with `calling`, one leg is sent or looked up at
 * a time.
 */
async function run(ledger: Ledger): Promise<void> {
  const { runId } = workflowInfo();
  for (;;) {
    await condition(() => !isAsleep(runId) && (mustEnd(ledger) || dueDuty(ledger) !== undefined));
    if (mustEnd(ledger)) {
      await drain(ledger);
      if (mayClose(ledger)) return;
      if (shouldContinueAsNew()) return continueAsNew<typeof paymentLedger>(toNextRun(ledger));
      // A signal arrived while the ledger drained, and gave it work: this run is not over.
      ledger.draining = false;
    }
    for (let duty = dueDuty(ledger); duty !== undefined && !mustEnd(ledger); duty = dueDuty(ledger)) duty.run(ledger);
  }
}

function dueDuty(ledger: Ledger): Duty | undefined {
  return duties.find(({ isNeeded }) => isNeeded(ledger));
}

function mustEnd(ledger: Ledger): boolean {
  return shouldContinueAsNew() || mayClose(ledger);
}

/**
 * The server says that this run's history has grown long enough. Thousands of signals make it so before the first is
 * handled. Those that wait are taken in first, while the ledger sends and answers as ever. The server takes ten thousand
 * signals of one run, so that a stream of them cannot keep it from ending.
 */
function shouldContinueAsNew(): boolean {
  return workflowInfo().continueAsNewSuggested && !hasWaitingSignals();
}

/**
 * Its last deadline has passed and nothing is open. While it runs, an event or a request may give it work again, so it is
 * checked each time.
 */
function mayClose(ledger: Ledger): boolean {
  const { state, deferredSignals, takingIn } = ledger;
  const hasSignals = deferredSignals.length > 0 || takingIn || hasWaitingSignals();
  return isOver(ledger) && openReversals(state).length === 0 && !hasSignals;
}

/**
 * Accepts no more messages, waits until everything in progress has ended, and sends the server and the children what they
 * have not received yet. Each wait has a bound of its own; signals are left to the next run.
 */
async function drain(ledger: Ledger): Promise<void> {
  ledger.draining = true;
  ledger.probe?.cancel();
  do {
    if (mustTakeIn(ledger)) void takeIn(ledger);
    await condition(() => isQuiet(ledger) || mustTakeIn(ledger));
    if (isQuiet(ledger)) await notifyChildren(ledger);
    // Notifying takes a moment, in which a signal may have come.
  } while (!isQuiet(ledger) || hasChildrenToNotify(ledger));
  if (needsPublishing(ledger)) publishWorkItem(ledger);
}

function isQuiet(ledger: Ledger): boolean {
  const { calling, probe, notifying, handlingDeferred, takingIn, signalsInProgress } = ledger;
  const isBusy = calling || probe !== null || notifying || handlingDeferred || takingIn || signalsInProgress > 0;
  return !isBusy && !hasWaitingSignals() && allHandlersFinished();
}
