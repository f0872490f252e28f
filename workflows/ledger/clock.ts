import { sleep, workflowInfo } from '@temporalio/workflow';
import { ledgerEndsAt } from '../../src/domain/lifetime';
import { unsettled } from '../../src/domain/ledger-state';
import { now, type Ledger } from './ledger';

/** Something has a deadline for which no timer runs yet. */
export function isTimeUnattended(ledger: Ledger): boolean {
  return (ledger.state.payment !== null && !ledger.timed) || unarmedWaits(ledger).length > 0;
}

/** Sets the timers that are missing: one for the ledger's lifetime, one for each bounded wait, so that it shows when overdue. */
export function keepTime(ledger: Ledger): void {
  if (!ledger.timed && ledger.state.payment !== null) {
    ledger.timed = true;
    void keepLifetime(ledger);
  }
  for (const until of unarmedWaits(ledger)) {
    ledger.armedWaits.add(until);
    void sleep(Math.max(1, Date.parse(until) - Date.parse(now())));
  }
}

/** One timer to an absolute instant, set again only if facts have moved it. */
async function keepLifetime(ledger: Ledger): Promise<void> {
  for (;;) {
    const openedAt = workflowInfo().startTime.toISOString();
    const leftMs = Date.parse(ledgerEndsAt(ledger.state.payment, ledger.rules, openedAt)) - Date.parse(now());
    if (leftMs <= 0) break;
    await sleep(leftMs);
  }
  ledger.overdue = true;
}

function unarmedWaits(ledger: Ledger): readonly string[] {
  const untils = unsettled(ledger.state).flatMap(({ wait }) => (wait?.until == null ? [] : [wait.until]));
  return untils.filter((until) => !ledger.armedWaits.has(until));
}
