import { CancellationScope, isCancellation, sleep, workflowInfo } from '@temporalio/workflow';
import { awaitsApproval } from '../../src/domain/decision/approval-of-plan';
import { ledgerEndsAt } from '../../src/domain/decision/lifetime';
import { lookupInstants } from '../../src/domain/decision/lookup-schedule';
import { openReversals } from '../../src/domain/model/ledger-state';
import { ledgerTime, type Ledger } from './ledger';

/** A deadline comes before the timer that runs, or none runs. */
export function needsTimer(ledger: Ledger): boolean {
  const deadline = earliestDeadline(ledger);
  if (deadline === null) return false;
  return ledger.timer === null || Date.parse(deadline) < Date.parse(ledger.timer.deadline);
}

/**
 * Arms one timer, for the earliest deadline. A timer whose deadline has become idle is left to fire: cancelling it would
 * cost more than waking up once for nothing.
 */
export function armTimer(ledger: Ledger): void {
  const deadline = earliestDeadline(ledger);
  if (deadline === null) return;
  ledger.timer?.scope.cancel();
  const scope = new CancellationScope();
  ledger.timer = { deadline, scope };
  const timer = scope.run(() => sleep(Date.parse(deadline) - Date.parse(ledgerTime(ledger))));
  timer.then(
    () => {
      ledger.timer = null;
      if (ledger.latestFiredDeadline === null || deadline > ledger.latestFiredDeadline) {
        ledger.latestFiredDeadline = deadline;
      }
    },
    (error: unknown) => {
      // An earlier deadline has taken its place.
      if (!isCancellation(error)) throw error;
    },
  );
}

/** The ledger's lifetime has ended, as far as is known now: a later capture moves the end. */
export function isOver(ledger: Ledger): boolean {
  return Date.parse(endsAt(ledger)) <= Date.parse(ledgerTime(ledger));
}

/** The next instant at which the clock alone changes what the ledger does or shows; null: there is none to come. */
function earliestDeadline(ledger: Ledger): string | null {
  const nowMs = Date.parse(ledgerTime(ledger));
  let earliest: string | null = null;
  for (const deadline of deadlines(ledger)) {
    const isNext = Date.parse(deadline) > nowMs && (earliest === null || Date.parse(deadline) < Date.parse(earliest));
    if (isNext) earliest = deadline;
  }
  return earliest;
}

/** The ends of bounded waits and of approvals, lookups, and the end of the ledger's lifetime. */
function deadlines(ledger: Ledger): readonly string[] {
  const open = openReversals(ledger.state);
  const waits = open.flatMap(({ wait }) => wait?.until ?? []);
  const approvals = open.flatMap((one) => {
    if (one.approval === null || !awaitsApproval(one)) return [];
    const { expiresAt, remindAt, escalateAt } = one.approval;
    // A view computes how late they are; only a work list has to be updated in time.
    const shown = ledger.rules?.workListEnabled === true ? [remindAt, escalateAt] : [];
    return [expiresAt, ...shown].filter((instant) => instant !== null);
  });
  // The snapshot that the first request brings says when the ledger ends; a timer armed before it would be for nothing.
  const knowsEnd = ledger.state.payment !== null || ledger.readingRules === null;
  return [...waits, ...approvals, ...lookupInstants(ledger.state), ...(knowsEnd ? [endsAt(ledger)] : [])];
}

function endsAt({ state, rules }: Ledger): string {
  return ledgerEndsAt(state.payment, rules, workflowInfo().startTime.toISOString());
}
