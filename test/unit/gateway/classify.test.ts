import { classify } from '../../../src/gateway/classify';
import type { MoneyOutcome } from '../../../src/gateway/outcome';
import { answered, call, result } from './sample-answers';

function told(outcome: MoneyOutcome): string {
  return 'cause' in outcome ? `${outcome.kind} ${outcome.cause}` : outcome.kind;
}

describe('an answer with a result', () => {
  const disagree = 'OutcomeUnknown codeAndStatusDisagree';
  it.each<[string, number, string]>([
    ['Success', 200, 'Succeeded'],
    ['Success', 202, 'Succeeded'],
    ['Success', 201, disagree],
    ['Success', 302, disagree],
    ['Success', 400, disagree],
    ['Success', 401, disagree],
    ['Success', 409, disagree],
    ['Success', 429, disagree],
    ['Success', 500, disagree],
    ['Success', 503, disagree],
    ['Accepted', 200, 'Pending'],
    ['Accepted', 202, 'Pending'],
    ['Accepted', 401, disagree],
    ['Accepted', 409, disagree],
    ['Accepted', 503, disagree],
    ['Rejected', 409, 'Declined'],
    ['Rejected', 200, 'Declined'],
    ['Rejected', 202, 'Declined'],
    ['Rejected', 400, 'Declined'],
    ['Rejected', 401, disagree],
    ['Rejected', 404, disagree],
    ['Rejected', 429, disagree],
    ['Rejected', 500, disagree],
    ['Rejected', 503, disagree],
    ['NotImplemented', 409, 'Unsupported'],
    ['NotImplemented', 200, 'Unsupported'],
    ['NotImplemented', 202, 'Unsupported'],
    ['NotImplemented', 400, 'Unsupported'],
    ['NotImplemented', 501, 'Unsupported'],
    ['NotImplemented', 500, disagree],
    ['TemporaryFailure', 503, 'OutcomeUnknown temporaryFailure'],
    ['TemporaryFailure', 200, 'OutcomeUnknown temporaryFailure'],
    ['TemporaryFailure', 409, 'OutcomeUnknown temporaryFailure'],
    ['TemporaryFailure', 429, 'OutcomeUnknown temporaryFailure'],
    ['FatalFailure', 500, 'OutcomeUnknown fatalFailure'],
    ['FatalFailure', 200, 'OutcomeUnknown fatalFailure'],
    ['FatalFailure', 401, 'OutcomeUnknown fatalFailure'],
    ['Error', 200, 'OutcomeUnknown unrecognizedCode'],
    ['Error', 409, 'OutcomeUnknown unrecognizedCode'],
    ['success', 200, 'OutcomeUnknown unrecognizedCode'],
  ])('%s with HTTP %d is %s', (code, httpStatus, expected) => {
    expect(told(classify(call, answered(httpStatus, result(code))))).toBe(expected);
  });

  it('keeps the codes that a support desk asks for, and no text, body or unknown field', () => {
    expect(classify(call, answered(200, result('Success')))).toEqual({
      kind: 'Succeeded',
      flags: [],
      answer: {
        operationType: 'Refund',
        operationResultCode: 'Success',
        gatewayName: 'Stripe',
        gatewayReference: 're_1',
        gatewayResultCode: 'done',
        gatewayResultSubCode: null,
        authorizationCode: 'A1',
        amountMinor: 2500,
        currency: 'USD',
      },
    });
  });

  it('keeps what is known when code and status disagree', () => {
    expect(classify(call, answered(500, result('Success')))).toMatchObject({
      kind: 'OutcomeUnknown',
      httpStatus: 500,
      answer: { operationResultCode: 'Success', gatewayReference: 're_1' },
    });
  });

  it.each<[string, object, string[]]>([
    ['amount', { amount: undefined }, ['amountAbsent']],
    ['currency', { currency: undefined }, ['currencyAbsent']],
    ['amount and currency', { amount: null, currency: null }, ['amountAbsent', 'currencyAbsent']],
  ])('a success without %s is a success, flagged', (_what, fields, flags) => {
    expect(classify(call, answered(200, result('Success', fields)))).toMatchObject({ kind: 'Succeeded', flags });
  });

  it.each<[string, object, string[], number | null]>([
    ['a larger amount', { amount: 30 }, ['amount'], 3000],
    ['a smaller amount', { amount: 24.99 }, ['amount'], 2499],
    ['zero', { amount: 0 }, ['amount'], 0],
    ['a negative amount', { amount: -25 }, ['amount'], 2500],
    ['more decimals than the currency has', { amount: 25.001 }, ['amount'], 2501],
    ['minor units in place of major ones', { amount: 2500 }, ['amount'], 250_000],
    ['an amount that cannot be counted', { amount: 1e300 }, ['amount'], null],
    ['another currency', { currency: 'EUR' }, ['currency'], null],
    ['a currency that is none', { currency: 'XXX' }, ['currency'], null],
    ['another amount without a currency', { amount: 30, currency: null }, ['amount'], 3000],
    ['another amount and currency', { amount: 30, currency: 'EUR' }, ['amount', 'currency'], null],
    ['another operation', { operationType: 'Void' }, ['operation'], 2500],
    ['an operation that nobody knows', { operationType: 'Credit' }, ['operation'], 2500],
  ])('a success or acceptance that names %s is a mismatch', (_what, fields, what, answeredMinor) => {
    for (const code of ['Success', 'Accepted']) {
      expect(classify(call, answered(200, result(code, fields)))).toMatchObject({
        kind: 'Mismatch',
        what,
        answeredMinor,
      });
    }
  });

  it('takes a currency in lower case for the currency it is', () => {
    expect(classify(call, answered(200, result('Success', { currency: 'usd' })))).toMatchObject({
      kind: 'Succeeded',
      answer: { currency: 'USD' },
    });
  });

  it('a refusal is not checked for amount and currency, which the gateway may fill with defaults', () => {
    const body = result('Rejected', { amount: 0, currency: 'AFN' });
    expect(classify(call, answered(409, body))).toMatchObject({
      kind: 'Declined',
      answer: { gatewayResultCode: 'done' },
    });
  });

  it.each(['Rejected', 'NotImplemented'])('%s of another operation does not free the amount of this one', (code) => {
    const body = result(code, { operationType: 'Charge' });
    expect(told(classify(call, answered(409, body)))).toBe('OutcomeUnknown otherOperation');
  });

  it.each<[string, string]>([
    ['no operation type', result('Success', { operationType: undefined })],
    ['an amount in words', result('Success', { amount: '25.00' })],
    ['an infinite amount', result('Success').replace('"amount":25', '"amount":1e999')],
    ['a currency number', result('Success', { currency: 840 })],
    ['a numeric result code', result('Success', { operationResultCode: 0 })],
    ['half of its text', result('Success').slice(0, 60)],
  ])('a result with %s cannot be trusted, whatever the status', (_what, body) => {
    for (const httpStatus of [200, 202, 400, 401, 409, 429, 500]) {
      expect(told(classify(call, answered(httpStatus, body)))).toBe('OutcomeUnknown unreadable');
    }
  });

  it('a support code of a strange type does not cost the result', () => {
    const body = result('Success', { gatewayResultCode: 0, gatewayName: { name: 'x' }, authorizationCode: [1] });
    expect(classify(call, answered(200, body))).toMatchObject({
      kind: 'Succeeded',
      answer: { gatewayResultCode: '0', gatewayName: null, authorizationCode: null },
    });
  });

  it('may begin with a byte order mark', () => {
    expect(classify(call, answered(200, `\uFEFF${result('Success')}`)).kind).toBe('Succeeded');
  });
});

