import type { LegOperation } from './leg';
import type { Payment } from './payment';
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
  const { gatewayAccount, card, certificateName, networkTokenBrand } = payment;
  const parts = [
    gatewayAccount,
    legs.map(({ operation, reference }) => [operation, reference]),
    card === null
      ? null
      : [
          card.cardNumber,
          card.cardHolderName,
          card.expirationMonth,
          card.expirationYear,
          card.cardType ?? null,
          card.ownerID ?? null,
          card.issueNumber ?? null,
        ],
    certificateName,
    networkTokenBrand,
  ];
  return { digest: sha256(JSON.stringify(parts)), gatewayAccount, card: maskedCard(card), certificateName };
}

/** Whether two readings of a payment send to the same place. */
export function isSameDestination(one: Payment, other: Payment): boolean {
  return destinationOf(one, []).digest === destinationOf(other, []).digest;
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
