import type { DecisionRow } from '../model/reversal';
import type { Decision } from './decision';
import {
  hasRemainder,
  isCancel,
  isNothingLeft,
  isOverCap,
  mayReleaseRemainder,
  needsSettlement,
  neededMinor,
  voidsWholeCharge,
  wasCapturedByGateway,
  wasRefusedUnsettled,
} from './conditions';
import {
  disputed,
  end,
  expirySupposed,
  refundLegs,
  refusal,
  send,
  voidCapture,
  voidDeclined,
  voidHold,
  wait,
  windowSupposed,
} from './decision-parts';
import { notSettledYet, onlySettled } from './settlement-news';
import { money, requested, type PaymentTerms } from './terms';

/** One entry: a state of the payment and what is requested, in words and as a predicate, and what follows. */
export interface TableRow {
  /** Plans and previews name it. Several entries may refine one row. */
  readonly row: DecisionRow;
  readonly state: string;
  readonly requested: string;
  readonly says: string;
  readonly when: (terms: PaymentTerms) => boolean;
  readonly then: (terms: PaymentTerms) => Decision;
}

/**
 * The decision table: the first entry that applies decides. What exceeds what is refundable is refused by row 1, before any row
 * that refunds. `decideFor` (`plan.ts`) asks it at admission and again after every step; a refund keeps its plan once a
 * part of it was sent. What a reversal has planned itself does not count against it. The predicates are in `conditions.ts`,
 * the consequences in `decision-parts.ts`.
 */