describe('an answer without a result', () => {
  it.each<[number, string, string]>([
    [200, '', 'OutcomeUnknown unreadable'],
    [200, 'OK', 'OutcomeUnknown unreadable'],
    [200, '{}', 'OutcomeUnknown unreadable'],
    [200, 'null', 'OutcomeUnknown unreadable'],
    [200, '"Success"', 'OutcomeUnknown unreadable'],
    [200, '[]', 'OutcomeUnknown unreadable'],
    [201, '', 'OutcomeUnknown unexpectedStatus'],
    [202, '', 'Pending'],
    [202, ' \r\n', 'Pending'],
    [202, '{}', 'OutcomeUnknown unreadable'],
    [202, 'queued', 'OutcomeUnknown unreadable'],
    [204, '', 'OutcomeUnknown unexpectedStatus'],
    [302, '', 'OutcomeUnknown unexpectedStatus'],
    [400, '', 'OutcomeUnknown unreadable'],
    [400, '<html>', 'OutcomeUnknown unreadable'],
    [400, '{}', 'OutcomeUnknown unreadable'],
    [400, '[]', 'OutcomeUnknown unreadable'],
    [400, '{"fieldName":null,"errors":null}', 'InvalidRequest'],
    [400, '{"errors":["x"]}', 'InvalidRequest'],
    [400, '{"fieldName":"card.cvv","errors":["x"]}', 'InvalidRequest'],
    [401, '', 'Unauthorized'],
    [401, '<html>', 'Unauthorized'],
    [401, '{"fieldName":"X-Api-Key","errors":["x"]}', 'Unauthorized'],
    [403, '', 'OutcomeUnknown unexpectedStatus'],
    [404, '', 'OutcomeUnknown unexpectedStatus'],
    [408, '', 'OutcomeUnknown unexpectedStatus'],
    [409, '', 'OutcomeUnknown conflictWithoutBody'],
    [409, '<html>', 'OutcomeUnknown conflictWithoutBody'],
    [409, '{"fieldName":"amount"}', 'OutcomeUnknown conflictWithoutBody'],
    [429, '', 'RateLimited'],
    [429, '<html>', 'RateLimited'],
    [500, '', 'OutcomeUnknown serverError'],
    [500, '<html>', 'OutcomeUnknown serverError'],
    [501, '', 'OutcomeUnknown serverError'],
    [502, '', 'OutcomeUnknown serverError'],
    [503, '', 'OutcomeUnknown serverError'],
    [504, '', 'OutcomeUnknown serverError'],
  ])('HTTP %d with body %p is %s', (httpStatus, body, expected) => {
    expect(told(classify(call, answered(httpStatus, body)))).toBe(expected);
  });

  it('a refused request names its fields and nothing of their values', () => {
    const messages = [
      { fieldName: 'card.cardNumber', errors: ['4111111111111111 is not valid'] },
      { fieldName: 'amount', errors: null },
      { fieldName: 'amount', errors: ['again'] },
      { fieldName: null, errors: ['?'] },
      { fieldName: '4111111111111111' },
      { fieldName: 'the name on the card is Jane Smith' },
    ];
    expect(classify(call, answered(400, JSON.stringify(messages)))).toEqual({
      kind: 'InvalidRequest',
      fields: ['card.cardNumber', 'amount'],
    });
  });

  it('a refused request names at most twenty fields', () => {
    const messages = Array.from({ length: 50 }, (_, n) => ({ fieldName: `field${String(n)}` }));
    const outcome = classify(call, answered(400, JSON.stringify(messages)));
    expect(outcome.kind === 'InvalidRequest' && outcome.fields).toHaveLength(20);
  });

  it.each<[string | null, number | null]>([
    ['7', 7000],
    [' 0 ', 0],
    ['99999999', 24 * 60 * 60 * 1000],
    ['Sat, 21 Nov 2026 00:00:30 GMT', 30_000],
    ['Fri, 20 Nov 2026 00:00:00 GMT', 0],
    ['Sat, 99 Nov 2026 00:00:30 GMT', null],
    ['1.5', null],
    ['-1', null],
    ['soon', null],
    ['', null],
    [null, null],
  ])('Retry-After %p asks for %p milliseconds', (header, retryAfterMs) => {
    expect(classify(call, answered(429, '', header))).toEqual({ kind: 'RateLimited', retryAfterMs });
  });
});

describe('no answer', () => {
  it('before anything left is Unavailable', () => {
    expect(classify(call, { kind: 'notSent', cause: 'dns' })).toEqual({ kind: 'Unavailable', cause: 'dns' });
  });

  it('after it may have left is OutcomeUnknown', () => {
    expect(classify(call, { kind: 'lost', cause: 'truncated', httpStatus: 200 })).toEqual({
      kind: 'OutcomeUnknown',
      cause: 'truncated',
      httpStatus: 200,
      answer: null,
    });
  });
});
