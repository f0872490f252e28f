import { termsClaim, tokenPurposes, type TokenTerms } from '../../src/contract/token-terms';
import type { Requester } from '../../src/domain/model/requester';
import { claimsFor, keyPair, signed, signedWithPublicKey, unsigned, type Claims, type KeyPair } from './tokens';

/** What is forged: an approval by somebody, with the key of the issuer in the place of a thief's at most. */
export interface ForgedFrom {
  readonly person: Requester;
  readonly terms: TokenTerms;
  readonly key: KeyPair;
}

export interface Forgery {
  readonly name: string;
  /** Why it is refused. */
  readonly why: RegExp;
  readonly token: (of: ForgedFrom) => string;
}

const now = (): number => Math.floor(Date.now() / 1000);
const stranger = keyPair();

/** A token that is good but for some claims. */
function saying(claims: (of: ForgedFrom) => Claims): Forgery['token'] {
  return (of) => signed(claimsFor(of.person, of.terms, claims(of)), of.key);
}

/** A token that is good but for some of its terms. */
function naming(terms: (of: ForgedFrom) => Readonly<Record<string, unknown>>): Forgery['token'] {
  return saying((of) => ({ [termsClaim]: { ...of.terms, ...terms(of) } }));
}

const good = ({ person, terms, key }: ForgedFrom): string => signed(claimsFor(person, terms), key);

const forgery = (name: string, why: RegExp, token: Forgery['token']): Forgery => ({ name, why, token });

