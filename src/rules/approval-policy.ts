import { problemAt, type Problem } from '../contract/problems';
import { isRecord } from '../contract/value-rules';
import type { ApprovalPolicy, Threshold } from '../domain/model/approval';
import type { FieldPath } from '../security/card-number';
import { isCurrencyCode } from '../domain/model/currency';
import type { WrittenPolicy } from './approvals-schema';
import { writtenAmount } from './written-amount';

/** What is wrong with a written policy beyond its fields taken one by one. */
export function policyProblems(value: unknown, path: FieldPath): Problem[] {
  if (!isRecord(value)) return [];
  const at = (more: FieldPath, message: string): Problem => problemAt([...path, ...more], message, 'the rules');
  const thresholds: unknown = value['thresholds'];
  const written = Array.isArray(thresholds) ? (thresholds as readonly unknown[]) : [];
  const problems = written.flatMap((threshold, index) => {
    const read = amountIn(threshold);
    return typeof read === 'string' ? [at(['thresholds', index, 'above'], read)] : [];
  });
  const keys = written.map((threshold) => keyOf(threshold));
  keys.forEach((key, index) => {
    if (key === null || keys.indexOf(key) === index) return;
    problems.push(at(['thresholds', index], 'names the amount of a threshold before it: keep one of the two'));
  });
  if (written.length === 0 && value['otherCurrencies'] === undefined) {
    problems.push(at(['thresholds'], 'names no amount: give thresholds, or otherCurrencies, or write approvals: none'));
  }
  return [...problems, ...orderProblems(value).map(([field, message]) => at([field], message))];
}

/** The policy as the ledger reads it, after nothing was found wrong with it. */
export function policyOf(written: WrittenPolicy): ApprovalPolicy {
  const thresholds = (written.thresholds ?? []).map((threshold): Threshold => {
    const { currency, above, approvers } = threshold;
    const aboveMinor = amountIn(threshold);
    if (!isCurrencyCode(currency) || typeof aboveMinor !== 'number')
      throw new Error(`threshold ${above} was not checked`);
    return { currency, aboveMinor, approvers };
  });
  const strictest = thresholds.reduce((most, { approvers }) => Math.max(most, approvers), 0);
  const { expiresAfterHours, remindAfterHours, escalateAfterHours } = written;
  return {
    thresholds,
    approversOtherwise: written.otherCurrencies ?? strictest,
    separateRequester: written.separateRequester ?? true,
    captureSources: written.captureSources ?? [],
    expiresAfterMinutes: minutes(expiresAfterHours),
    remindAfterMinutes: minutes(remindAfterHours),
    escalateAfterMinutes: minutes(escalateAfterHours),
  };
}

function minutes(hours: number | undefined): number | null {
  return hours === undefined ? null : hours * 60;
}

/** Minor units, or what is wrong with the amount; null: its fields are reported already. */
function amountIn(threshold: unknown): number | string | null {
  if (!isRecord(threshold)) return null;
  const { currency, above } = threshold;
  if (!isCurrencyCode(currency) || typeof above !== 'string') return null;
  const read = writtenAmount(above, currency);
  return read.ok ? read.amountMinor : read.problem;
}

function keyOf(threshold: unknown): string | null {
  const amount = amountIn(threshold);
  return isRecord(threshold) && typeof amount === 'number'
    ? `${String(threshold['currency'])} ${String(amount)}`
    : null;
}

/** A reminder after the expiry would have no effect. */
function orderProblems(policy: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const ordered = ['remindAfterHours', 'escalateAfterHours', 'expiresAfterHours'].flatMap((field) => {
    const hours = policy[field];
    return typeof hours === 'number' ? [{ field, hours }] : [];
  });
  return ordered.flatMap(({ field, hours }, index) => {
    const next = ordered[index + 1];
    return next === undefined || hours < next.hours
      ? []
      : [[field, `is not before ${next.field}: reminders come first, then the escalation, then the end`] as const];
  });
}
