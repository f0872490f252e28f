import { sleep, workflowInfo } from '@temporalio/workflow';
import { awaitsApproval } from '../../src/domain/approval-of-plan';
import { ledgerEndsAt } from '../../src/domain/lifetime';
import { lookUpInstants } from '../../src/domain/look-up-schedule';
import { unsettled } from '../../src/domain/ledger-state';
import { timeOf, type Ledger } from './ledger';

/** Something has a deadline for which no timer runs yet. */
export function isTimeUnattended(ledger: Ledger): boolean {
  return untimed(ledger).length > 0;
}

/** Sets the timers that are missing: for the end of the ledger's lifetime, for each lookup, and for each bounded wait,
 * so that it shows when overdue. */
export function keepTime(ledger: Ledger): void {
  for (const instant of untimed(ledger)) {
    ledger.timed.add(instant);
    void sleep(Date.parse(instant) - Date.parse(timeOf(ledger))).then(() => {
      ledger.timed.delete(instant);
      if (ledger.reachedAt === null || instant > ledger.reachedAt) ledger.reachedAt = instant;
    });
  }
}

/** The ledger's lifetime has ended, as far as is known now: a later capture moves the end. */
export function isOver(ledger: Ledger): boolean {
  return Date.parse(endsAt(ledger)) <= Date.parse(timeOf(ledger));
}

function untimed(ledger: Ledger): readonly string[] {
  const at = Date.parse(timeOf(ledger));
  return deadlines(ledger).filter((instant) => !ledger.timed.has(instant) && Date.parse(instant) > at);
}

function deadlines(ledger: Ledger): readonly string[] {
  const isListed = ledger.rules?.listed === true;
  const waits = unsettled(ledger.state).flatMap(({ wait }) => (wait?.until == null ? [] : [wait.until]));
  const approvals = unsettled(ledger.state).flatMap((one) => {
    if (one.approval === null || !awaitsApproval(one)) return [];
    const { expiresAt, remindAt, escalateAt } = one.approval;
    // A view counts by itself how late they are; only a work list has to be told in time.
    return [expiresAt, ...(isListed ? [remindAt, escalateAt] : [])].filter((instant) => instant !== null);
  });
  // The snapshot that the first request brings says when the ledger ends; a timer set before it would be for nothing.
  const knowsEnd = ledger.state.payment !== null || ledger.readingRules === null;
  return [...waits, ...approvals, ...lookUpInstants(ledger.state), ...(knowsEnd ? [endsAt(ledger)] : [])];
}

function endsAt({ state, rules }: Ledger): string {
  return ledgerEndsAt(state.payment, rules, workflowInfo().startTime.toISOString());
}
