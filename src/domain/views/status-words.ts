import type { LegStatus } from '../model/leg';
import type { Outcome } from '../model/reversal';
import type { WaitingFor } from './status';
import type { ReversalView } from './view';
import type { WorkStatus } from './work-item';

/** How a status is to be read, for a colour that repeats its word. */
export type Tone = 'good' | 'bad' | 'waiting' | 'working' | 'unknown' | 'neutral';

/** What people read in place of a status, in every program that shows one. */
export interface StatusWords {
  readonly word: string;
  readonly tone: Tone;
}

/** The words for the outcome of a completed reversal. */
export const outcomeWords: Readonly<Record<Outcome, StatusWords>> = {
  voided: { word: 'Voided', tone: 'good' },
  refunded: { word: 'Refunded', tone: 'good' },
  partiallyReversed: { word: 'Partially reversed', tone: 'waiting' },
  alreadyReversed: { word: 'Already reversed', tone: 'neutral' },
  refused: { word: 'Refused', tone: 'bad' },
  declined: { word: 'Declined', tone: 'bad' },
  rejected: { word: 'Rejected', tone: 'neutral' },
  withdrawn: { word: 'Withdrawn', tone: 'neutral' },
  superseded: { word: 'Superseded by a cancel', tone: 'neutral' },
  failed: { word: 'Failed', tone: 'bad' },
};

/** The words for what an open reversal waits for. */
export const waitingWords: Readonly<Record<WaitingFor, StatusWords>> = {
  approval: { word: 'Waiting for approval', tone: 'waiting' },
  capture: { word: 'Waiting for the capture', tone: 'working' },
  settlement: { word: 'Waiting for settlement', tone: 'working' },
  gateway: { word: 'Waiting for the gateway', tone: 'working' },
  pending: { word: 'Accepted, not final', tone: 'working' },
  lookup: { word: 'Unknown, being looked up', tone: 'unknown' },
  operator: { word: 'Needs an operator', tone: 'unknown' },
  mismatch: { word: 'Answer does not match', tone: 'unknown' },
  recovery: { word: 'Needs recovery', tone: 'bad' },
};

/** The words for a leg. */
export const legWords: Readonly<Record<LegStatus, StatusWords>> = {
  planned: { word: 'Not sent yet', tone: 'neutral' },
  sending: { word: 'Being sent', tone: 'working' },
  succeeded: { word: 'Succeeded', tone: 'good' },
  declined: { word: 'Declined', tone: 'bad' },
  notSent: { word: 'Never sent', tone: 'neutral' },
  pending: { word: 'Accepted, not final', tone: 'working' },
  unknown: { word: 'Unknown', tone: 'unknown' },
  failed: { word: 'Failed', tone: 'bad' },
};

/** The words for an item of the work list. It distinguishes what a view shows by its reason and its approvals. */
export const workWords: Readonly<Record<WorkStatus, StatusWords>> = {
  ...waitingWords,
  unknown: { word: 'Unknown, needs an operator', tone: 'unknown' },
  approvalEscalated: { word: 'Waiting for approval, escalated', tone: 'bad' },
  approvalLate: { word: 'Waiting for approval, late', tone: 'bad' },
};

const beingSent: StatusWords = { word: 'Being sent', tone: 'working' };

/** What decides about the status that people read. */
export type ShownStatus = Pick<ReversalView, 'phase' | 'outcome' | 'waitingFor'>;

/** The status of a reversal in words. */
export function reversalWords({ outcome, waitingFor }: ShownStatus): StatusWords {
  if (outcome !== null) return outcomeWords[outcome];
  return waitingFor === null ? beingSent : waitingWords[waitingFor];
}

/** The same as the fields of the view name it, to search for and to compare: "refunded", "waiting: approval". */
export function reversalCode({ phase, outcome, waitingFor }: ShownStatus): string {
  if (outcome !== null) return outcome;
  return waitingFor === null ? phase : `${phase}: ${waitingFor}`;
}
