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
export type DisputeOpened = EventBase &
  Amount & { readonly kind: 'disputeOpened'; readonly disputeId: string; readonly captureId: string };
/** `lost`: the money went back to the cardholder through the dispute and stays refunded. */
export type DisputeClosed = EventBase & {
  readonly kind: 'disputeClosed';
  readonly disputeId: string;
  readonly outcome: 'won' | 'lost';
};
/** A refund that had succeeded was returned by the cardholder's bank. Needs evidence. */
export type RefundFailed = EventBase & {
  readonly kind: 'refundFailed';
  readonly legId: string;
  readonly evidence: string;
  /** Who co-signs, where a refund of that amount needs approval. */
  readonly coSignedBy?: readonly CoSignature[] | null;
};
/** A refund made past this system, for instance in the gateway's own screens. */
export type ExternallyRefunded = EventBase & Amount & { readonly kind: 'externalRefund'; readonly captureId: string };

/** What happened to a payment outside its ledger, as it is recorded there. */
export type PaymentEvent =
  | CaptureStarted
  | CaptureSucceeded
  | CaptureFailed
  | Settled
  | DisputeOpened
  | DisputeClosed
  | RefundFailed
  | ExternallyRefunded;

export type PaymentEventKind = PaymentEvent['kind'];

export const paymentEventKinds = [
  'captureStarted',
  'captureSucceeded',
  'captureFailed',
  'settled',
  'disputeOpened',
  'disputeClosed',
  'refundFailed',
  'externalRefund',
] as const satisfies readonly PaymentEventKind[];
