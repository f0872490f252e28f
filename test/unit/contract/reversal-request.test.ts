import { checkPaymentSnapshot, parsePaymentSnapshot } from '../../../src/contract/payment-snapshot';
import type { Problem } from '../../../src/contract/problems';
import { checkReversalRequest, parseReversalRequest } from '../../../src/contract/reversal-request';
import { fullPayment, fullRequest, smallestRequest, withAt } from './valid-inputs';

type Path = readonly (string | number)[];

const fields = (problems: readonly Problem[]): string[] => problems.map(({ field }) => field);
const inCapture = (field: string): Path => ['payment', 'captures', 0, field];
const inCard = (field: string): Path => ['payment', 'card', field];

describe('what a request may look like', () => {
  it.each([
    ['every field', fullRequest()],
    ['the required fields only', smallestRequest()],
    ['no amount: all that is left', withAt(fullRequest(), ['amountMinor'], null)],
    ['an expectation that nothing is refundable', withAt(fullRequest(), ['expectedRefundableMinor'], 0)],
    ['fields that are undefined', { ...smallestRequest(), token: undefined, amountMinor: undefined, other: undefined }],
    ['names of other scripts', withAt(fullRequest(), inCard('cardHolderName'), '山田 太郎')],
    ['a slash in a request id', withAt(fullRequest(), ['requestId'], 'orders/1001/2')],
    ['an instant without seconds', withAt(fullRequest(), ['payment', 'authorizedAt'], '2024-02-29T23:59+05:30')],
    ['a charge without captures', withAt(smallestRequest(), ['payment', 'kind'], 'charge')],
    ['no captures', withAt(fullRequest(), ['payment', 'captures'], [])],
    ['a currency that was withdrawn: BGN', withAt(fullRequest(), ['payment', 'currency'], 'BGN')],
    ['a currency that was withdrawn: HRK', withAt(fullRequest(), ['payment', 'currency'], 'HRK')],
  ])('accepts %s', (_what, request) => {
    expect(checkReversalRequest(request)).toEqual([]);
    expect(parseReversalRequest(request)).toMatchObject({ ok: true });
  });
});

const amounts = [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, '2500', true, {}, [2500]];
const idPaths: Path[] = [
  ['requestId'],
  ['requester', 'id'],
  ['requester', 'onBehalfOf'],
  ['payment', 'paymentId'],
  ['payment', 'gatewayAccount'],
  ['payment', 'authorizationReference'],
  inCapture('captureId'),
  inCapture('gatewayReference'),
];
const badIds: [string, unknown][] = [
  ['empty', ''],
  ['blank', '  '],
  ['over-long', 'x'.repeat(201)],
  ['with a control character', 'a\u0000b'],
  ['with a line break', 'a\nb'],
  ['with an invisible character', 'a\u200bb'],
  ['with half a character', 'a\ud800'],
  ['that starts with a space', ' a'],
  ['that ends with a space', 'a '],
  ['that is a number', 7],
  ['that is a list', ['a']],
];
const instants = [
  '2026-11-20',
  '2026-11-20T10:00:00',
  '2026-11-20 10:00:00Z',
  '2026-02-30T10:00:00Z',
  '2026-13-01T10:00:00Z',
  '2026-11-20T24:00:00Z',
  '2026-11-20T10:00:60Z',
  '1999-12-31T10:00:00Z',
  '20261120T100000Z',
  'yesterday',
  '',
  1763632800000,
];
const instantPaths: Path[] = [
  ['payment', 'authorizedAt'],
  ['payment', 'authorizationExpiresAt'],
  inCapture('capturedAt'),
  inCapture('settledAt'),
];