export const decisionTable: readonly TableRow[] = [
  {
    row: 1,
    state: 'more was refunded than was captured',
    requested: 'any',
    says: 'refused until a person has checked the payment',
    when: ({ input }) => input.balances.some((capture) => capture.overRefundedMinor > 0),
    then: () =>
      refusal(
        'overRefunded',
        'more was refunded than was captured; nothing more is refunded until a person has checked the payment',
      ),
  },
  {
    row: 1,
    state: 'captured, and a part is in an open dispute',
    requested: 'cancel, or a refund that needs that part',
    says: 'refused, with the numbers',
    when: (terms) =>
      (isCancel(terms) && terms.captured && terms.openDisputedMinor > 0) ||
      (isOverCap(terms) && neededMinor(terms) <= terms.availableMinor + terms.openDisputedMinor),
    then: disputed,
  },
  {
    row: 1,
    state: 'captured, with less refundable than is requested',
    requested: 'refund',
    says: 'refused with what is refundable, never made smaller',
    when: isOverCap,
    then: (terms) =>
      refusal('exceedsRefundable', `${requested(terms)}; ${money(terms, terms.availableMinor)} is refundable`),
  },
  {
    row: 2,
    state: 'the gateway has reported that the hold was captured, and no capture is recorded',
    requested: 'any',
    says: 'waits until the capture is recorded; asks a person when that takes too long',
    when: wasCapturedByGateway,
    then: () =>
      wait(2, 'capture', {
        code: 'captureInProgress',
        message:
          'the gateway reports that the authorization was captured; the ledger waits until the capture is recorded (captureSucceeded)',
      }),
  },
  {
    row: 2,
    state: 'a capture is in progress',
    requested: 'any',
    says: 'waits for its result, with the known money reserved; asks a person when that takes too long',
    when: ({ captureInProgress }) => captureInProgress,
    then: (terms) => {
      const message = 'a capture is in progress; its result decides between void and refund';
      return wait(2, 'capture', { code: 'captureInProgress', message }, terms.captured ? refundLegs(terms) : []);
    },
  },
  {
    row: 3,
    state: 'nothing is left, and other reversals reserve money without an outcome',
    requested: 'cancel',
    says: 'waits for them',
    when: (terms) => isNothingLeft(terms) && terms.input.othersOpen,
    then: () => {
      const message = 'all that is left is reserved by another reversal of this payment, which has no outcome yet';
      return wait(3, 'others', { code: 'blockedByAnother', message });
    },
  },
  {
    row: 3,
    state: 'nothing is left',
    requested: 'cancel',
    says: 'already reversed; nothing is sent',
    when: isNothingLeft,
    then: () => end(3, 'alreadyReversed', 'nothingLeft', 'nothing is left to reverse'),
  },
  {
    row: 4,
    state: 'captured, not settled, nothing refunded; the gateway voids unsettled charges',
    requested: 'cancel, full refund',
    says: 'voids the charge, which the customer then never sees; if the gateway declines the void, a row below refunds it',
    when: voidsWholeCharge,
    then: (terms) =>
      send(
        4,
        'captured and not settled: this gateway voids the charge whole',
        terms.captures.map(({ capture }) => voidCapture(terms, capture)),
      ),
  },
  {
    row: 5,
    state: 'captured, not settled; the gateway has refused to refund it until it settles',
    requested: 'any',
    says: 'waits until settlement is recorded, or for a day (settlementRetryMinutes); then refunds',
    when: (terms) => needsSettlement(terms) && wasRefusedUnsettled(terms),
    then: (terms) => wait(5, 'settlement', notSettledYet, refundLegs(terms), terms.input.unsettledUntil),
  },
  {
    row: 5,
    state: 'captured, not settled; the gateway refunds only what has settled',
    requested: 'any',
    says: 'waits for settlement, then refunds; a part is never refunded by voiding everything',
    when: needsSettlement,
    then: (terms) => wait(5, 'settlement', onlySettled, refundLegs(terms)),
  },
  {
    row: 6,
    state: 'part captured; the gateway voids the rest',
    requested: 'cancel',
    says: 'voids the rest, then refunds the part',
    when: (terms) => hasRemainder(terms) && mayReleaseRemainder(terms),
    then: (terms) =>
      send(6, 'release the rest of the hold, then refund what was captured', [voidHold(terms), ...refundLegs(terms)]),
  },
  {
    row: 6,
    state: 'part captured',
    requested: 'cancel',
    says: 'refunds the part; the rest of the hold expires',
    when: hasRemainder,
    then: (terms) => {
      const rest = money(terms, terms.remainderMinor);
      return send(
        6,
        `refund what was captured; the hold on the other ${rest} expires automatically`,
        refundLegs(terms),
      );
    },
  },
  {
    row: 7,
    state: 'captured',
    requested: 'cancel, refund',
    says: 'refunds, oldest capture first, one leg for each capture; captures that may be past the refund window come last',
    when: ({ captured }) => captured,
    then: (terms) => send(7, `captured: refund, oldest capture first${windowSupposed(terms)}`, refundLegs(terms)),
  },
  {
    row: 8,
    state: 'authorized, and the hold has expired as reported',
    requested: 'cancel',
    says: 'nothing to do, and says so',
    when: (terms) => isCancel(terms) && terms.holdExpired,
    then: ({ input }) => {
      const ended = String(input.payment.authorizationExpiresAt);
      return end(8, 'alreadyReversed', 'holdExpired', `the hold expired at ${ended}; there is nothing to reverse`);
    },
  },
  {
    row: 8,
    state: 'authorized, and the gateway refused the void because the hold has expired',
    requested: 'cancel',
    says: 'nothing to reverse, and says so',
    when: (terms) => isCancel(terms) && terms.input.declinedVoid === 'holdExpired',
    then: () =>
      end(
        8,
        'alreadyReversed',
        'holdExpired',
        'the gateway says that the hold has expired; there is nothing to reverse',
      ),
  },
  {
    row: 9,
    state: 'authorized',
    requested: 'cancel',
    says: 'voids the authorization, also where by your rules it may have expired',
    when: (terms) => isCancel(terms) && terms.input.declinedVoid === null,
    then: (terms) =>
      send(9, `authorized and not captured: void the authorization${expirySupposed(terms)}`, [voidHold(terms)]),
  },
  {
    row: 9,
    state: 'authorized, and the gateway has declined or undone the void',
    requested: 'cancel',
    says: 'ends as declined or failed; the void is not sent again, because it would end the same way',
    when: isCancel,
    then: ({ input }) => voidDeclined(input.declinedVoid ?? 'declined'),
  },
];

/** What no entry above applies to. */
export const lastRow: TableRow = {
  row: 10,
  state: 'authorized',
  requested: 'refund',
  says: 'refused: nothing was captured',
  when: () => true,
  then: () =>
    refusal('notCaptured', 'nothing was captured, so there is nothing to refund; cancel to release the hold', 10),
};
