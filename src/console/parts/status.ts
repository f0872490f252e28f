import { assertNever } from '../../domain/model/assert-never';
import type { LegStatus } from '../../domain/model/leg';
import type { WaitingFor } from '../../domain/views/status';
import type { Outcome } from '../../domain/model/reversal';
import type { ReversalView } from '../../domain/views/view';
import { html, type Html } from '../html';

/** How something stands: a word, a sign before it, and a colour that only repeats them. */
export interface Status {
  readonly tone: 'good' | 'bad' | 'waits' | 'works' | 'unknown' | 'calm';
  readonly sign: string;
  readonly word: string;
}

const settled: Readonly<Record<Outcome, Status>> = {
  voided: { tone: 'good', sign: '✓', word: 'Voided' },
  refunded: { tone: 'good', sign: '✓', word: 'Refunded' },
  partiallyReversed: { tone: 'waits', sign: '◐', word: 'Partly reversed' },
  alreadyReversed: { tone: 'calm', sign: '✓', word: 'Already reversed' },
  refused: { tone: 'bad', sign: '✕', word: 'Refused' },
  declined: { tone: 'bad', sign: '✕', word: 'Declined' },
  rejected: { tone: 'calm', sign: '✕', word: 'Rejected' },
  withdrawn: { tone: 'calm', sign: '↩', word: 'Withdrawn' },
  superseded: { tone: 'calm', sign: '↷', word: 'Superseded by a cancel' },
  failed: { tone: 'bad', sign: '✕', word: 'Failed' },
};

const status: Readonly<Record<WaitingFor, Status>> = {
  approval: { tone: 'waits', sign: '◔', word: 'Waits for approval' },
  capture: { tone: 'works', sign: '◔', word: 'Waits for the capture' },
  settlement: { tone: 'works', sign: '◔', word: 'Waits for settlement' },
  gateway: { tone: 'works', sign: '↻', word: 'Retrying: gateway away' },
  pending: { tone: 'works', sign: '↻', word: 'Accepted, not final' },
  lookup: { tone: 'unknown', sign: '?', word: 'Unknown, being looked up' },
  operator: { tone: 'unknown', sign: '!', word: 'Needs a person' },
  mismatch: { tone: 'unknown', sign: '!', word: 'Answers disagree' },
  recovery: { tone: 'bad', sign: '!', word: 'Held: needs recovery' },
};

/** How a reversal stands. */
export function statusOf({
  phase,
  outcome,
  waitingFor,
}: Pick<ReversalView, 'phase' | 'outcome' | 'waitingFor'>): Status {
  if (phase === 'completed' && outcome !== null) return settled[outcome];
  if (waitingFor !== null) return status[waitingFor];
  return { tone: 'works', sign: '↻', word: 'Being sent' };
}

/** How a leg stands. */
export function legStatusOf(status: LegStatus): Status {
  switch (status) {
    case 'planned':
      return { tone: 'calm', sign: '○', word: 'Not sent yet' };
    case 'sending':
      return { tone: 'works', sign: '↻', word: 'Being sent' };
    case 'succeeded':
      return { tone: 'good', sign: '✓', word: 'Done' };
    case 'declined':
      return { tone: 'bad', sign: '✕', word: 'Declined' };
    case 'notSent':
      return { tone: 'calm', sign: '–', word: 'Never sent' };
    case 'pending':
      return { tone: 'works', sign: '↻', word: 'Accepted, not final' };
    case 'unknown':
      return { tone: 'unknown', sign: '?', word: 'Unknown' };
    case 'failed':
      return { tone: 'bad', sign: '✕', word: 'Failed' };
    default:
      return assertNever(status);
  }
}

export function badge({ tone, sign, word }: Status): Html {
  return html`<span class="badge ${tone}"><span class="sign" aria-hidden="true">${sign}</span> ${word}</span>`;
}
