import type { LegStatus } from '../model/leg';

const inProgress = 'it is being sent right now; wait for its answer';
const final = 'the gateway declined it, so its outcome is final';

/** A person was the last to decide it, and nothing was sent. */
export const nothingSent = 'nothing of it was sent; there is nothing to resolve';

/**
 * Whether a leg may be resolved by what was found at the gateway: null, or why not. A later success corrects an earlier
 * failure. The ledger refuses by it, and pages explain by it.
 */
export const objectionsToResolution: Readonly<Record<LegStatus, Readonly<Record<Finding, string | null>>>> = {
  planned: { succeeded: nothingSent, notSent: nothingSent },
  sending: { succeeded: inProgress, notSent: inProgress },
  unknown: { succeeded: null, notSent: null },
  pending: { succeeded: null, notSent: null },
  succeeded: {
    succeeded: null,
    notSent: 'the gateway has confirmed it; record a refund that failed later as the event refundFailed',
  },
  declined: { succeeded: final, notSent: final },
  notSent: { succeeded: null, notSent: null },
  failed: { succeeded: null, notSent: null },
};

/** What a person has found at the gateway. */
export type Finding = 'succeeded' | 'notSent';

/** Is it unknown how this leg ended, so that a person may be asked to resolve it? */
export function needsFinding(status: LegStatus): boolean {
  return status === 'unknown' || status === 'pending';
}
