import { addAudit, addNote } from '../model/ledger-state';
import type { AuditEntry } from '../model/audit';
import type { Transition } from './transition';

// What happens to a ledger beside its reversals.

/** Time has passed: what it decides, such as an approval that expired, is decided by advancing. */
export const passTime: Transition<null, null> = function passTime(state) {
  return { state, answer: null };
};

/** The gateway answers again: what waited for it may be sent. */
export const reachGateway: Transition<null, null> = function reachGateway(state) {
  return { state: { ...state, gateway: { status: 'reachable' } }, answer: null };
};

/** Leaves a note that a reader of the ledger finds. */
export const note: Transition<{ readonly what: string; readonly why: string }, null> = function note(
  state,
  { what, why },
  { now },
) {
  return { state: addNote(state, { at: now, what, why }), answer: null };
};

/** Leaves a line in the audit trail. */
export const audit: Transition<Omit<AuditEntry, 'at'>, null> = function audit(state, entry, { now }) {
  return { state: addAudit(state, { ...entry, at: now }), answer: null };
};
