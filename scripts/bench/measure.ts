import type { Stage } from './stage';

/** What every measure receives. */
export interface MeasureInput {
  readonly stage: Stage;
  /** Requests of a burst, by how many are in progress at a time. */
  readonly load: ReadonlyMap<number, number>;
  readonly rounds: number;
  /** A smoke run: everything is tried, nothing is proved. */
  readonly quick: boolean;
  readonly signal: AbortSignal;
  /** Progress, for a person. */
  readonly tell: (line: string) => void;
}
