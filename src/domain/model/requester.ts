/** A person or a service. `onBehalfOf`: for whom it acts, if that is another person. */
export interface Requester {
  readonly id: string;
  readonly onBehalfOf: string | null;
}

/** Who asked for what is known only from the history of a former run. */
export const unknownRequester: Requester = { id: 'unknown', onBehalfOf: null };

/** Whether two names are of one person who speaks for the same one. */
export function isSameRequester(one: Requester, other: Requester): boolean {
  return one.id === other.id && one.onBehalfOf === other.onBehalfOf;
}
