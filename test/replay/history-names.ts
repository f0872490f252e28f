import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

/** Every recorded way through the workflows. A name says what happens on it; `-next-run` follows in the same line of runs. */
export const historyNames = [
  // refunds
  'refund-settled',
  'refund-of-two-captures',
  'refund-declined',
  'refund-after-dispute',
  'two-racing-refunds',
  'more-callers-than-may-wait',
  'racing-requests-of-two-accounts',
  'repeated-request',
  // refusals
  'rules-refused',
  'exceeds-refundable',
  'nothing-captured',
  'refund-window-supposed',
  'over-returned',
  // cancels
  'cancel-before-capture',
  'cancel-after-capture',
  'cancel-of-nothing-left',
  'cancel-partial-capture-refund',
  'cancel-partial-capture-void-then-refund',
  'cancel-void-of-charge',
  'cancel-void-rejected-then-refund',
  'cancel-supersedes-waiting-refund',
  'late-capture-after-cancel',
  'capture-under-way',
  'capture-failed-under-way',
  'capture-overdue',
  'capture-lands-while-voiding',
  'settle-wait',
  // outcomes that are not known at once
  'refund-unknown-found',
  'refund-unknown-not-found',
  'void-unknown-found',
  'void-unknown-sent-again',
  'unknown-resolved-by-person',
  'unknown-blocks-void',
  'declared-not-sent-and-found',
  'refused-until-settled',
  'answer-mismatch-resolved',
  'pending-202-then-success',
  'pending-202-then-failure',
  'refund-failed-late',
  'refund-failed-late-after-cancel',
  'send-ended-by-hand',
  'worker-lost-while-sending',
  // the gateway cannot be reached
  'gateway-down-then-up',
  'gateway-refuses-key',
  'card-unavailable',
  // approval
  'approved-refund',
  'approved-by-signal',
  'approved-early',
  'approved-by-token',
  'rejected-refund',
  'withdrawn-refund',
  'approval-expired',
  'cancel-supersedes-approval',
  // messages and lifetime
  'raw-signal-nonsense',
  'ledger-cancelled',
  'ledger-end-of-lifetime',
  'lifetime-moved-by-capture',
  // runs of one line
  'repeat-after-continue-as-new',
  'repeat-after-continue-as-new-next-run',
  'gateway-wait-over-continue-as-new',
  'gateway-wait-over-continue-as-new-next-run',
  'unknown-over-continue-as-new',
  'unknown-over-continue-as-new-next-run',
  'racing-refunds-over-continue-as-new',
  'racing-refunds-over-continue-as-new-next-run',
  'reset-then-held',
  'reset-then-recovered',
  'reset-while-sending-then-recovered',
  'recovered-then-continued-as-new',
  'recovered-then-continued-as-new-next-run',
  'terminated-then-recovered',
  'wedged-then-recovered',
  // children
  'child-cancel',
  'child-refund',
  'child-refused',
  'child-malformed',
  'child-cancelled',
  'child-asks-again',
  'child-of-closed-ledger',
  'ledger-of-children',
  'ledger-of-lost-child',
  // the order of the example
  'order-cancelled-before-capture',
  'order-with-returned-line',
  'order-with-lost-capture',
] as const;

export type HistoryName = (typeof historyNames)[number];

const folder = path.resolve(__dirname, 'histories');

export function historyFile(name: HistoryName): string {
  return path.join(folder, `${name}.json`);
}

/** The names of the files that are there, sorted. */
export function recordedNames(): readonly string[] {
  return readdirSync(folder)
    .map((file) => path.basename(file, '.json'))
    .toSorted();
}

export function historyText(name: HistoryName): string {
  return readFileSync(historyFile(name), 'utf8');
}
