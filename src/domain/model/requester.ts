/** A person or a service. `onBehalfOf`: for whom it acts, when that is somebody else. */
export interface Requester {
  readonly id: string;
  readonly onBehalfOf: string | null;
}
