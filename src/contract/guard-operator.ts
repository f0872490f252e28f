import type { Resolution } from '../domain/transitions/resolve';
import { cardNumberProblems } from './consistency';
import { longest } from './guard';
import { coSignature, longestInEvent } from './guard-event';
import { list, needed, object, optional, runCheck, type Check } from './guard-shape';
import { finished } from './problems';
import type { Requester } from '../domain/model/requester';
import type { Problem, ResolutionInput } from './shapes';
import {
  amountOrZeroRule,
  amountRule,
  currencyRule,
  idRule,
  instantRule,
  isRecord,
  textRule,
  wholeNumberRule,
  wordRule,
  type ValueRule,
} from './value-rules';

export const resolutionOutcomes = ['succeeded', 'notSent'] as const satisfies readonly Resolution['outcome'][];

const actor = object({ id: needed(idRule()) });
const legId = needed(idRule(longestInEvent.legId));
const evidence = needed(textRule(longestInEvent.evidence));

const person = object({ id: needed(idRule()), onBehalfOf: optional(needed(idRule())) });
const token = optional(needed(idRule(longest.token)));
const comment = textRule(longest.reason);
const requestId = needed(idRule(longestInEvent.legId));

const decided = {
  requestId,
  planVersion: needed(wholeNumberRule(1, 1_000_000)),
  refundMinor: needed(amountOrZeroRule),
  voidMinor: needed(amountOrZeroRule),
  currency: needed(currencyRule),
  approver: person,
  token,
};
const approval = object({ ...decided, decision: needed(wordRule(['approve'])), comment: optional(needed(comment)) });
const rejection = object({ ...decided, decision: needed(wordRule(['reject'])), comment: needed(comment) });
const anyDecision = object({
  ...decided,
  decision: needed(wordRule(['approve', 'reject'])),
  comment: optional(needed(comment)),
});
const withdrawal = object({ requestId, actor: person, reason: needed(comment), token });

const resolution = object({
  legId,
  outcome: needed(wordRule(resolutionOutcomes)),
  gatewayReference: optional(needed(idRule(longestInEvent.reference))),
  amountMinor: optional(needed(amountRule)),
  evidence,
  actor: person,
  token,
  coSignedBy: optional(list(coSignature)),
});

/** How a send ended is read where it is merged: whatever cannot be read there is an unknown outcome. */
const anything: Check = () => undefined;

/** `<requestId>/<captureId or auth>/<n>`: a recovery reads the parts off it. */
const numberedLegIdRule: ValueRule = (value) =>
  idRule(longestInEvent.legId)(value) ??
  (/^.+\/[^/]+\/\d{1,9}$/.test(String(value)) ? null : 'is no leg id: write <requestId>/<captureId or auth>/<number>');

const scheduledLeg = object({
  legId: needed(numberedLegIdRule),
  operation: needed(wordRule(['refund', 'void'])),
  amountMinor: needed(amountRule),
  reference: needed(idRule(longestInEvent.reference)),
  scheduledAt: needed(instantRule),
  results: list(anything),
});

const recovery = object({
  runId: needed(idRule()),
  legs: list(scheduledLeg),
  actor,
  reason: evidence,
});

/** Says all that is wrong with the resolution of an unknown outcome; empty when nothing is. Pure. */
export function checkResolution(value: unknown): Problem[] {
  return checked(resolution, value, 'resolution');
}

/** The same for a recovery: the run that may send, and what its former runs have scheduled. Pure. */
export function checkRecovery(value: unknown): Problem[] {
  return checked(recovery, value, 'recovery');
}

/** The same for a person's decision about a plan. A rejection says why. Pure. */
export function checkDecision(value: unknown): Problem[] {
  const kind = isRecord(value) ? value['decision'] : undefined;
  return checked(kind === 'approve' ? approval : kind === 'reject' ? rejection : anyDecision, value, 'decision');
}

/** The same for a withdrawal. Pure. */
export function checkWithdrawal(value: unknown): Problem[] {
  return checked(withdrawal, value, 'withdrawal');
}

/** The resolution with nothing absent, after {@link checkResolution} found nothing wrong with it, by whoever was proved to tell it. */
export function toResolution(value: unknown, by: Requester, coSignedBy: readonly Requester[]): Resolution {
  const { legId, outcome, gatewayReference, amountMinor, evidence } = value as ResolutionInput;
  return {
    legId,
    outcome,
    gatewayReference: gatewayReference ?? null,
    amountMinor: amountMinor ?? null,
    evidence,
    actor: by,
    coSignedBy,
  };
}

function checked(check: Check, value: unknown, top: string): Problem[] {
  return finished([...(isRecord(value) ? cardNumberProblems(value, top, 0) : []), ...runCheck(check, value, top)]);
}
