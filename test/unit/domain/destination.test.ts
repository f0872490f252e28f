import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { destinationOf, destinationWords, isSameDestination } from '../../../src/domain/model/destination';
import type { Card, Payment } from '../../../src/domain/model/payment';
import { sha256 } from '../../../src/domain/model/sha-256';
import { captureOf, paymentOf } from '../../support/domain-arbitraries';

const card: Card = {
  cardNumber: '@tok_visa_1234',
  cardHolderName: 'Jane Smith',
  expirationMonth: 3,
  expirationYear: 2030,
  cvv: '@cvv',
};
const payment = paymentOf([captureOf('c1', 10_000)], { card, certificateName: 'client-1' });
const refund = { operation: 'refund', reference: 'ref-c1' } as const;
const digestOf = (differing: Partial<Payment>): string => destinationOf({ ...payment, ...differing }, [refund]).digest;

describe('A SHA-256 digest', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j is the one that the standard gives', (text, digest) => {
    expect(sha256(text)).toBe(digest);
  });

  it('of any text is the one that Node’s own library gives', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('The digest of a destination', () => {
  it.each<[string, Partial<Payment>]>([
    ['token', { card: { ...card, cardNumber: '@tok_visa_9999' } }],
    ['holder', { card: { ...card, cardHolderName: 'John Smith' } }],
    ['month of expiry', { card: { ...card, expirationMonth: 4 } }],
    ['year of expiry', { card: { ...card, expirationYear: 2031 } }],
    ['card type', { card: { ...card, cardType: 'Visa' } }],
    ['card, which the worker brings', { card: null }],
    ['certificate', { certificateName: 'client-2' }],
    ['network token', { networkTokenBrand: 'Visa' }],
    ['gateway account', { gatewayAccount: 'other' }],
  ])('is another one with another %s', (_what, differing) => {
    expect(digestOf(differing)).not.toBe(digestOf({}));
    expect(isSameDestination({ ...payment, ...differing }, payment)).toBe(false);
  });

  it('is another one with another reference or operation', () => {
    const digests = [
      [refund],
      [{ ...refund, reference: 'ref-c2' }],
      [{ ...refund, operation: 'void' as const }],
      [refund, refund],
    ].map((legs) => destinationOf(payment, legs).digest);
    expect(new Set(digests).size).toBe(4);
  });

  it('is the same with another security code, or whatever else says nothing about who is paid', () => {
    const payerDetails = { clientIPAddress: '192.0.2.1', countryCode: 'US' };
    expect(digestOf({ card: { ...card, cvv: '@other' }, payerDetails })).toBe(digestOf({}));
  });
});

describe('A destination as people see it', () => {
  it('names holder, expiry, certificate and account, and of the token its end', () => {
    expect(destinationWords(destinationOf(payment, []))).toBe(
      'card @…1234 of Jane Smith, expires 03/2030, at stripe-production, certificate client-1',
    );
    expect(destinationWords(destinationOf({ ...payment, card: null, certificateName: null }, []))).toBe(
      'the card that resolveCard brings, at stripe-production',
    );
  });

  it('never shows more than half of a token, nor more than four characters', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{1,128}$/), (token) => {
        const shown = destinationOf({ ...payment, card: { ...card, cardNumber: `@${token}` } }, []).card?.token ?? '';
        const characters = shown.slice('@…'.length);
        expect(token.endsWith(characters)).toBe(true);
        expect(characters.length).toBeLessThanOrEqual(Math.min(4, token.length / 2));
      }),
    );
  });
});
