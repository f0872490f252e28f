import type { Leg } from '../model/leg';
import { capturedAt, type Payment } from '../model/payment';
import type { Reason } from '../model/reasons';

/** What the gateway's answers to a reversal say of settlement. */
export interface SettlementNews {
  /** Captures that have settled: their void was refused for it. */
  readonly settledCaptureIds: readonly string[];
  /** Captures of which a refund was refused because they had not settled, less than a day ago and with no later news. */
  readonly unsettledCaptureIds: readonly string[];
}

const aDayMs = 24 * 60 * 60_000;

export const notSettledYet: Reason = {
  code: 'awaitingSettlement',
  message:
    'the gateway refused the refund because its capture has not settled, and nothing moved; it is sent again once a day, or as soon as settlement is recorded',
};

/** What the answers to these legs of a payment say now. An answer counts for the captures that it can be about. */
export function settlementNews(payment: Payment, legs: readonly Leg[], now: string): SettlementNews {
  const settled = legs.filter(
    (leg) => leg.operation === 'void' && leg.status === 'declined' && leg.code === 'alreadySettled',
  );
  const refused = legs.filter((leg) => Date.parse(unsettledUntil(leg) ?? now) > Date.parse(now));
  if (settled.length === 0 && refused.length === 0) return nothingSaid;
  const captureIds = (isMeant: (capture: Payment['captures'][number]) => boolean): readonly string[] =>
    payment.captures.filter(isMeant).map(({ captureId }) => captureId);
  return {
    settledCaptureIds: captureIds((capture) =>
      settled.some(({ captureId, since }) =>
        captureId === null
          ? Date.parse(capturedAt(payment, capture)) <= Date.parse(since)
          : captureId === capture.captureId,
      ),
    ),
    unsettledCaptureIds: captureIds(({ captureId, settledAt }) =>
      refused.some((leg) => leg.captureId === captureId && !isNoEarlier(settledAt, leg.since)),
    ),
  };
}

function isNoEarlier(settledAt: string | null, instant: string): boolean {
  return settledAt !== null && Date.parse(settledAt) >= Date.parse(instant);
}

/** Until when a refund of its capture is not sent again, ISO 8601; null: it was not refused for this. */
export function unsettledUntil(leg: Leg): string | null {
  if (leg.operation !== 'refund' || leg.status !== 'declined' || leg.code !== 'notSettled') return null;
  return new Date(Date.parse(leg.since) + aDayMs).toISOString();
}

const nothingSaid: SettlementNews = { settledCaptureIds: [], unsettledCaptureIds: [] };