describe('what is refused, named by its field', () => {
  it.each<[string, Path, unknown, string?]>([
    ...amounts.flatMap((amount) => [
      [`amount ${JSON.stringify(amount)}`, ['amountMinor'], amount] as [string, Path, unknown],
      [`authorized amount ${JSON.stringify(amount)}`, ['payment', 'authorizedMinor'], amount] as [
        string,
        Path,
        unknown,
      ],
      [`captured amount ${JSON.stringify(amount)}`, inCapture('amountMinor'), amount] as [string, Path, unknown],
    ]),
    ['authorized amount null', ['payment', 'authorizedMinor'], null],
    ['expectation -1', ['expectedRefundableMinor'], -1],
    ['expectation 0.5', ['expectedRefundableMinor'], 0.5],
    ...idPaths.flatMap((path) =>
      badIds.map(([what, id]) => [`${path.join('.')} ${what}`, path, id] as [string, Path, unknown]),
    ),
    ...instantPaths.flatMap((path) =>
      instants.map((text) => [`${path.join('.')} ${text}`, path, text] as [string, Path, unknown]),
    ),
    ['a request id that looks like a late reversal', ['requestId'], 'r1/follow-up/c1'],
    ['a capture id with a slash', inCapture('captureId'), 'a/b'],
    ['a capture id that names the authorization', inCapture('captureId'), 'auth'],
    ...['usd', 'XXX', 'EURO', 'XAU', '', 840, null, 'constructor'].map(
      (code) => [`currency ${String(code)}`, ['payment', 'currency'], code] as [string, Path, unknown],
    ),
    ['an unknown operation', ['operation'], 'refnud'],
    ['an unknown kind', ['payment', 'kind'], 'sale'],
    ['an unknown status', inCapture('status'), 'pending'],
    ['an empty reason', ['reason'], ' '],
    ['an over-long reason', ['reason'], 'x'.repeat(501)],
    ['an over-long token', ['token'], 'x'.repeat(8193)],
    ['a requester that is a name', ['requester'], 'alice'],
    ['a payment that is a list', ['payment'], []],
    ['a payment that is null', ['payment'], null],
    ['captures that are null', ['payment', 'captures'], null],
    ['captures that are an object', ['payment', 'captures'], { 0: {} }],
    ['a capture that is null', ['payment', 'captures', 0], null, 'payment.captures[0]'],
    ['a card number that is no token', inCard('cardNumber'), 'tok_1'],
    ['a token with nothing in it', inCard('cardNumber'), '@'],
    ['a CVV that is no token', inCard('cvv'), '123'],
    ['a CVV that is a number', inCard('cvv'), 123],
    ['month 0', inCard('expirationMonth'), 0],
    ['month 13', inCard('expirationMonth'), 13],
    ['a month in words', inCard('expirationMonth'), '12'],
    ['a year of two digits', inCard('expirationYear'), 27],
    ['an unknown card type', inCard('cardType'), 'visa'],
    ['an over-long merchant name', [...inCard('threeDSAuthentication'), 'merchantName'], 'x'.repeat(41)],
    ['an over-long ECI', [...inCard('threeDSAuthentication'), 'eci'], '005'],
    ['a country in words', ['payment', 'payerDetails', 'countryCode'], 'usa'],
    ['an over-long certificate name', ['payment', 'certificateName'], 'x'.repeat(129)],
    ['an unknown network token brand', ['payment', 'networkTokenBrand'], 'AMEX'],
  ])('refuses %s', (_what, path, bad) => {
    const request = withAt(fullRequest(), path, bad);
    const field = path.reduce<string>(
      (name, part) => (typeof part === 'number' ? `${name}[${String(part)}]` : name === '' ? part : `${name}.${part}`),
      '',
    );
    expect(fields(checkReversalRequest(request))).toContain(field);
    const parsed = parseReversalRequest(request);
    expect(parsed.ok ? [] : fields(parsed.problems)).toContain(field);
  });

  it.each<[string, unknown, string]>([
    ['an amount next to a cancel', { ...fullRequest(), operation: 'cancel' }, 'amountMinor'],
    [
      'one capture id twice',
      withAt(fullRequest(), ['payment', 'captures', 1, 'captureId'], 'c2'),
      'payment.captures[1].captureId',
    ],
    [
      'one gateway reference for two captures',
      withAt(fullRequest(), ['payment', 'captures', 1, 'gatewayReference'], 'cap_2'),
      'payment.captures[1].gatewayReference',
    ],
    [
      'a settlement of a capture that did not succeed',
      withAt(fullRequest(), ['payment', 'captures', 1, 'settledAt'], '2026-11-22T10:00:00Z'),
      'payment.captures[1].settledAt',
    ],
    ['two captures of a charge', withAt(fullRequest(), ['payment', 'kind'], 'charge'), 'payment.captures'],
    [
      'a charge captured in part',
      withAt(
        withAt(fullRequest(), ['payment', 'kind'], 'charge'),
        ['payment', 'captures'],
        [{ captureId: 'c1', status: 'succeeded', amountMinor: 9999 }],
      ),
      'payment.captures[0].amountMinor',
    ],
    [
      'a charge that did not succeed',
      withAt(
        withAt(fullRequest(), ['payment', 'kind'], 'charge'),
        ['payment', 'captures'],
        [{ captureId: 'c1', status: 'started', amountMinor: 10000 }],
      ),
      'payment.captures[0].status',
    ],
  ])('refuses %s', (_what, request, field) => {
    expect(fields(checkReversalRequest(request))).toContain(field);
    const parsed = parseReversalRequest(request);
    expect(parsed.ok ? [] : fields(parsed.problems)).toContain(field);
  });

  it.each([null, undefined, [], [1], 'cancel', 4111111111111111, '4111111111111111', true])(
    'refuses %p with one clear problem',
    (value) => {
      const problems = checkReversalRequest(value);
      expect(problems).toEqual([
        { field: 'request', message: expect.stringMatching(/give an object with named fields$/) },
      ]);
      expect(parseReversalRequest(value)).toEqual({ ok: false, problems });
    },
  );

  it('reports all problems of a request at once', () => {
    const request = { ...fullRequest(), operation: 'refnud', amountMinor: -5, amuontMinor: 5, payment: {} };
    expect(fields(checkReversalRequest(request))).toEqual([
      'operation',
      'amountMinor',
      'payment.paymentId',
      'payment.kind',
      'payment.currency',
      'payment.authorizedMinor',
      'payment.authorizationReference',
      'payment.authorizedAt',
      'payment.gatewayAccount',
      'amuontMinor',
    ]);
  });

  it.each([
    ['amuontMinor', 'did you mean amountMinor?'],
    ['AmountMinor', 'did you mean amountMinor?'],
    ['amount', 'did you mean amountMinor?'],
    ['request_id', 'did you mean requestId or requester?'],
    ['colour', 'known here: requestId, operation, amountMinor'],
  ])('says what the unknown field %s may have meant', (key, hint) => {
    const request = { ...fullRequest(), [key]: 1 };
    const [problem] = checkReversalRequest(request);
    expect(problem).toMatchObject({ field: key, message: expect.stringContaining(hint) });
    expect(parseReversalRequest(request)).toMatchObject({ problems: [problem] });
  });

  it('refuses a key named __proto__', () => {
    const request: unknown = JSON.parse(JSON.stringify(smallestRequest()).replace('{', '{"__proto__":{"token":"x"},'));
    expect(fields(checkReversalRequest(request))).toEqual(['__proto__']);
    expect(parseReversalRequest(request).ok).toBe(false);
  });

  it('reports no more problems than a person can read', () => {
    const junk = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`junk${String(index)}`, 1]));
    expect(checkReversalRequest({ ...fullRequest(), ...junk })).toHaveLength(50);
  });
});

describe('a payment snapshot by itself', () => {
  it('is judged as inside a request, with fields named from its own top', () => {
    expect(checkPaymentSnapshot(fullPayment())).toEqual([]);
    expect(parsePaymentSnapshot(fullPayment())).toMatchObject({ ok: true });
    const bad = withAt(fullPayment(), ['captures', 1, 'captureId'], 'c2');
    expect(fields(checkPaymentSnapshot({ ...(bad as object), currency: 'usd' }))).toEqual([
      'currency',
      'captures[1].captureId',
    ]);
    expect(fields(checkPaymentSnapshot(null))).toEqual(['payment']);
  });

  it('does not check whether captures pass the authorization: that is the ledger’s business', () => {
    expect(checkPaymentSnapshot({ ...fullPayment(), authorizedMinor: 1 })).toEqual([]);
  });
});
