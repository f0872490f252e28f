import { instantRule } from '../../contract/value-rules';
import { UsageError } from '../usage-error';

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 24 * 3_600_000 } as const;

/** Reads a time span in milliseconds, or an instant as it is. @throws UsageError */
export function readSpan(option: string, text: string): number | string {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text.trim()) ?? [];
  if (count !== undefined && unit !== undefined) return Number(count) * unitMs[unit as keyof typeof unitMs];
  if (instantRule(text) === null) return text;
  throw new UsageError([
    { field: option, message: 'is neither a time span like 45m, 1h or 2d nor an instant like 2026-11-20T10:00:00Z' },
  ]);
}
