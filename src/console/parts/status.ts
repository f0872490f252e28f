import type { LegStatus } from '../../domain/model/leg';
import type { Outcome } from '../../domain/model/reversal';
import type { WaitingFor } from '../../domain/views/status';
import { legWords, reversalWords, type ShownStatus, type StatusWords } from '../../domain/views/status-words';
import { html, type Html } from '../html';

/** A status as pages show it: the shared words, and a sign, so that nobody depends on the colour. */
export interface Status extends StatusWords {
  readonly sign: string;
}

const outcomeSigns: Readonly<Record<Outcome, string>> = {
  voided: '✓',
  refunded: '✓',
  partiallyReversed: '◐',
  alreadyReversed: '✓',
  refused: '✕',
  declined: '✕',
  rejected: '✕',
  withdrawn: '↩',
  superseded: '↷',
  failed: '✕',
};

const waitingSigns: Readonly<Record<WaitingFor, string>> = {
  approval: '◔',
  capture: '◔',
  settlement: '◔',
  gateway: '↻',
  pending: '↻',
  lookup: '?',
  operator: '!',
  mismatch: '!',
  recovery: '!',
};

const legSigns: Readonly<Record<LegStatus, string>> = {
  planned: '○',
  sending: '↻',
  succeeded: '✓',
  declined: '✕',
  notSent: '–',
  pending: '↻',
  unknown: '?',
  failed: '✕',
};

/** The status of a reversal. */
export function reversalStatus(view: ShownStatus): Status {
  const { outcome, waitingFor } = view;
  const openSign = waitingFor === null ? '↻' : waitingSigns[waitingFor];
  return { ...reversalWords(view), sign: outcome === null ? openSign : outcomeSigns[outcome] };
}

/** The status of a leg. */
export function legStatus(status: LegStatus): Status {
  return { ...legWords[status], sign: legSigns[status] };
}

/** A status as a badge. */
export function badge({ tone, sign, word }: Status): Html {
  return html`<span class="badge ${tone}"><span class="sign" aria-hidden="true">${sign}</span> ${word}</span>`;
}
