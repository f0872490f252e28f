import type { CoSignature } from '../domain/model/payment-event';
import type { Requester as KnownRequester } from '../domain/model/requester';
import type { Resolution } from '../domain/transitions/resolve';
import { list, object, optional, type Check } from './check';
import { messageProblems, type CheckOptions } from './message-check';
import { coSignature, person, type Requester } from './person';
import type { Problem } from './problems';
import { amount, evidence, legId, reference, token, word } from './value-checks';
import { plainLines } from './value-rules';

export const resolutionOutcomes = ['succeeded', 'notSent'] as const satisfies readonly Resolution['outcome'][];

/** A person's finding about a leg whose outcome could not be determined automatically. */
export interface ResolutionInput {
  readonly legId: string;
  readonly outcome: (typeof resolutionOutcomes)[number];
  /** The gateway's reference of what was found. */
  readonly gatewayReference?: string | null;
  /** What really moved, where the gateway answered with another amount. Minor units. */
  readonly amountMinor?: number | null;
  /** What proves it: a report, a gateway's screen, a ticket. */
  readonly evidence: string;
  readonly actor: Requester;
  /** Proves the actor, where identities are proved. */
  readonly token?: string | null;
  /** Who co-signs, where it releases an amount whose refund needs approval: "never sent", or less moved than was sent. */
  readonly coSignedBy?: readonly CoSignature[] | null;
}

export const resolution: Check<ResolutionInput> = object({
  legId,
  outcome: word(resolutionOutcomes),
  gatewayReference: optional(reference),
  amountMinor: optional(amount),
  evidence,
  actor: person,
  token: optional(token),
  coSignedBy: optional(list(coSignature)),
});

/** Says all that is wrong with the resolution of an unknown outcome; empty when nothing is. Pure. */
export function checkResolution(value: unknown, options: CheckOptions = {}): Problem[] {
  return messageProblems(resolution, value, 'resolution', options);
}

/** The resolution with nothing absent, after {@link checkResolution} found nothing wrong with it. `by`: the proved actor. */
export function toResolution(value: unknown, by: KnownRequester, coSignedBy: readonly KnownRequester[]): Resolution {
  const input = value as ResolutionInput;
  return {
    legId: input.legId,
    outcome: input.outcome,
    gatewayReference: input.gatewayReference ?? null,
    amountMinor: input.amountMinor ?? null,
    evidence: plainLines(input.evidence),
    actor: by,
    coSignedBy,
  };
}
