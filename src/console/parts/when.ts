import { html, type Html } from '../html';

const steps = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
] as const;

/** The distance of an instant from now: "3 min ago", "in 2 h". */
export function age(instant: string, nowMs: number): string {
  const distanceMs = nowMs - Date.parse(instant);
  const size = Math.abs(distanceMs);
  const step = steps.find(({ ms }) => size >= ms);
  if (step === undefined) return distanceMs >= 0 ? 'just now' : 'in a moment';
  const text = `${Math.floor(size / step.ms)} ${step.unit}`;
  return distanceMs > 0 ? `${text} ago` : `in ${text}`;
}

/** An instant in UTC to the second: "2026-11-23 18:20:05". */
export function clock(instant: string): string {
  return new Date(Date.parse(instant)).toISOString().slice(0, 19).replace('T', ' ');
}

/** The age of an instant. The script of the page keeps it current. */
export function when(instant: string, nowMs: number): Html {
  return html`<time datetime="${instant}" title="${clock(instant)} UTC" data-age>${age(instant, nowMs)}</time>`;
}

/** An instant with its age beside it. */
export function clockAndAge(instant: string, nowMs: number): Html {
  return html`<span class="clock">${clock(instant)}</span> <span class="muted">UTC · ${when(instant, nowMs)}</span>`;
}
