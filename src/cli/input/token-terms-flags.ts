import { Option, type Command } from 'commander';
import type { Problem } from '../../contract/problems';
import { resolutionOutcomes } from '../../contract/resolution';
import { operations } from '../../contract/reversal-request';
import {
  coSignatureTerms,
  decisionTerms,
  requestTerms,
  resolutionTerms,
  withdrawalTerms,
  type TokenPurpose,
  type TokenTerms,
} from '../../contract/token-terms';
import { currencyRule, idRule, wordRule, type ValueRule } from '../../contract/value-rules';
import { assertNever } from '../../domain/model/assert-never';
import type { ApprovalTerms } from '../../domain/model/approval';
import { UsageError } from '../usage-error';
import { readAmount, readAmountOrZero, type ReadAmount } from './amount-text';
import { numberOption, textOption } from './option';

/** What a token is for, as it is typed. */
export interface TermsFlags {
  readonly paymentId?: string;
  readonly requestId?: string;
  readonly operation?: string;
  readonly amount?: string;
  readonly planVersion?: number;
  readonly refund?: string;
  readonly void?: string;
  readonly currency?: string;
  readonly leg?: string;
  readonly outcome?: string;
}

const longestLegId = 300;

/** Adds the options that say what a token is for. */
export function addTermsOptions(command: Command): Command {
  return command
    .addOption(textOption('--payment-id <ID>', 'your own id of the payment'))
    .addOption(textOption('--request-id <ID>', 'the reversal, by the id of its request'))
    .addOption(new Option('--operation <OPERATION>', 'request: what is asked for').choices(operations))
    .addOption(textOption('--amount <AMOUNT>', 'request: how much of it (default: all that is left)'))
    .addOption(numberOption('--plan-version <N>', 'approve, reject: the version of the plan', versions))
    .addOption(textOption('--refund <AMOUNT>', 'approve, reject: what that version refunds (default: nothing)'))
    .addOption(textOption('--void <AMOUNT>', 'approve, reject: what it voids (default: nothing)'))
    .addOption(textOption('--currency <CODE>', 'the currency of the amounts'))
    .addOption(textOption('--leg <ID>', 'resolve, agree: the leg, as show names it'))
    .addOption(new Option('--outcome <OUTCOME>', 'resolve: what was found').choices(resolutionOutcomes));
}

const versions = { least: 1, most: 1_000_000 };

/**
 * Reads what a token is for. What an approver decides about may come from the ledger instead (`shown`).
 *
 * @throws UsageError with every problem
 */
export function readTerms(purpose: TokenPurpose, flags: TermsFlags, shown: ApprovalTerms | null): TokenTerms {
  const problems: Problem[] = [];
  const needed = (field: string, value: string | undefined, rule: ValueRule): string => {
    const message = rule(value);
    if (message !== null) problems.push({ field, message });
    return value ?? '';
  };
  const amount = ({ amountMinor, problems: found }: ReadAmount): number => {
    problems.push(...found);
    return amountMinor ?? 0;
  };
  const id = idRule(longestLegId);
  const paymentId = needed('--payment-id', flags.paymentId, idRule());
  const read = (): TokenTerms => {
    switch (purpose) {
      case 'request': {
        const requestId = needed('--request-id', flags.requestId, id);
        const operation =
          needed('--operation', flags.operation, wordRule(operations)) === 'cancel' ? 'cancel' : 'refund';
        if (flags.amount !== undefined) needed('--currency', flags.currency, currencyRule);
        const whole = flags.amount === undefined;
        if (!whole && operation === 'cancel')
          problems.push({ field: '--amount', message: 'is given with a cancel, which gives everything back' });
        const amountMinor = whole ? null : amount(readAmount('--amount', flags.amount, flags.currency));
        return requestTerms({ requestId, operation, amountMinor, payment: { paymentId } });
      }
      case 'approve':
      case 'reject': {
        if (shown !== null) return decisionTerms(paymentId, { ...shown, decision: purpose });
        const requestId = needed('--request-id', flags.requestId, id);
        const currency = needed('--currency', flags.currency, currencyRule);
        if (flags.planVersion === undefined) problems.push({ field: '--plan-version', message: fromShowInstead });
        const refundMinor = amount(readAmountOrZero('--refund', flags.refund, currency));
        const voidMinor = amount(readAmountOrZero('--void', flags.void, currency));
        const planVersion = flags.planVersion ?? 0;
        return decisionTerms(paymentId, {
          decision: purpose,
          requestId,
          planVersion,
          refundMinor,
          voidMinor,
          currency,
        });
      }
      case 'withdraw':
        return withdrawalTerms(paymentId, { requestId: needed('--request-id', flags.requestId, id) });
      case 'resolve': {
        const outcome = needed('--outcome', flags.outcome, wordRule(resolutionOutcomes));
        return resolutionTerms(paymentId, { legId: needed('--leg', flags.leg, id), outcome });
      }
      case 'coSign':
        return coSignatureTerms(paymentId, { legId: needed('--leg', flags.leg, id) });
      default:
        return assertNever(purpose);
    }
  };
  const terms = read();
  if (problems.length > 0) throw new UsageError(problems);
  return terms;
}

const fromShowInstead = 'is missing: give the version that show tells, or --from-show to take the plan as it is now';
