import { z } from 'zod';
import { gatewayOperations } from './answer';

const milliseconds = z
  .int()
  .min(0)
  .max(60 * 60 * 1000);
/** Whether the money moves although the answer is bad. */
const effect = z.boolean();

/** Which requests a rule is for, and how often. A matcher that is left out matches everything. */
const matchers = {
  /** Left out: authorize, charge, capture, void and refund, never a lookup or a probe. */
  operation: z.enum(gatewayOperations).optional(),
  myRef: z.string().min(1).optional(),
  /** The request's `refTransId`. */
  reference: z.string().min(1).optional(),
  amountMinor: z.int().positive().optional(),
  /** How many requests it is for; null: all, until the faults are cleared. */
  times: z.int().positive().nullable().default(1),
};

/** One rule of what goes wrong, and for whom. `kind` says what the client sees and whether the money moves. */
export const faultRuleSchema = z.discriminatedUnion('kind', [
  /** The money moves; the socket stays open and silent until the client goes. */
  z.strictObject({ ...matchers, kind: z.literal('effectThenNoAnswer') }),
  /** The money moves; the connection is reset. */
  z.strictObject({ ...matchers, kind: z.literal('effectThenReset') }),
  /** Nothing moves; the connection is reset after the whole request was read. */
  z.strictObject({ ...matchers, kind: z.literal('resetBeforeEffect') }),
  /** The money moves at once; the good answer comes late. */
  z.strictObject({ ...matchers, kind: z.literal('answerAfter'), delayMs: milliseconds }),
  /** The client receives nothing, a reset or a 503 first; the money moves late (`delayMs` null: on release). */
  z.strictObject({
    ...matchers,
    kind: z.literal('effectAfter'),
    delayMs: milliseconds.nullable(),
    first: z.enum(['noAnswer', 'reset', 'status503']).default('noAnswer'),
  }),
  /** An HTTP status with an empty body, or with the result code that goes with a 500 or a 503. */
  z.strictObject({
    ...matchers,
    kind: z.literal('serverError'),
    httpStatus: z.int().min(500).max(599),
    effect,
    body: z.enum(['empty', 'operationResult']).default('empty'),
  }),
  /** Accepted for later: pending, then done, failed, or nothing more is heard. `afterMs` null: on release. */
  z.strictObject({
    ...matchers,
    kind: z.literal('accepted202'),
    then: z.enum(['success', 'failure', 'nothing']),
    afterMs: milliseconds.nullable().default(0),
    body: z.boolean().default(true),
  }),
  /** Half of the good answer, then the connection ends. */
  z.strictObject({ ...matchers, kind: z.literal('truncatedBody'), effect: effect.default(true) }),
  /** A proxy's page in place of the answer. */
  z.strictObject({
    ...matchers,
    kind: z.literal('htmlBody'),
    effect: effect.default(true),
    httpStatus: z.int().min(200).max(599).default(200),
  }),
  /** The money moves as asked; the answer names another amount. */
  z.strictObject({ ...matchers, kind: z.literal('wrongAmount'), answeredMinor: z.int().min(0) }),
  /** The money moves as asked; the answer names another currency. */
  z.strictObject({
    ...matchers,
    kind: z.literal('wrongCurrency'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be three capital letters'),
  }),
  /** The money moves as asked; the answer leaves fields out. */
  z.strictObject({
    ...matchers,
    kind: z.literal('answerWithout'),
    fields: z.array(z.enum(['amount', 'currency', 'gatewayReference', 'operationResultCode', 'operationType'])).min(1),
  }),
  /** Nothing moves. */
  z.strictObject({ ...matchers, kind: z.literal('unauthorized401') }),
  /** Nothing moves. */
  z.strictObject({ ...matchers, kind: z.literal('rateLimited429'), retryAfterSeconds: z.int().min(0).optional() }),
  /** The result code TemporaryFailure with its 503. */
  z.strictObject({ ...matchers, kind: z.literal('temporaryFailure'), effect: effect.default(false) }),
  /** The result code FatalFailure with its 500. */
  z.strictObject({ ...matchers, kind: z.literal('fatalFailure'), effect: effect.default(false) }),
  /** The gateway does not know the operation. Nothing moves. */
  z.strictObject({ ...matchers, kind: z.literal('notImplemented') }),
  /** The gateway says no with any raw code. Nothing moves. */
  z.strictObject({ ...matchers, kind: z.literal('rejected'), gatewayResultCode: z.string().min(1) }),
  /** The request is reset, nothing moves, and the simulator does not listen for a while. */
  z.strictObject({ ...matchers, kind: z.literal('downForMs'), ms: milliseconds.positive() }),
  /** A refund succeeds and fails later. `afterMs` null: on release. */
  z.strictObject({ ...matchers, kind: z.literal('lateRefundFailure'), afterMs: milliseconds.nullable() }),
  /** Everything is right, only slow: the time passes before the money moves. */
  z.strictObject({ ...matchers, kind: z.literal('latency'), ms: milliseconds }),
  /** Waits for release; the money moves before or after the wait. */
  z.strictObject({ ...matchers, kind: z.literal('hold'), effect: z.enum(['before', 'after']) }),
]);

/** A rule as it is given: fields with a default may be left out. */
export type FaultRule = z.input<typeof faultRuleSchema>;

/** A rule with its defaults filled in. */
export type Fault = z.output<typeof faultRuleSchema>;

/** What the client sees and whether the money moves. */
export type FaultKind = Fault['kind'];
