import { sendResultOf } from '../../../activities/send-result-of';
import { readSendResult, type SendResult } from '../../../src/domain/model/send-result';
import type { GatewayAnswer, MoneyOutcome, Unavailable } from '../../../src/gateway';
import { defaultRules, parseRules, rulesFor } from '../../../src/rules/rules-file';

const answer: GatewayAnswer = {
  operationType: 'Refund',
  operationResultCode: 'Rejected',
  gatewayName: 'Stripe',
  gatewayReference: 're_1',
  gatewayResultCode: 'raw_code',
  gatewayResultSubCode: null,
  authorizationCode: null,
  amountMinor: 2_500,
  currency: 'USD',
};
const references = { gatewayReference: 're_1', gatewayResultCode: 'raw_code' };
const none = { gatewayReference: null, gatewayResultCode: null };
const rules = rulesFor(defaultRules, 'stripe-production');
const endedAt = '2026-11-21T10:00:00.000Z';

const cases: readonly [string, MoneyOutcome, SendResult][] = [
  ['a success', { kind: 'Succeeded', answer, flags: [] }, { status: 'succeeded', ...references, flags: [] }],
  [
    'a success that leaves its amount out',
    { kind: 'Succeeded', answer, flags: ['amountAbsent'] },
    { status: 'succeeded', ...references, flags: ['amountAbsent'] },
  ],
  ['a 202 with a body', { kind: 'Pending', answer }, { status: 'pending', ...references, flags: [] }],
  ['a 202 without a body', { kind: 'Pending', answer: null }, { status: 'pending', ...none, flags: [] }],
  ['a rejection', { kind: 'Declined', answer }, { status: 'declined', code: 'declined', detail: null, ...references }],
  [
    'an operation the gateway does not know',
    { kind: 'Unsupported', answer: null },
    { status: 'declined', code: 'unsupported', detail: null, ...none },
  ],
  [
    'a request refused as malformed, by its fields’ names: nothing moved, and it can be mended',
    { kind: 'InvalidRequest', fields: ['amount', 'card.cvv'] },
    { status: 'notSent', cause: 'invalidAtGateway', retryAfterMs: null, why: 'fields: amount, card.cvv' },
  ],
  [
    'a request refused as malformed, of which no field is named',
    { kind: 'InvalidRequest', fields: [] },
    { status: 'notSent', cause: 'invalidAtGateway', retryAfterMs: null, why: 'the gateway names no field' },
  ],
  ['a refused key', { kind: 'Unauthorized' }, { status: 'notSent', cause: 'unauthorized', retryAfterMs: null }],
  [
    'a gateway that asks for a pause',
    { kind: 'RateLimited', retryAfterMs: 7_000 },
    { status: 'unknown', cause: 'rateLimited (HTTP 429)', endedAt, ...none },
  ],
  [
    'an answer that never came',
    { kind: 'OutcomeUnknown', cause: 'headersTimeout', httpStatus: null, answer: null },
    { status: 'unknown', cause: 'headersTimeout', endedAt, ...none },
  ],
  [
    'a server error, with its HTTP status for the support desk',
    { kind: 'OutcomeUnknown', cause: 'serverError', httpStatus: 503, answer },
    { status: 'unknown', cause: 'serverError (HTTP 503)', endedAt, ...references },
  ],
  [
    'an answer with another amount and currency',
    { kind: 'Mismatch', answer, what: ['amount', 'currency'], answeredMinor: 2_600 },
    { status: 'mismatch', what: 'amount and currency', answeredMinor: 2_600, ...references },
  ],
];

describe('What the gateway did becomes what the ledger knows', () => {
  it.each(cases)('for %s', (_name, outcome, expected) => {
    expect(sendResultOf(outcome, rules, endedAt)).toEqual(expected);
  });

  it.each(cases)('in a shape that the ledger reads back whole, for %s', (_name, outcome) => {
    const result = sendResultOf(outcome, rules, endedAt);
    expect(readSendResult(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  it.each<[Unavailable['cause'], string]>([
    ['refused', 'refused'],
    ['dns', 'dns'],
    ['tls', 'tls'],
    ['connectTimeout', 'connectTimeout'],
    ['unreachable', 'unreachable'],
    ['reset', 'unreachable'],
    ['aborted', 'unreachable'],
    ['notAttempted', 'unreachable'],
    ['closed', 'unreachable'],
    ['other', 'unreachable'],
  ])('as not sent, when nothing left because of %s', (cause, expected) => {
    expect(sendResultOf({ kind: 'Unavailable', cause }, rules, endedAt)).toEqual({
      status: 'notSent',
      cause: expected,
      retryAfterMs: null,
    });
  });

  it.each([
    ['alreadyVoided', { status: 'declined', code: 'alreadyVoided' }],
    // The profile says that this code does not tell what happened.
    ['outcomeUnknown', { status: 'unknown' }],
  ])('by the account’s own table of raw codes: %s', (meaning, expected) => {
    const own = parseRules({
      default: { profile: 'generic', overrides: { declineReasons: { raw_code: meaning } } },
    });
    expect(sendResultOf({ kind: 'Declined', answer }, rulesFor(own, 'any'), endedAt)).toMatchObject({
      ...expected,
      ...references,
    });
  });

  it('as not sent for HTTP 429, only where the account’s rules say that it moves nothing', () => {
    const own = parseRules({ default: { profile: 'generic', overrides: { rateLimitMovesNothing: true } } });
    const outcome: MoneyOutcome = { kind: 'RateLimited', retryAfterMs: 7_000 };
    const expected = { status: 'notSent', cause: 'rateLimited', retryAfterMs: 7_000 };
    expect(sendResultOf(outcome, rulesFor(own, 'any'), endedAt)).toEqual(expected);
    expect(sendResultOf(outcome, null, endedAt)).toMatchObject({ status: 'unknown' });
  });

  it('as plainly declined for a code that names a property of every object, or where the account has no rules', () => {
    const outcome: MoneyOutcome = { kind: 'Declined', answer: { ...answer, gatewayResultCode: 'constructor' } };
    expect(sendResultOf(outcome, rules, endedAt)).toMatchObject({ status: 'declined', code: 'declined' });
    expect(sendResultOf(outcome, null, endedAt)).toMatchObject({ status: 'declined', code: 'declined' });
  });
});
