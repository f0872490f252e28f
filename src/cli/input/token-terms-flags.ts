import { Option, type Command } from 'commander';
import type { Problem } from '../../contract/problems';
import { resolutionOutcomes } from '../../contract/resolution';
import { operations } from '../../contract/reversal-request';
import {
  coSignatureTerms,
  decisionTerms,
  eventCoSignatureTerms,
  eventTerms,
  recoveryTerms,
  requestTerms,
  resolutionTerms,
  withdrawalTerms,
  type TokenPurpose,
  type TokenTerms,
} from '../../contract/token-terms';
import { currencyRule, digestRule, idRule, wordRule, type ValueRule } from '../../contract/value-rules';
import { assertNever } from '../../domain/model/assert-never';
import type { ApprovalTerms } from '../../domain/model/approval';
import type { PaymentEvent } from '../../domain/model/payment-event';
import { UsageError } from '../usage-error';
import { readAmount, readAmountOrZero, type ReadAmount } from './amount-text';
import { longestId, paymentIdArgument, requestIdArgument } from './ids';
import { numberOption, textOption } from './option';

/** What a token authorizes, as options. */
export interface TermsFlags {
  readonly operation?: string;
  readonly amount?: string;
  readonly planVersion?: number;
  readonly refund?: string;
  readonly void?: string;
  readonly destination?: string;
  readonly currency?: string;
  readonly leg?: string;
  readonly outcome?: string;
  readonly event?: string;
  readonly run?: string;
}

/** The payment, and the request where the purpose names one. */
export interface TokenSubject {
  readonly paymentId: string;
  readonly requestId: string | undefined;
}

/** Adds the options that define what a token authorizes. */
export function addTermsOptions(command: Command): Command {
  return command
    .addOption(new Option('--operation <OPERATION>', 'request: cancel or refund').choices(operations))
    .addOption(
      textOption('--amount <AMOUNT>', 'request: how much to refund (default: all that is left); resolve: what moved'),
    )
    .addOption(numberOption('--plan-version <N>', 'approve, reject: the version of the plan', versions))
    .addOption(textOption('--refund <AMOUNT>', 'approve, reject: what that version refunds (default: nothing)'))
    .addOption(textOption('--void <AMOUNT>', 'approve, reject: what it voids (default: nothing)'))
    .addOption(textOption('--destination <DIGEST>', 'approve, reject: where it sends, as shown by: reversals show'))
    .addOption(textOption('--currency <CODE>', 'the currency of the amounts'))
    .addOption(textOption('--leg <ID>', 'resolve, coSign: the leg, as shown by: reversals show'))
    .addOption(new Option('--outcome <OUTCOME>', 'resolve: the outcome').choices(resolutionOutcomes))
    .addOption(
      textOption('--event <FILE>', 'record, coSign: the event as JSON, as it will be recorded; - for standard input'),
    )
    .addOption(
      textOption('--run <ID>', 'recover: the run that is to send, as named by the answer of: reversals recover'),
    );
}

const versions = { least: 1, most: 1_000_000 };

/**
 * Reads what a token authorizes. The terms of a plan may come from the ledger instead (`shown`).
 *
 * @throws UsageError with every problem
 */
export function readTerms(
  purpose: TokenPurpose,
  { paymentId, requestId: typedRequestId }: TokenSubject,
  flags: TermsFlags,
  shown: ApprovalTerms | null,
  event: PaymentEvent | null = null,
): TokenTerms {
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
  const id = idRule(longestId);
  needed(paymentIdArgument, paymentId, idRule());
  const read = (): TokenTerms => {
    switch (purpose) {
      case 'request': {
        const requestId = needed(requestIdArgument, typedRequestId, id);
        const operation =
          needed('--operation', flags.operation, wordRule(operations)) === 'cancel' ? 'cancel' : 'refund';
        if (flags.amount !== undefined) needed('--currency', flags.currency, currencyRule);
        const whole = flags.amount === undefined;
        if (!whole && operation === 'cancel')
          problems.push({ field: '--amount', message: 'is given with a cancel, which reverses the whole payment' });
        const amountMinor = whole ? null : amount(readAmount('--amount', flags.amount, flags.currency));
        return requestTerms({ requestId, operation, amountMinor, payment: { paymentId } });
      }
      case 'approve':
      case 'reject': {
        if (shown !== null) return decisionTerms(paymentId, { ...shown, decision: purpose });
        const requestId = needed(requestIdArgument, typedRequestId, id);
        const currency = needed('--currency', flags.currency, currencyRule);
        if (flags.planVersion === undefined) problems.push({ field: '--plan-version', message: fromShowInstead });
        const refundMinor = amount(readAmountOrZero('--refund', flags.refund, currency));
        const voidMinor = amount(readAmountOrZero('--void', flags.void, currency));
        const planVersion = flags.planVersion ?? 0;
        const destination = needed('--destination', flags.destination, digestRule);
        return decisionTerms(paymentId, {
          decision: purpose,
          requestId,
          planVersion,
          refundMinor,
          voidMinor,
          currency,
          destination,
        });
      }
      case 'withdraw':
        return withdrawalTerms(paymentId, { requestId: needed(requestIdArgument, typedRequestId, id) });
      case 'resolve': {
        const outcome = needed('--outcome', flags.outcome, wordRule(resolutionOutcomes));
        if (flags.amount !== undefined) needed('--currency', flags.currency, currencyRule);
        const moved = flags.amount === undefined ? null : amount(readAmount('--amount', flags.amount, flags.currency));
        return resolutionTerms(paymentId, { legId: needed('--leg', flags.leg, id), outcome, amountMinor: moved });
      }
      case 'coSign':
        if (event !== null && flags.leg === undefined) return eventCoSignatureTerms(paymentId, event);
        if (event !== null)
          problems.push({ field: '--leg', message: 'is given together with --event: give one of the two' });
        if (flags.amount !== undefined) needed('--currency', flags.currency, currencyRule);
        return coSignatureTerms(paymentId, {
          legId: needed('--leg', flags.leg, id),
          movedMinor: flags.amount === undefined ? null : amount(readAmount('--amount', flags.amount, flags.currency)),
        });
      case 'record':
        if (event === null) problems.push({ field: '--event', message: 'is missing: name the file with the event' });
        return event === null ? { purpose } : eventTerms(paymentId, event);
      case 'recover':
        return recoveryTerms(paymentId, { runId: needed('--run', flags.run, id) });
      default:
        return assertNever(purpose);
    }
  };
  const terms = read();
  if (problems.length > 0) throw new UsageError(problems);
  return terms;
}

const fromShowInstead = 'is missing: give the version shown by reversals show, or --from-show for the current plan';
