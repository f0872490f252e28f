import type { LegOperation } from '../model/leg';
import type { Reason } from '../model/reasons';
import type { DecisionRow, Outcome } from '../model/reversal';

/** A leg as a decision names it; the plan gives it its id. */
export interface LegDraft {
  readonly operation: LegOperation;
  readonly captureId: string | null;
  readonly amountMinor: number;
  readonly reference: string;
}

export type Decision =
  | { readonly kind: 'refuse'; readonly row: DecisionRow; readonly reason: Reason }
  | { readonly kind: 'end'; readonly row: DecisionRow; readonly outcome: Outcome; readonly reason: Reason }
  | {
      readonly kind: 'wait';
      readonly row: DecisionRow;
      readonly for: 'capture' | 'settlement' | 'others';
      readonly reason: Reason;
      readonly legs: readonly LegDraft[];
      /** When it is decided anew without news, ISO 8601; null: not before there is some. */
      readonly until: string | null;
    }
  | { readonly kind: 'send'; readonly row: DecisionRow; readonly why: string; readonly legs: readonly LegDraft[] };
