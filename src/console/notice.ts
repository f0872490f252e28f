import { html, type Html } from './html';

/** What has just been done, as the address says it. A closed list: an address cannot put its own words on a page. */
const notices = {
  approved: 'Your approval is taken.',
  rejected: 'It is rejected. Its amount is free again.',
  withdrawn: 'It is withdrawn. Its amount is free again.',
  resolved: 'Your finding is taken.',
  recovered: 'The ledger is recovered.',
  asked: 'It is asked for. What becomes of it stands below.',
} as const;

export type Done = keyof typeof notices;

/** The notice that an address names; null: none. */
export function noticeOf(done: string | undefined): Html | null {
  if (done === undefined || !Object.hasOwn(notices, done)) return null;
  return html`<p class="notice" role="status"><span aria-hidden="true">✓ </span>${notices[done as Done]}</p>`;
}

/** Where somebody is led after an act. */
export function paymentAddress(paymentId: string, done: Done, reversalId?: string): string {
  const place = reversalId === undefined ? '' : `#r-${encodeURIComponent(reversalId)}`;
  return `/payment?id=${encodeURIComponent(paymentId)}&done=${done}${place}`;
}
