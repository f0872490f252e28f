import type { LedgerView, LegView } from '../../src/client';

/** How many legs were of unknown outcome once, and what ended that. */
export function unknownsOf(views: readonly LedgerView[]): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const leg of views.flatMap(({ reversals }) => reversals.flatMap(({ legs }) => legs))) {
    if (!wasUnknown(leg)) continue;
    const end = endOf(leg);
    ends.set(end, (ends.get(end) ?? 0) + 1);
  }
  return ends;
}

function wasUnknown({ attempts }: LegView): boolean {
  return attempts.some(({ what, result }) => (what === 'send' || what === 'recover') && /\bunknown\b/.test(result));
}

function endOf({ attempts, status, operation }: LegView): string {
  if (attempts.some(({ what }) => what === 'resolve')) return `${operation}: resolved by a person as ${status}`;
  const last = attempts.at(-1);
  if (operation === 'void' && last?.what === 'send') return `void: sent again, then ${status}`;
  if (last?.what === 'lookup') return `${operation}: looked up, then ${status}`;
  return `${operation}: ${status}`;
}
