import { isUnsent, type Leg } from '../model/leg';
import { capturedAt, type Capture, type Payment } from '../model/payment';
import type { AccountRules } from '../model/profile';
import type { Reason } from '../model/reasons';
import type { Reversal, Wait } from '../model/reversal';

/** What the gateway's answers to a reversal say of settlement. */
export interface SettlementNews {
  /** Captures that have settled: their void was refused for it. */
  readonly settledCaptureIds: readonly string[];
  /** Captures of which a refund was refused because they had not settled, lately and with no later news. */
  readonly unsettledCaptureIds: readonly string[];
  /** When the last of those may be refunded without news, ISO 8601; null: there is none. */
  readonly unsettledUntil: string | null;
}

/** For rules that an older version has read. */
const aDayInMinutes = 24 * 60;

export const notSettledYet: Reason = {
  code: 'awaitingSettlement',
  message:
    'the gateway refused the refund because its capture has not settled, and nothing moved; it is sent again later (settlementRetryMinutes), or as soon as settlement is recorded',
};

export const onlySettled: Reason = {
  code: 'awaitingSettlement',
  message: 'this gateway refunds only what has settled; the amount is reserved until settlement is recorded',
};

/** What the answers to these legs of a payment say now. An answer counts for the captures that it can be about. */
export function settlementNews(
  payment: Payment,
  legs: readonly Leg[],
  rules: AccountRules,
  now: string,
): SettlementNews {
  const settled = legs.filter(
    (leg) => leg.operation === 'void' && leg.status === 'declined' && leg.code === 'alreadySettled',
  );
  const unsettled = new Map(
    payment.captures.flatMap(({ captureId, settledAt }) => {
      const until = unsettledUntil(legs, { captureId, settledAt }, rules, now);
      return until !== null && Date.parse(until) > Date.parse(now) ? [[captureId, until] as const] : [];
    }),
  );
  if (settled.length === 0 && unsettled.size === 0) return nothingSaid;
  const captureIds = (isMeant: (capture: Capture) => boolean): readonly string[] =>
    payment.captures.filter(isMeant).map(({ captureId }) => captureId);
  return {
    settledCaptureIds: captureIds((capture) =>
      settled.some(({ captureId, since }) =>
        captureId === null
          ? Date.parse(capturedAt(payment, capture)) <= Date.parse(since)
          : captureId === capture.captureId,
      ),
    ),
    unsettledCaptureIds: [...unsettled.keys()],
    unsettledUntil: [...unsettled.values()].sort().at(-1) ?? null,
  };
}

/** What a refund with these legs waits for before the next of them is sent; null: for no settlement. */
export function settlementWait(
  payment: Payment,
  { legs, wait }: Pick<Reversal, 'legs' | 'wait'>,
  rules: AccountRules,
  now: string,
): Wait | null {
  const news = settlementNews(payment, legs, rules, now);
  const planned = payment.captures.filter(({ captureId }) =>
    legs.some((leg) => isUnsent(leg) && leg.operation === 'refund' && leg.captureId === captureId),
  );
  const since = wait?.since ?? now;
  if (planned.some(({ captureId }) => news.unsettledCaptureIds.includes(captureId))) {
    return { for: 'settlement', reason: notSettledYet, since, until: news.unsettledUntil };
  }
  const mustSettle = planned.some(
    ({ captureId, settledAt }) => settledAt === null && !news.settledCaptureIds.includes(captureId),
  );
  if (!rules.profile.refundsOnlySettled || !mustSettle) return null;
  return { for: 'settlement', reason: onlySettled, since, until: null };
}

/** Until when a refund of the capture is not sent again without news, ISO 8601; null: none was refused for this. */
function unsettledUntil(
  legs: readonly Leg[],
  { captureId, settledAt }: Pick<Capture, 'captureId' | 'settledAt'>,
  rules: AccountRules,
  now: string,
): string | null {
  const refused = legs.filter(
    (leg) =>
      leg.captureId === captureId &&
      leg.operation === 'refund' &&
      leg.status === 'declined' &&
      leg.code === 'notSettled' &&
      leg.settledSince !== true &&
      !isBetween(leg.since, settledAt, now),
  );
  const last = refused
    .map(({ since }) => since)
    .sort()
    .at(-1);
  return last === undefined ? null : nextTryAt(last, rules);
}

/** An instant that is still to come has settled nothing yet. */
function isBetween(from: string, instant: string | null, until: string): boolean {
  if (instant === null) return false;
  return Date.parse(instant) >= Date.parse(from) && Date.parse(instant) <= Date.parse(until);
}

/** When a refund that was refused at this instant is sent again without news, ISO 8601. */
export function nextTryAt(refusedAt: string, { settlementRetryMinutes = aDayInMinutes }: AccountRules): string {
  return new Date(Date.parse(refusedAt) + settlementRetryMinutes * 60_000).toISOString();
}

/** It waited for settlement until now, and is to be decided anew. */
export function isSettlementWaitOver({ wait, legs }: Pick<Reversal, 'wait' | 'legs'>, now: string): boolean {
  if (wait?.for !== 'settlement' || wait.until === null || legs.some((leg) => leg.status === 'sending')) return false;
  return Date.parse(wait.until) <= Date.parse(now);
}

const nothingSaid: SettlementNews = { settledCaptureIds: [], unsettledCaptureIds: [], unsettledUntil: null };
