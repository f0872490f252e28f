const maxRetryAfterMs = 24 * 60 * 60 * 1000;

/**
 * How long to wait by a Retry-After header: whole seconds or an HTTP date.
 *
 * @returns milliseconds from `nowMs`, between zero and a day; `null` when absent or unreadable.
 */
export function retryAfterMs(header: string | null, nowMs: number): number | null {
  const value = header?.trim() ?? '';
  if (/^\d{1,10}$/.test(value)) return Math.min(Number(value) * 1000, maxRetryAfterMs);
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(value)) return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.min(Math.max(at - nowMs, 0), maxRetryAfterMs);
}
