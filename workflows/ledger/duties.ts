import { isApprovalOverdue } from '../../src/domain/decision/approval-of-plan';
import { isSettlementWaitOver } from '../../src/domain/decision/settlement-news';
import { dueLookup } from '../../src/domain/decision/lookup-schedule';
import { nextSend } from '../../src/domain/decision/next-send';
import { openReversals } from '../../src/domain/model/ledger-state';
import { perState } from '../../src/domain/model/per-state';
import { passTime } from '../../src/domain/transitions/notes-and-time';
import { commitOwn } from './commit';
import { needsGatewayProbe, probeGateway } from './gateway-probe';
import { mustTakeIn, takeIn } from './inbox';
import { contextOf, type Ledger, ledgerTime } from './ledger';
import { lookUp } from './lookup';
import { handleDeferredSignals } from './message-handlers';
import { hasChildrenToNotify, notifyChildren } from './notifications';
import { send } from './sending';
import { armTimer, needsTimer } from './timers';
import { needsPublishing, publishWorkItem } from './work-list';

const isDeadlinePast = perState(
  (state, at) =>
    state.frozen === null &&
    openReversals(state).some((reversal) => isApprovalOverdue(reversal, at) || isSettlementWaitOver(reversal, at)),
);

/**
 * One thing that a ledger does automatically. `run` starts it: what takes time continues in the background, and owns the
 * flag that keeps it from being due meanwhile.
 */
export interface Duty {
  readonly name: string;
  readonly isNeeded: (ledger: Ledger) => boolean;
  readonly run: (ledger: Ledger) => void;
}

/**
 * All that a ledger does automatically while it is open, the first due one first. One list decides when the ledger wakes and
 * what it does then. Sending comes before looking up, and one call is made to the gateway at a time.
 */
export const duties: readonly Duty[] = [
  {
    name: 'handle deferred signals',
    isNeeded: ({ deferredSignals, handlingDeferred }) => deferredSignals.length > 0 && !handlingDeferred,
    run: (ledger) => void handleDeferredSignals(ledger),
  },
  { name: 'take in signals', isNeeded: mustTakeIn, run: (ledger) => void takeIn(ledger) },
  { name: 'publish the work item', isNeeded: needsPublishing, run: publishWorkItem },
  { name: 'arm the timer', isNeeded: needsTimer, run: armTimer },
  { name: 'pass deadlines', isNeeded: hasPastDeadline, run: (ledger) => void commitOwn(ledger, passTime, null) },
  { name: 'notify children', isNeeded: hasChildrenToNotify, run: (ledger) => void notifyChildren(ledger) },
  { name: 'probe the gateway', isNeeded: needsGatewayProbe, run: (ledger) => void probeGateway(ledger) },
  { name: 'send', isNeeded: hasLegToSend, run: sendNext },
  { name: 'look up', isNeeded: hasDueLookup, run: lookUpNext },
];

function hasPastDeadline(ledger: Ledger): boolean {
  return contextOf(ledger) !== null && isDeadlinePast(ledger.state, ledgerTime(ledger));
}

function hasLegToSend(ledger: Ledger): boolean {
  return !ledger.calling && contextOf(ledger) !== null && nextSend(ledger.state) !== null;
}

function sendNext(ledger: Ledger): void {
  const leg = nextSend(ledger.state);
  const context = contextOf(ledger);
  if (leg !== null && context !== null) void send(ledger, leg, context);
}

function hasDueLookup(ledger: Ledger): boolean {
  return !ledger.calling && contextOf(ledger) !== null && dueLookup(ledger.state, ledgerTime(ledger)) !== null;
}

function lookUpNext(ledger: Ledger): void {
  const leg = dueLookup(ledger.state, ledgerTime(ledger));
  const context = contextOf(ledger);
  if (leg !== null && context !== null) void lookUp(ledger, leg, context);
}
