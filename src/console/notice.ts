import { html, type Html } from './html';

/** What has just been done, as the address names it. The list is closed: an address cannot put words of its own on a page. */
const notices = {
  approved: 'Your approval was recorded.',
  rejected: 'Request rejected. Its reserved amount was released.',
  withdrawn: 'Request withdrawn. Its reserved amount was released.',
  resolved: 'Your resolution was recorded.',
  recovered: 'The ledger was recovered.',
  requested: 'Request submitted. Its status is shown below.',
} as const;

export type Done = keyof typeof notices;

/** The notice that an address names; null: none. */
export function noticeOf(done: string | undefined): Html | null {
  if (done === undefined || !Object.hasOwn(notices, done)) return null;
  return html`<p class="notice" role="status"><span aria-hidden="true">✓ </span>${notices[done as Done]}</p>`;
}

/** The address that follows an act. */
export function paymentAddress(paymentId: string, done: Done, reversalId?: string): string {
  const place = reversalId === undefined ? '' : `#r-${encodeURIComponent(reversalId)}`;
  return `/payment?id=${encodeURIComponent(paymentId)}&done=${done}${place}`;
}
