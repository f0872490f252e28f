import type { Resolution } from '../domain/resolve';
import { cardNumberProblems } from './consistency';
import { longestInFact } from './guard-fact';
import { list, needed, object, optional, runCheck, type Check } from './guard-shape';
import { finished } from './problems';
import type { Problem } from './shapes';
import { amountRule, idRule, instantRule, isRecord, textRule, wordRule, type ValueRule } from './value-rules';

export const resolutionOutcomes = ['succeeded', 'notSent'] as const satisfies readonly Resolution['outcome'][];

const actor = object({ id: needed(idRule()) });
const legId = needed(idRule(longestInFact.legId));
const evidence = needed(textRule(longestInFact.evidence));

const resolution = object({
  legId,
  outcome: needed(wordRule(resolutionOutcomes)),
  gatewayReference: optional(needed(idRule(longestInFact.reference))),
  amountMinor: optional(needed(amountRule)),
  evidence,
  actor,
});

/** How a send ended is read where it is merged: whatever cannot be read there is an unknown outcome. */
const anything: Check = () => undefined;

/** `<requestId>/<captureId or auth>/<n>`: a recovery reads the parts off it. */
const numberedLegIdRule: ValueRule = (value) =>
  idRule(longestInFact.legId)(value) ??
  (/^.+\/[^/]+\/\d{1,9}$/.test(String(value)) ? null : 'is no leg id: write <requestId>/<captureId or auth>/<number>');

const scheduledLeg = object({
  legId: needed(numberedLegIdRule),
  operation: needed(wordRule(['refund', 'void'])),
  amountMinor: needed(amountRule),
  reference: needed(idRule(longestInFact.reference)),
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

/** The resolution with nothing absent, after {@link checkResolution} found nothing wrong with it. */
export function toResolution(value: unknown): Resolution {
  const told = value as Resolution;
  return { ...told, gatewayReference: told.gatewayReference ?? null, amountMinor: told.amountMinor ?? null };
}

function checked(check: Check, value: unknown, top: string): Problem[] {
  return finished([...(isRecord(value) ? cardNumberProblems(value, top, 0) : []), ...runCheck(check, value, top)]);
}
