import { z } from 'zod';
import { listOf, number, strict, text } from './schema-parts';
import { currencyRule, idRule, isRecord, wholeNumberRule, type ValueRule } from '../contract/value-rules';
import { wordOr } from './word-or-object';

/** More people than any policy asks. */
const mostApprovers = 10;
const hoursOfOneYear = 8_760;

/** YAML would turn 100.10 without quotes into 100.1, and a large amount into another one. */
const aboveRule: ValueRule = (value) => {
  if (typeof value === 'number') return 'is a number: write the amount in quotes, like "100.00"';
  return typeof value === 'string' ? null : 'is missing: give an amount in quotes, like "100.00"';
};

const hoursRule: ValueRule = (value) => {
  const within = typeof value === 'number' && value > 0 && value <= hoursOfOneYear;
  return within ? null : `is not a number of hours above 0 and up to ${String(hoursOfOneYear)}, like 72 or 0.5`;
};

const policyRule: ValueRule = (value) =>
  isRecord(value) ? null : 'is no approval policy: write one with thresholds, or none to switch approvals off';

const hours = number(hoursRule);
const yesOrNo = z.boolean({ error: 'is not true or false: write one of the two' });

const threshold = strict({
  currency: text(currencyRule),
  above: text(aboveRule),
  approvers: number(wholeNumberRule(1, mostApprovers)),
});

const policy = strict({
  thresholds: z.exactOptional(listOf(threshold)),
  otherCurrencies: z.exactOptional(number(wholeNumberRule(0, mostApprovers))),
  separateRequester: z.exactOptional(yesOrNo),
  captureSources: z.exactOptional(listOf(text(idRule()))),
  expiresAfterHours: z.exactOptional(hours),
  remindAfterHours: z.exactOptional(hours),
  escalateAfterHours: z.exactOptional(hours),
});

/** An approval policy as it is written. `none` switches off the policy at the top of the file. */
export const approvalsSchema = wordOr('none', policy, policyRule);

/** The policy as it is written. */
export type WrittenPolicy = z.output<typeof policy>;
