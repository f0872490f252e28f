import { z } from 'zod';
import { maybe, number, strict, text, word } from './schema-parts';
import { idRule, objectRule, wholeNumberRule, wordRule } from '../contract/value-rules';
import { declineReasons, type CodeMeaning } from '../domain/model/profile';
import { approvalsSchema } from './approvals-schema';
import { identitySchema } from './identity-schema';
import { profileNames } from './profiles';
import { rolesSchema } from './roles-schema';

const codeMeanings = [...declineReasons, 'outcomeUnknown'] as const satisfies readonly CodeMeaning[];

const lookupStates = ['succeeded', 'pending', 'failed'] as const;

const yesOrNo = z.boolean({ error: 'is not true or false: write one of the two' });

/** Bounds that no payment method needs to pass; a slip of one digit should be seen. */
const days = {
  authorization: wholeNumberRule(1, 400),
  refund: wholeNumberRule(0, 1825),
  watch: wholeNumberRule(0, 365),
};
const minutesOfThirtyDays = 43_200;
const msOfOneDay = 86_400_000;

const overrides = strict({
  voidsUnsettledCharges: z.exactOptional(yesOrNo),
  voidsRemainder: z.exactOptional(yesOrNo),
  refundsOnlySettled: z.exactOptional(yesOrNo),
  allowsOverCapture: z.exactOptional(yesOrNo),
  lookupsSeeReversals: z.exactOptional(yesOrNo),
  rateLimitMovesNothing: z.exactOptional(yesOrNo),
  lookupDelayMs: z.exactOptional(number(wholeNumberRule(0, msOfOneDay))),
  lookupStates: z.exactOptional(named(word(lookupStates, wordRule(lookupStates)))),
  declineReasons: z.exactOptional(named(word(codeMeanings, wordRule(codeMeanings)))),
});

const account = strict({
  profile: word(profileNames, wordRule(profileNames)),
  overrides: maybe(overrides),
  authorizationLifetimeDays: z.exactOptional(number(days.authorization)),
  refundWindowDays: z.exactOptional(number(days.refund)),
  lateEventDays: z.exactOptional(number(days.watch)),
  captureWaitMinutes: z.exactOptional(number(wholeNumberRule(1, minutesOfThirtyDays))),
  settlementRetryMinutes: z.exactOptional(number(wholeNumberRule(1, minutesOfThirtyDays))),
  numericReferences: z.exactOptional(yesOrNo),
  numericIds: z.exactOptional(yesOrNo),
  sendByMs: z.exactOptional(number(wholeNumberRule(1_000, 300_000))),
  clockSkewMs: z.exactOptional(number(wholeNumberRule(0, 60_000))),
  approvals: z.exactOptional(approvalsSchema),
  identity: z.exactOptional(identitySchema),
  roles: z.exactOptional(rolesSchema),
});

/** A rules file as it is written. */
export const rulesFileSchema = strict({
  accounts: maybe(named(account)),
  default: maybe(account),
  /** For every account that has none of its own. */
  approvals: z.exactOptional(approvalsSchema),
  identity: z.exactOptional(identitySchema),
  roles: z.exactOptional(rolesSchema),
});

export type WrittenRules = z.output<typeof rulesFileSchema>;

/** The rules of one account as they are written. */
export type WrittenAccount = z.output<typeof account>;

/** Values by names that the user chose. */
function named<Schema extends z.ZodType>(schema: Schema): z.ZodRecord<z.ZodString, Schema> {
  const error = (issue: z.core.$ZodRawIssue): string | undefined =>
    issue.code === 'invalid_key'
      ? `cannot be a name: it ${issue.issues[0]?.message ?? 'is not readable'}`
      : (objectRule(issue.input) ?? undefined);
  return z.record(text(idRule()), schema, { error });
}
