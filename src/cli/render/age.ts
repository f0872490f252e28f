const units = [
  ['d', 24 * 3_600_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** How long ago an instant was, in its two largest units: "2h 5m". */
export function ageText(instant: string, nowMs: number): string {
  let leftMs = Math.max(0, nowMs - Date.parse(instant));
  const first = units.findIndex(([, ms]) => leftMs >= ms);
  if (first < 0) return '0s';
  const parts = units.slice(first, first + 2).map(([unit, ms]) => {
    const count = Math.floor(leftMs / ms);
    leftMs -= count * ms;
    return count === 0 ? null : `${count}${unit}`;
  });
  return parts.filter((part) => part !== null).join(' ');
}
