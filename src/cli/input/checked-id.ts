import type { ValueRule } from '../../contract/value-rules';
import { UsageError } from '../usage-error';

/** Refuses an id that no door would take. @throws UsageError */
export function checkedId(field: string, id: string, rule: ValueRule): void {
  const message = rule(id);
  if (message !== null) throw new UsageError([{ field, message }]);
}
