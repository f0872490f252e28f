import { exitCodeOf, exitCodeOfPreview } from '../../../src/cli/exit-code';
import type { WaitingFor } from '../../../src/domain/views/status';
import type { Outcome } from '../../../src/domain/model/reversal';

const outcomes = {
  voided: 0,
  refunded: 0,
  alreadyReversed: 0,
  partiallyReversed: 1,
  refused: 1,
  declined: 1,
  rejected: 1,
  withdrawn: 1,
  superseded: 1,
  failed: 1,
} as const satisfies Record<Outcome, number>;

const waits = {
  approval: 3,
  capture: 4,
  settlement: 4,
  gateway: 4,
  pending: 4,
  lookup: 4,
  operator: 4,
  mismatch: 4,
  recovery: 4,
} as const satisfies Record<WaitingFor, number>;

describe('The exit code', () => {
  it.each(Object.entries(outcomes))('of a reversal that is %s is %i', (outcome, code) => {
    const status = { phase: 'completed', waitingFor: null, outcome: outcome as Outcome } as const;
    expect(exitCodeOf(status)).toBe(code);
    expect(exitCodeOfPreview(status)).toBe(code);
  });

  it.each(Object.entries(waits))('of a reversal that waits for %s is %i', (waitingFor, code) => {
    const status = { phase: 'waiting', waitingFor: waitingFor as WaitingFor, outcome: null } as const;
    expect(exitCodeOf(status)).toBe(code);
    expect(exitCodeOfPreview(status)).toBe(code);
  });

  it('of a reversal under way is 4, and of a preview that would be sent at once 0', () => {
    const status = { phase: 'working', waitingFor: null, outcome: null } as const;
    expect(exitCodeOf(status)).toBe(4);
    expect(exitCodeOfPreview(status)).toBe(0);
  });
});
