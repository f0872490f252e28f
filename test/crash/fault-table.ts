import type { FaultRule } from '../../src/simulator';

/** One way in which a gateway call goes wrong, and the truth about it. */
export interface FaultRow {
  readonly name: string;
  readonly rule: FaultRule;
  /** What becomes of the money of a request that meets it. */
  readonly money: 'moves' | 'stays' | 'moves later' | 'fails later';
  /** What a client that hears its answer to the end knows. */
  readonly tells: 'success' | 'nothing' | 'not sent' | 'pending' | 'another amount' | 'another currency';
}

/** The worker waits this long for an answer. */
export const requestTimeoutMs = 2_000;

/** What the gateway names in place of the true amount, in minor units; larger than any amount asked. */
export const answeredMinor = 19_999;

const later = { kind: 'accepted202', afterMs: 500 } as const;

export const faultTable: readonly FaultRow[] = [
  { name: 'nothing goes wrong', rule: { kind: 'latency', ms: 1 }, money: 'moves', tells: 'success' },
  { name: 'effect, then no answer', rule: { kind: 'effectThenNoAnswer' }, money: 'moves', tells: 'nothing' },
  { name: 'effect, then a reset', rule: { kind: 'effectThenReset' }, money: 'moves', tells: 'nothing' },
  { name: 'a reset before the effect', rule: { kind: 'resetBeforeEffect' }, money: 'stays', tells: 'nothing' },
  {
    name: 'an answer past the deadline',
    rule: { kind: 'answerAfter', delayMs: requestTimeoutMs + 500 },
    money: 'moves',
    tells: 'nothing',
  },
  ...([500, 503] as const).flatMap((httpStatus) => [
    ...(['empty', 'operationResult'] as const).flatMap((body): FaultRow[] => [
      {
        name: `${String(httpStatus)} with effect, body ${body}`,
        rule: { kind: 'serverError', httpStatus, effect: true, body },
        money: 'moves',
        tells: 'nothing',
      },
      {
        name: `${String(httpStatus)} without effect, body ${body}`,
        rule: { kind: 'serverError', httpStatus, effect: false, body },
        money: 'stays',
        tells: 'nothing',
      },
    ]),
  ]),
  { name: '202, then success', rule: { ...later, then: 'success' }, money: 'moves later', tells: 'pending' },
  { name: '202, then failure', rule: { ...later, then: 'failure' }, money: 'fails later', tells: 'pending' },
  { name: 'half an answer after the effect', rule: { kind: 'truncatedBody' }, money: 'moves', tells: 'nothing' },
  {
    name: 'half an answer without effect',
    rule: { kind: 'truncatedBody', effect: false },
    money: 'stays',
    tells: 'nothing',
  },
  { name: 'a page of HTML after the effect', rule: { kind: 'htmlBody' }, money: 'moves', tells: 'nothing' },
  {
    name: 'a page of HTML without effect',
    rule: { kind: 'htmlBody', effect: false },
    money: 'stays',
    tells: 'nothing',
  },
  {
    name: 'another amount in the answer',
    rule: { kind: 'wrongAmount', answeredMinor },
    money: 'moves',
    tells: 'another amount',
  },
  {
    name: 'another currency in the answer',
    rule: { kind: 'wrongCurrency', currency: 'EUR' },
    money: 'moves',
    tells: 'another currency',
  },
  { name: '401', rule: { kind: 'unauthorized401' }, money: 'stays', tells: 'not sent' },
  {
    name: '429 with Retry-After',
    rule: { kind: 'rateLimited429', retryAfterSeconds: 1 },
    money: 'stays',
    tells: 'nothing',
  },
  { name: '429 without Retry-After', rule: { kind: 'rateLimited429' }, money: 'stays', tells: 'nothing' },
];
