import fc from 'fast-check';
import { maySend, type Attempt, type SendVerdict } from '../../../activities/may-send';
import type { Lineage, SendLegInput } from '../../../src/contract/activity-shapes';

const scheduledMs = 1_800_000_000_000;
const sendByMs = 30_000;

const trustedLineage: Lineage = {
  scheduledByRun: 'run-1',
  originalRunId: 'run-1',
  recoveredRunId: null,
  ancestorsTrusted: true,
};
const firstAttempt: Attempt = {
  attempt: 1,
  runId: 'run-1',
  scheduledTimestampMs: scheduledMs,
  currentAttemptScheduledTimestampMs: scheduledMs,
};

function inputWith(lineage: Partial<Lineage>): SendLegInput {
  return {
    paymentId: 'order-1',
    gatewayAccount: 'stripe-production',
    authorizationReference: 'auth_1',
    legId: 'return-1/c1/1',
    operation: 'refund',
    amountMinor: 2_500,
    currency: 'USD',
    reference: 'cap_1',
    card: null,
    payerDetails: null,
    certificateName: null,
    networkTokenBrand: null,
    lineage: { ...trustedLineage, ...lineage },
    sendByAt: new Date(scheduledMs + sendByMs).toISOString(),
  };
}

interface Situation {
  readonly lineage?: Partial<Lineage>;
  readonly attempt?: Partial<Attempt>;
  readonly isCancelled?: boolean;
  readonly afterMs?: number;
}

function verdictOf({ lineage = {}, attempt = {}, isCancelled = false, afterMs = 10 }: Situation): SendVerdict {
  return maySend(inputWith(lineage), { ...firstAttempt, ...attempt }, isCancelled, scheduledMs + afterMs);
}

describe('A leg may be sent', () => {
  it.each<[string, Situation]>([
    ['on the first attempt of the original run', {}],
    ['in the last millisecond before its deadline', { afterMs: sendByMs - 1 }],
    [
      'by the run that was recovered',
      { lineage: { scheduledByRun: 'run-2', recoveredRunId: 'run-2' }, attempt: { runId: 'run-2' } },
    ],
    ['though its worker’s clock runs behind the server’s', { afterMs: -5_000 }],
  ])('%s', (_when, situation) => {
    expect(verdictOf(situation)).toBe('send');
  });
});

describe('A leg is not sent', () => {
  it.each<[string, SendVerdict, Situation]>([
    ['by a second attempt, which may follow a first that sent', 'possiblySent', { attempt: { attempt: 2 } }],
    [
      'after an activity reset, which counts attempts from 1 again',
      'possiblySent',
      { attempt: { currentAttemptScheduledTimestampMs: scheduledMs + 1 } },
    ],
    ['once it is cancelled', 'possiblySent', { isCancelled: true }],
    ['at its deadline', 'pastDeadline', { afterMs: sendByMs }],
    ['by a worker that wakes up long after', 'pastDeadline', { afterMs: 3_600_000 }],
    [
      'by a reset run, which has another id than its history began with',
      'resetDetected',
      { attempt: { runId: 'run-2' }, lineage: { scheduledByRun: 'run-2' } },
    ],
    ['when a reset carried the pending call into another run', 'resetDetected', { attempt: { runId: 'run-2' } }],
    ['when a run before this one was a reset one', 'resetDetected', { lineage: { ancestorsTrusted: false } }],
    [
      'by a reset of the recovered run',
      'resetDetected',
      { lineage: { scheduledByRun: 'run-3', recoveredRunId: 'run-2' }, attempt: { runId: 'run-3' } },
    ],
    ['when Temporal does not say which run it is', 'resetDetected', { attempt: { runId: '' } }],
  ])('%s: %s', (_when, expected, situation) => {
    expect(verdictOf(situation)).toBe(expected);
  });

  it('is certain of nothing but an untouched, timely first attempt of a sound run: in all other cases it does not send', () => {
    const runs = fc.constantFrom('run-1', 'run-2', 'run-3');
    fc.assert(
      fc.property(
        fc.record({
          scheduledByRun: runs,
          originalRunId: runs,
          recoveredRunId: fc.option(runs),
          ancestorsTrusted: fc.boolean(),
        }),
        fc.record({
          attempt: fc.integer({ min: 1, max: 3 }),
          runId: runs,
          currentAttemptScheduledTimestampMs: fc.constantFrom(scheduledMs, scheduledMs + 1, scheduledMs + 60_000),
        }),
        fc.boolean(),
        fc.integer({ min: -1_000, max: 2 * sendByMs }),
        (lineage, attempt, isCancelled, afterMs) => {
          const { runId } = attempt;
          const sound =
            lineage.ancestorsTrusted &&
            runId === lineage.scheduledByRun &&
            [lineage.originalRunId, lineage.recoveredRunId].includes(runId);
          const untouched =
            attempt.attempt === 1 && attempt.currentAttemptScheduledTimestampMs === scheduledMs && !isCancelled;
          const verdict = verdictOf({ lineage, attempt, isCancelled, afterMs });
          expect(verdict === 'send').toBe(sound && untouched && afterMs < sendByMs);
          // Only where nobody can have sent is it called not sent; and a broken line is always told as one.
          if (verdict === 'pastDeadline') expect(sound && untouched).toBe(true);
          expect(verdict === 'resetDetected').toBe(!sound);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
