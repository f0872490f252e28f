import { sleep, workflowInfo } from '@temporalio/workflow';
import { awaitsApproval } from '../../src/domain/decision/approval-of-plan';
import { ledgerEndsAt } from '../../src/domain/decision/lifetime';
import { lookupInstants } from '../../src/domain/decision/lookup-schedule';
import { openReversals } from '../../src/domain/model/ledger-state';
import { ledgerTime, type Ledger } from './ledger';

/** Something has a deadline for which no timer runs yet. */
export function needsTimer(ledger: Ledger): boolean {
  return unarmedDeadlines(ledger).length > 0;
}

/** Sets the timers that are missing: for the end of the ledger's lifetime, for each lookup, and for each bounded wait,
 * so that it shows when overdue. */
export function armTimers(ledger: Ledger): void {
  for (const instant of unarmedDeadlines(ledger)) {
    ledger.armedDeadlines.add(instant);
    void sleep(Date.parse(instant) - Date.parse(ledgerTime(ledger))).then(() => {
      ledger.armedDeadlines.delete(instant);
      if (ledger.latestFiredDeadline === null || instant > ledger.latestFiredDeadline)
        ledger.latestFiredDeadline = instant;
    });
  }
}

/** The ledger's lifetime has ended, as far as is known now: a later capture moves the end. */
export function isOver(ledger: Ledger): boolean {
  return Date.parse(endsAt(ledger)) <= Date.parse(ledgerTime(ledger));
}

function unarmedDeadlines(ledger: Ledger): readonly string[] {
  const at = Date.parse(ledgerTime(ledger));
  return deadlines(ledger).filter((instant) => !ledger.armedDeadlines.has(instant) && Date.parse(instant) > at);
}

function deadlines(ledger: Ledger): readonly string[] {
  const isListed = ledger.rules?.workListEnabled === true;
  const waits = openReversals(ledger.state).flatMap(({ wait }) => (wait?.until == null ? [] : [wait.until]));
  const approvals = openReversals(ledger.state).flatMap((one) => {
    if (one.approval === null || !awaitsApproval(one)) return [];
    const { expiresAt, remindAt, escalateAt } = one.approval;
    // A view counts by itself how late they are; only a work list has to be told in time.
    return [expiresAt, ...(isListed ? [remindAt, escalateAt] : [])].filter((instant) => instant !== null);
  });
  // The snapshot that the first request brings says when the ledger ends; a timer set before it would be for nothing.
  const knowsEnd = ledger.state.payment !== null || ledger.readingRules === null;
  return [...waits, ...approvals, ...lookupInstants(ledger.state), ...(knowsEnd ? [endsAt(ledger)] : [])];
}

function endsAt({ state, rules }: Ledger): string {
  return ledgerEndsAt(state.payment, rules, workflowInfo().startTime.toISOString());
}
