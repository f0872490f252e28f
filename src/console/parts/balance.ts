import type { Balance } from '../../domain/decision/balance';
import type { CurrencyCode } from '../../domain/model/currency';
import { html, nothing, type Html } from '../html';
import { money } from './money';

/** One segment of the bar. `isOpen`: not final yet. Such a segment is hatched, so that it is recognisable without colour. */
export interface Segment {
  readonly kind: string;
  readonly word: string;
  readonly amountMinor: number;
  readonly isOpen: boolean;
}

const kinds = [
  { kind: 'refunded', field: 'refundedMinor', word: 'Refunded', isOpen: false },
  { kind: 'voided', field: 'voidedMinor', word: 'Voided', isOpen: false },
  { kind: 'external', field: 'externallyRefundedMinor', word: 'Refunded externally', isOpen: false },
  { kind: 'disputed', field: 'disputedMinor', word: 'Disputed', isOpen: false },
  { kind: 'pending', field: 'pendingMinor', word: 'Accepted, not final', isOpen: true },
  { kind: 'unknown', field: 'unknownMinor', word: 'Unknown', isOpen: true },
  { kind: 'reserved', field: 'reservedMinor', word: 'Reserved', isOpen: true },
  { kind: 'refundable', field: 'refundableMinor', word: 'Refundable', isOpen: false },
] as const satisfies readonly { readonly field: keyof Balance; readonly [key: string]: unknown }[];

/** Where the money is, in the order of the bar. What was not captured comes last. Amounts of zero are left out. */
export function segmentsOf(balance: Balance): readonly Segment[] {
  const named = kinds.map(({ kind, field, word, isOpen }) => ({ kind, word, amountMinor: balance[field], isOpen }));
  const namedMinor = named.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const restMinor = Math.max(balance.authorizedMinor, balance.capturedMinor) - namedMinor;
  const rest = { kind: 'rest', word: 'Not captured', amountMinor: restMinor, isOpen: false };
  return [...named, rest].filter(({ amountMinor }) => amountMinor > 0);
}

const width = 1000;

/** A stacked bar, and the same amounts as a list, which screen readers read. */
export function balanceBar(balance: Balance, currency: CurrencyCode): Html {
  const segments = segmentsOf(balance);
  return html`<svg
      class="bar"
      viewBox="0 0 ${width} 18"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        <pattern id="hatch" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="hatch" x1="0" y1="0" x2="0" y2="10" />
        </pattern>
      </defs>
      ${placed(segments).map(
        ({ kind, isOpen, x, size }) =>
          html`<rect class="bar-${kind}" x="${x}" y="0" width="${size}" height="18" />${
              isOpen ? html`<rect x="${x}" y="0" width="${size}" height="18" fill="url(#hatch)" />` : nothing
            }<rect class="gap" x="${x + size - 2}" y="0" width="2" height="18" />`,
      )}
    </svg>
    <dl class="money">
      ${amountRow('Authorized', balance.authorizedMinor, currency, nothing, true)}
      ${amountRow('Captured', balance.capturedMinor, currency, nothing, true)}
      ${segments.map(({ kind, word, amountMinor, isOpen }) =>
        amountRow(word, amountMinor, currency, swatch(kind, isOpen), kind === 'refundable'),
      )}
      ${balance.refundableMinor === 0 ? amountRow('Refundable', 0, currency, swatch('refundable', false), true) : nothing}
    </dl>`;
}

function placed(segments: readonly Segment[]) {
  const totalMinor = segments.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  let x = 0;
  return segments.map((segment) => {
    const size = (segment.amountMinor / totalMinor) * width;
    x += size;
    return { ...segment, x: x - size, size };
  });
}

function swatch(kind: string, isOpen: boolean): Html {
  return html`<svg class="swatch" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
    <rect class="bar-${kind}" width="12" height="12" rx="2" />
    ${isOpen ? html`<line class="hatch" x1="2" y1="10" x2="10" y2="2" />` : nothing}
  </svg>`;
}

function amountRow(word: string, amountMinor: number, currency: CurrencyCode, mark: Html, isTotal: boolean): Html {
  return html`<div class="${isTotal ? 'total' : ''}">
    <dt>${mark}${word}</dt>
    <dd>${money(amountMinor, currency)}</dd>
  </div>`;
}