/** Tokens that a thief, a careless issuer or a cheating colleague could hand in for an approval. */
export const forgeries: readonly Forgery[] = [
  forgery('a wrong signature', /not signed by its issuer/, (of) => {
    const [header, , signature] = good(of).split('.');
    const [, claims] = signed(claimsFor(of.person, of.terms), of.key).split('.');
    return [header, claims, signature].join('.');
  }),
  forgery(
    'no signature (alg none)',
    /not signed at all/,
    ({ person, terms, key }) => `${unsigned(claimsFor(person, terms), { alg: 'none', kid: key.kid })}.`,
  ),
  forgery('the public key as a shared secret (HS256)', /shared secret/, ({ person, terms, key }) =>
    signedWithPublicKey(claimsFor(person, terms), key),
  ),
  forgery('another algorithm in its header', /an algorithm that is not accepted/, ({ person, terms, key }) =>
    signed(claimsFor(person, terms), key, { alg: 'ES256' }),
  ),
  forgery('a stranger’s key under the issuer’s name', /not signed by its issuer/, ({ person, terms, key }) =>
    signed(claimsFor(person, terms), { ...stranger, kid: key.kid }),
  ),
  forgery('its own key in its header', /not signed by its issuer/, ({ person, terms, key }) =>
    signed(claimsFor(person, terms), { ...stranger, kid: key.kid }, { jwk: stranger.jwk }),
  ),
  forgery('an extension nobody knows', /not supported/, ({ person, terms, key }) =>
    signed(claimsFor(person, terms), key, { crit: ['x'], x: 1 }),
  ),
  forgery('a type to sign in with', /not made for an act/, ({ person, terms, key }) =>
    signed(claimsFor(person, terms), key, { typ: 'JWT' }),
  ),
  forgery('a type of access tokens', /not made for an act/, ({ person, terms, key }) =>
    signed(claimsFor(person, terms), key, { typ: 'at+jwt' }),
  ),
  forgery('no type', /not made for an act/, ({ person, terms, key }) =>
    signed(claimsFor(person, terms), key, { typ: undefined }),
  ),
  forgery(
    'a life that has ended',
    /has expired/,
    saying(() => ({ iat: now() - 600, exp: now() - 300 })),
  ),
  forgery(
    'a life that has not begun',
    /not valid yet/,
    saying(() => ({ nbf: now() + 120 })),
  ),
  forgery(
    'an issue in the future',
    /issued in the future/,
    saying(() => ({ iat: now() + 120, exp: now() + 240 })),
  ),
  forgery(
    'another issuer',
    /of another issuer than/,
    saying(() => ({ iss: 'https://id.example.evil' })),
  ),
  forgery(
    'another audience',
    /for another audience than/,
    saying(() => ({ aud: ['another-service'] })),
  ),
  forgery(
    'no issuer',
    /who issued it/,
    saying(() => ({ iss: undefined })),
  ),
  forgery(
    'no audience',
    /for whom it is/,
    saying(() => ({ aud: undefined })),
  ),
  forgery(
    'no end',
    /no end \(exp\)/,
    saying(() => ({ exp: undefined })),
  ),
  forgery(
    'no time of issue',
    /when it was issued/,
    saying(() => ({ iat: undefined })),
  ),
  forgery(
    'no id of its own',
    /no id of its own/,
    saying(() => ({ jti: undefined })),
  ),
  forgery(
    'too long a life',
    /lives too long: at most 15 minutes/,
    saying(() => ({ exp: now() + 3_600 })),
  ),
  forgery(
    'another person',
    /belongs to another person, not to bob/,
    saying(() => ({ sub: 'carol' })),
  ),
  forgery(
    'nobody',
    /whose it is/,
    saying(() => ({ sub: undefined })),
  ),
  forgery(
    'the principal of whom it acts for',
    /belongs to another person, not to bob/,
    saying(() => ({ act: { sub: 'carol' }, sub: 'bob' })),
  ),
  forgery(
    'a borrowed name',
    /act for another person/,
    saying(({ person }) => ({ act: { sub: person.id }, sub: 'carol' })),
  ),
  forgery(
    'an actor without a name',
    /who acts/,
    saying(() => ({ act: {} })),
  ),
  forgery(
    'no terms',
    /what it is for/,
    saying(() => ({ [termsClaim]: undefined })),
  ),
  forgery(
    'another payment',
    /another paymentId than/,
    naming(() => ({ paymentId: 'order-other' })),
  ),
  forgery(
    'another reversal',
    /another requestId than/,
    naming(() => ({ requestId: 'return-other' })),
  ),
  forgery(
    'another version of the plan',
    /another planVersion than/,
    naming(({ terms }) => ({ planVersion: Number(terms['planVersion']) + 1 })),
  ),
  forgery(
    'another amount to refund',
    /another refundMinor than/,
    naming(() => ({ refundMinor: 1 })),
  ),
  forgery(
    'an amount in words',
    /another refundMinor than/,
    naming(({ terms }) => ({ refundMinor: String(terms['refundMinor']) })),
  ),
  forgery(
    'another amount to void',
    /another voidMinor than/,
    naming(() => ({ voidMinor: 1 })),
  ),
  forgery(
    'another currency',
    /another currency than/,
    naming(() => ({ currency: 'KWD' })),
  ),
  forgery(
    'a rejection',
    /another act than "approve"/,
    naming(() => ({ purpose: 'reject' })),
  ),
  forgery(
    'a request',
    /another act than "approve"/,
    naming(() => ({ purpose: 'request' })),
  ),
  forgery(
    'a term too few',
    /does not say its voidMinor/,
    naming(() => ({ voidMinor: undefined })),
  ),
  forgery(
    'a term too many',
    /names more than it may/,
    naming(() => ({ note: 'and anything else' })),
  ),
  forgery(
    'no role',
    /holds none of refund-approver/,
    saying(() => ({ roles: undefined })),
  ),
  forgery(
    'another role',
    /holds none of refund-approver/,
    saying(() => ({ roles: ['refund-approver-trainee'] })),
  ),
  forgery('its signature cut off', /cut off/, (of) => good(of).split('.').slice(0, 2).join('.')),
  forgery('its end cut off', /not signed by its issuer/, (of) => good(of).slice(0, -8)),
  forgery('encryption', /not a signed token/, (of) => `${good(of)}.x.y`),
  forgery('nonsense', /not a signed token/, () => 'let-me-in'),
];

/** What is odd about each of its terms: another value, none, or none of them; and every other purpose. */
export function forgedTerms({ terms }: Pick<ForgedFrom, 'terms'>): readonly Forgery[] {
  const names = Object.keys(terms).filter((name) => name !== 'purpose');
  const others = tokenPurposes.filter((purpose) => purpose !== terms.purpose);
  return [
    ...names.flatMap((name) => [
      forgery(
        `another ${name}`,
        new RegExp(`another ${name} than`),
        naming(() => ({ [name]: otherThan(terms[name]) })),
      ),
      forgery(
        `no ${name}`,
        new RegExp(`does not say its ${name}`),
        naming(() => ({ [name]: undefined })),
      ),
    ]),
    ...others.map((purpose) =>
      forgery(
        `the purpose ${purpose}`,
        new RegExp(`another act than "${terms.purpose}"`),
        naming(() => ({ purpose })),
      ),
    ),
    forgery(
      'a term too many',
      /names more than it may/,
      naming(() => ({ note: 'and anything else' })),
    ),
  ];
}

function otherThan(value: string | number | null | undefined): string | number {
  return typeof value === 'number' ? value + 1 : `${value ?? 'x'}-other`;
}
