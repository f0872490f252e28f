import { CancellationScope, isCancellation, sleep, workflowInfo } from '@temporalio/workflow';
import { awaitsApproval } from '../../src/domain/decision/approval-of-plan';
import { ledgerEndsAt } from '../../src/domain/decision/lifetime';
import { lookupInstants } from '../../src/domain/decision/lookup-schedule';
import { openReversals, type LedgerState } from '../../src/domain/model/ledger-state';
import { perState } from '../../src/domain/model/per-state';
import { type Ledger, ledgerTime } from './ledger';

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
  const { state, rules, readingRules } = ledger;
  const now = ledgerTime(ledger);
  // A view computes how late approvals are; only a work list has to be updated in time.
  const earliest = rules?.workListEnabled === true ? earliestShown(state, now) : earliestHidden(state, now);
  // The snapshot that the first request brings says when the ledger ends; a timer armed before it would be for nothing.
  const knowsEnd = state.payment !== null || readingRules === null;
  return earliestAfter([...(earliest === null ? [] : [earliest]), ...(knowsEnd ? [endsAt(ledger)] : [])], now);
}

const earliestShown = perState((state, now) => earliestAfter(deadlines(state, true), now));
const earliestHidden = perState((state, now) => earliestAfter(deadlines(state, false), now));

function earliestAfter(instants: readonly string[], now: string): string | null {
  const nowMs = Date.parse(now);
  let earliest: string | null = null;
  for (const instant of instants) {
    const isNext = Date.parse(instant) > nowMs && (earliest === null || Date.parse(instant) < Date.parse(earliest));
    if (isNext) earliest = instant;
  }
  return earliest;
}

/** The ends of bounded waits and of approvals, and lookups. */
function deadlines(state: LedgerState, withReminders: boolean): readonly string[] {
  const open = openReversals(state);
  const waits = open.flatMap(({ wait }) => wait?.until ?? []);
  const approvals = open.flatMap((one) => {
    if (one.approval === null || !awaitsApproval(one)) return [];
    const { expiresAt, remindAt, escalateAt } = one.approval;
    const shown = withReminders ? [remindAt, escalateAt] : [];
    return [expiresAt, ...shown].filter((instant) => instant !== null);
  });
  return [...waits, ...approvals, ...lookupInstants(state)];
}

function endsAt({ state, rules }: Ledger): string {
  return ledgerEndsAt(state.payment, rules, workflowInfo().startTime.toISOString());
}
