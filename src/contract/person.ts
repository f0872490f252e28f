import type { CoSignature } from '../domain/model/payment-event';
import { object, optional, type Check } from './check';
import { id, token } from './value-checks';

/** A person or a service: who asks, decides or reports. */
export interface Requester {
  readonly id: string;
  /** For whom, where that is another person. */
  readonly onBehalfOf?: string | null;
}

export const person: Check<Requester> = object({ id, onBehalfOf: optional(id) });

export const coSignature: Check<CoSignature> = object({ id, token: optional(token) });
