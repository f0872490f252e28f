import type { LegOperation } from './leg';
import type { Card, Payment } from './payment';
import { sha256 } from './sha-256';

/**
 * Where a plan sends: what its approvers see of it, and the digest that they approve. Of the card's token only its last
 * characters are here.
 */
export interface Destination {
  /** SHA-256 of everything that decides where the money goes, in hex. */
  readonly digest: string;
  readonly gatewayAccount: string;
  /** null: the worker's `resolveCard` brings the card when it sends. */
  readonly card: MaskedCard | null;
  readonly certificateName: string | null;
}

/** A card as people may see it. */
export interface MaskedCard {
  readonly holder: string;
  /** The end of its vault token: `@…1234`. */
  readonly token: string;
  /** `12/2030`. */
  readonly expires: string;
}

/** What of a leg decides where its money goes. */
export interface DirectedLeg {
  readonly operation: LegOperation;
  /** The gateway's reference that it is sent against. */
  readonly reference: string;
}

/**
 * Where these legs of a payment go: gateway account, operations and references, card and certificate. The security code and
 * other proofs of the cardholder are left out: they are sent too, and change nothing about who is paid. Pure.
 */
export function destinationOf(payment: Payment, legs: readonly DirectedLeg[]): Destination {
  const { gatewayAccount, card, certificateName } = payment;
  return { digest: digestOf(payment, legs), gatewayAccount, card: maskedCard(card), certificateName };
}

/** A payment never changes, and is asked about in every step for every open plan: the same digest is computed once. */
const computed = new WeakMap<Payment, Map<string, string>>();

/** The digest of where these legs of a payment go. */
export function digestOf(payment: Payment, legs: readonly DirectedLeg[]): string {
  const legsText = JSON.stringify(legs.map(({ operation, reference }) => [operation, reference]));
  const ofPayment = computed.get(payment) ?? new Map<string, string>();
  computed.set(payment, ofPayment);
  const digest = ofPayment.get(legsText) ?? sha256(`${legsText}${JSON.stringify(payee(payment))}`);
  ofPayment.set(legsText, digest);
  return digest;
}

function payee({ gatewayAccount, card, certificateName, networkTokenBrand }: Payment): readonly unknown[] {
  return [gatewayAccount, card === null ? null : partsOf(card), certificateName, networkTokenBrand];
}

function partsOf(card: Card): readonly unknown[] {
  const { cardNumber, cardHolderName, expirationMonth, expirationYear, cardType, ownerID, issueNumber } = card;
  const more = [cardType ?? null, ownerID ?? null, issueNumber ?? null];
  return [cardNumber, cardHolderName, expirationMonth, expirationYear, ...more];
}

/** Whether two readings of a payment send to the same place. */
export function isSameDestination(one: Payment, other: Payment): boolean {
  return digestOf(one, []) === digestOf(other, []);
}

/** A destination in words, masked. */
export function destinationWords({ gatewayAccount, card, certificateName }: Destination): string {
  const to =
    card === null
      ? 'the card that resolveCard brings'
      : `card ${card.token} of ${card.holder}, expires ${card.expires}`;
  const certificate = certificateName === null ? '' : `, certificate ${certificateName}`;
  return `${to}, at ${gatewayAccount}${certificate}`;
}

function maskedCard(card: Payment['card']): MaskedCard | null {
  if (card === null) return null;
  const { cardNumber, cardHolderName, expirationMonth, expirationYear } = card;
  const expires = `${String(expirationMonth).padStart(2, '0')}/${String(expirationYear)}`;
  return { holder: cardHolderName, token: maskedToken(cardNumber), expires };
}

const charactersShown = 4;

/** Never more than half of a token, whatever its length. */
function maskedToken(token: string): string {
  const body = token.replace(/^@/, '');
  const shown = Math.min(charactersShown, Math.floor(body.length / 2));
  return `@…${shown === 0 ? '' : body.slice(-shown)}`;
}
