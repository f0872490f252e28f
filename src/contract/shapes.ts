import type { CoSignature } from '../domain/model/payment-event';
import type { Capture, Card, NetworkTokenBrand, PayerDetails, PaymentKind } from '../domain/model/payment';

/** A capture as its teller knows it. Absent `gatewayReference`, `capturedAt`, `settledAt` mean null. */
export interface CaptureSnapshot extends Pick<Capture, 'captureId' | 'status' | 'amountMinor'> {
  readonly gatewayReference?: string | null;
  readonly capturedAt?: string | null;
  readonly settledAt?: string | null;
}

/** What a caller knows of a payment; the same JSON in files, messages and `--payment FILE`. */
export interface PaymentSnapshot {
  readonly paymentId: string;
  readonly kind: PaymentKind;
  /** ISO 4217. */
  readonly currency: string;
  readonly authorizedMinor: number;
  readonly authorizationReference: string;
  readonly authorizedAt: string;
  readonly authorizationExpiresAt?: string | null;
  readonly gatewayAccount: string;
  readonly captures?: readonly CaptureSnapshot[];
  /** Absent: the worker's `resolveCard` is asked at send time. */
  readonly card?: Card | null;
  readonly payerDetails?: PayerDetails | null;
  readonly certificateName?: string | null;
  readonly networkTokenBrand?: NetworkTokenBrand | null;
}

/** Who asks. `onBehalfOf`: for whom, when that is somebody else. */
export interface Requester {
  readonly id: string;
  readonly onBehalfOf?: string | null;
}

export type ReversalOperation = 'cancel' | 'refund';

/** Asks to give money back. `requestId` comes from business keys, never at random: it is what makes a repeat harmless. */
export interface ReversalRequest {
  readonly requestId: string;
  readonly operation: ReversalOperation;
  /** Minor units. null or absent: all that is left. Always null for a cancel. */
  readonly amountMinor?: number | null;
  /** Refuse unless exactly this much is refundable. */
  readonly expectedRefundableMinor?: number | null;
  readonly requester: Requester;
  readonly token?: string | null;
  readonly reason: string;
  readonly payment: PaymentSnapshot;
}

/** One thing wrong with an input. Never holds the value of a suspected card number. */
export interface Problem {
  /** Where, in the input's own terms: `payment.captures[0].amountMinor`. */
  readonly field: string;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** A person's finding about a leg whose end the machine could not find out. Absent fields mean null. */
export interface ResolutionInput {
  readonly legId: string;
  readonly outcome: 'succeeded' | 'notSent';
  /** The gateway's reference of what was found. */
  readonly gatewayReference?: string | null;
  /** What really moved, where the gateway answered with another amount. Minor units. */
  readonly amountMinor?: number | null;
  /** What proves it: a report, a gateway's screen, a ticket. */
  readonly evidence: string;
  readonly actor: Requester;
  /** Proves the actor, where identities are proved. */
  readonly token?: string | null;
  /** Who agrees, where "never sent" frees an amount whose refund needs approval. */
  readonly coSignedBy?: readonly CoSignature[];
}

/** One person's decision about one version of a reversal's plan. It names what it decides about, so that nobody approves a plan he has not seen. */
export interface DecisionInput {
  readonly decision: 'approve' | 'reject';
  readonly requestId: string;
  readonly planVersion: number;
  /** What that version refunds and voids. Minor units of `currency`. */
  readonly refundMinor: number;
  readonly voidMinor: number;
  readonly currency: string;
  readonly approver: Requester;
  /** Why. A rejection needs one. */
  readonly comment?: string | null;
  /** Proves the approver and repeats these terms, where identities are proved. */
  readonly token?: string | null;
}

/** A requester does not want a reversal any more. */
export interface WithdrawalInput {
  readonly requestId: string;
  readonly actor: Requester;
  readonly reason: string;
  readonly token?: string | null;
}
