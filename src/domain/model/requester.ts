/** A person or a service. `onBehalfOf`: for whom it acts, if that is another person. */
export interface Requester {
  readonly id: string;
  readonly onBehalfOf: string | null;
}
