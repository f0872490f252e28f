import type { Decision } from './decision';
import { decisionTable, lastRow } from './decision-table';
import { termsOf, type DecisionInput, type Intent } from './terms';

/**
 * Void or refund, which and how much, for one requested reversal: what the first row that applies says. Amounts in minor
 * units of the payment's currency.
 */
export function decide(input: DecisionInput, intent: Intent): Decision {
  const terms = termsOf(input, intent);
  const { then } = decisionTable.find(({ when }) => when(terms)) ?? lastRow;
  return then(terms);
}
