import type { LegOperation, LegStatus } from '../../src/domain/model/leg';
import type { Outcome } from '../../src/domain/model/reversal';
import { answeredMinor, type FaultRow } from './fault-table';

/** When the worker's process is killed (SIGKILL); another takes over. */
export const killPoints = [
  'never',
  'before it sends',
  'after the effect, before the answer',
  'after the answer, before it is reported',
  'after it is reported',
] as const;
export type KillPoint = (typeof killPoints)[number];

/** How one reversal ends, where lookups see reversals. Amounts in minor units. */
export interface End {
  readonly outcome: Outcome | null;
  readonly leg: LegStatus;
  /** Given back by the gateway's own book. */
  readonly movedMinor: number;
  /** Held back from further refunds: done, or not known. */
  readonly doneMinor: number;
  readonly unknownMinor: number;
  /** Requests that reach the gateway. */
  readonly sends: number;
}

/**
 * What has to become of a call that meets a fault while its worker is killed, told from the outside: from what the fault
 * does to the money, and from whether anybody hears of it.
 */
export function expectedEnd(
  fault: Pick<FaultRow, 'money' | 'tells'>,
  kill: KillPoint,
  operation: LegOperation,
  amountMinor: number,
): End {
  const done = operation === 'refund' ? 'refunded' : 'voided';
  const succeeded = (sends: number): End => ({
    outcome: done,
    leg: 'succeeded',
    movedMinor: amountMinor,
    doneMinor: amountMinor,
    unknownMinor: 0,
    sends,
  });
  const nothing = { movedMinor: 0, doneMinor: 0, unknownMinor: 0 };

  if (kill === 'before it sends') {
    // A void is sent again, and a refund that lookups do not find: it meets the fault then.
    return expectedEnd(fault, 'never', operation, amountMinor);
  }
  const isHeard = kill === 'never' || kill === 'after it is reported';
  if (isHeard && fault.tells === 'not sent') return succeeded(2);
  if (isHeard && (fault.tells === 'another amount' || fault.tells === 'another currency')) {
    // Whichever amount is true, the larger one is held until a person has looked.
    const reservedMinor = operation === 'refund' && fault.tells === 'another amount' ? answeredMinor : amountMinor;
    return {
      outcome: null,
      leg: 'unknown',
      movedMinor: amountMinor,
      doneMinor: 0,
      unknownMinor: reservedMinor,
      sends: 1,
    };
  }
  switch (fault.money) {
    case 'moves':
    case 'moves later':
      return succeeded(1);
    case 'fails later':
      return { outcome: 'failed', leg: 'failed', ...nothing, sends: 1 };
    case 'stays':
      return succeeded(2);
  }
}
