import type { CurrencyCode } from './currency';

interface EventBase {
  /** The sender's own id of the event: recorded twice, it counts once. */
  readonly eventId: string;
  /** Who reports it: a service, a person, a file. */
  readonly source: string;
  /** When it became true, ISO 8601. */
  readonly at: string;
  /** What proves it: a ticket, a report, a gateway's screen. Needed where the refundable amount rises. */
  readonly evidence?: string | null;
  /** Who co-signs, where a refund of what becomes refundable by it would need approval. */
  readonly coSignedBy?: readonly CoSignature[] | null;
  /** Proves the source, where identities are proved: its subject is then the source's id. */
  readonly token?: string | null;
}

/** A second person confirms what is reported. `token` proves their identity, where the rules require proof. */
export interface CoSignature {
  readonly id: string;
  readonly token?: string | null;
}

interface Amount {
  /** Minor units of `currency`. */
  readonly amountMinor: number;
  readonly currency: CurrencyCode;
}

export type CaptureStarted = EventBase & Amount & { readonly kind: 'captureStarted'; readonly captureId: string };
export type CaptureSucceeded = EventBase &
  Amount & {
    readonly kind: 'captureSucceeded';
    readonly captureId: string;
    readonly gatewayReference?: string | null;
  };
export type CaptureFailed = EventBase & { readonly kind: 'captureFailed'; readonly captureId: string };
export type Settled = EventBase & { readonly kind: 'settled'; readonly captureId: string };
/** In another currency than the payment's, the dispute reserves its whole capture until it is closed. */
export type DisputeOpened = EventBase &
  Amount & { readonly kind: 'disputeOpened'; readonly disputeId: string; readonly captureId: string };
/**
 * `lost`: the money went back to the cardholder through the dispute and stays refunded. `won` releases the amount: it
 * needs evidence, and comes after `lost` only that way.
 */
export type DisputeClosed = EventBase & {
  readonly kind: 'disputeClosed';
  readonly disputeId: string;
  readonly outcome: 'won' | 'lost';
  /** What was lost, in the payment's currency. Minor units. Absent: what was disputed. */
  readonly amountMinor?: number | null;
  /** The payment's currency, with `amountMinor`. */
  readonly currency?: CurrencyCode | null;
};
interface OfLeg {
  readonly legId: string;
  /** The gateway's own reference of the refund or void. */
  readonly gatewayReference?: string | null;
}
/** A refund whose outcome was unknown or pending has succeeded. */
export type RefundSucceeded = EventBase & OfLeg & { readonly kind: 'refundSucceeded' };
/** A refund that had succeeded was returned by the cardholder's bank. Needs evidence. */
export type RefundFailed = EventBase & OfLeg & { readonly kind: 'refundFailed'; readonly evidence: string };
/** A void whose outcome was unknown or pending has succeeded. */
export type VoidSucceeded = EventBase & OfLeg & { readonly kind: 'voidSucceeded' };
/** A void that was accepted has failed: the hold or the charge is as it was before. Needs evidence. */
export type VoidFailed = EventBase & OfLeg & { readonly kind: 'voidFailed'; readonly evidence: string };
/** A refund made past this system, for instance in the gateway's own screens. */
export type ExternallyRefunded = EventBase &
  Amount & {
    readonly kind: 'externalRefund';
    readonly captureId: string;
    /** The gateway's own reference of the refund. By it the ledger recognises its own refunds. */
    readonly gatewayReference?: string | null;
  };
/** An external refund was returned by the cardholder's bank. Needs evidence. */
export type ExternalRefundFailed = EventBase & {
  readonly kind: 'externalRefundFailed';
  /** The id of the event that recorded the refund. */
  readonly refundEventId: string;
  readonly evidence: string;
};
/** The authorized amount was changed at the gateway: `amountMinor` in all, from then on. */
export type AuthorizationChanged = EventBase & Amount & { readonly kind: 'authorizationChanged' };
/** The payment is reached through another gateway account from now on. Needs evidence. */
export type AccountChanged = EventBase & {
  readonly kind: 'accountChanged';
  readonly gatewayAccount: string;
  readonly evidence: string;
};
/** An event was recorded wrongly: its amount was another, or it never happened. Needs evidence. */
export type Correction = EventBase & {
  readonly kind: 'correction';
  /** The id of the event that it corrects. */
  readonly corrects: string;
  /** The right amount. Minor units of `currency`. */
  readonly amountMinor?: number | null;
  readonly currency?: CurrencyCode | null;
  /** The event did not happen at all. */
  readonly neverHappened?: boolean | null;
  readonly evidence: string;
};

/** What happened to a payment outside its ledger, as it is recorded there. */
export type PaymentEvent =
  | CaptureStarted
  | CaptureSucceeded
  | CaptureFailed
  | Settled
  | DisputeOpened
  | DisputeClosed
  | RefundSucceeded
  | RefundFailed
  | VoidSucceeded
  | VoidFailed
  | ExternallyRefunded
  | ExternalRefundFailed
  | AuthorizationChanged
  | AccountChanged
  | Correction;

export type PaymentEventKind = PaymentEvent['kind'];

export const paymentEventKinds = [
  'captureStarted',
  'captureSucceeded',
  'captureFailed',
  'settled',
  'disputeOpened',
  'disputeClosed',
  'refundSucceeded',
  'refundFailed',
  'voidSucceeded',
  'voidFailed',
  'externalRefund',
  'externalRefundFailed',
  'authorizationChanged',
  'accountChanged',
  'correction',
] as const satisfies readonly PaymentEventKind[];
