import type { AccountRules } from '../../domain/model/profile';
import { exemptionsOf } from '../../contract/message-check';
import type { Command } from 'commander';
import { finished, type Problem } from '../../contract/problems';
import { parseReversalRequest, type ReversalOperation, type ReversalRequest } from '../../contract/reversal-request';
import { isRecord } from '../../contract/value-rules';
import { rulesFor, type Rules } from '../../rules/rules-file';
import type { CliIo } from '../io';
import { UsageError } from '../usage-error';
import { readAmount, readAmountOrZero } from './amount-text';
import { paymentIdArgument, requestIdArgument } from './ids';
import { readJson } from './json-source';
import { textOption } from './option';
import { onBehalfOfHelp } from './person-flags';
import {
  addPaymentOptions,
  buildPayment,
  givenPaymentOptions,
  paymentOptionOf,
  type PaymentFlags,
} from './payment-flags';

/** The options of `cancel`, `refund` and `preview`. */
export interface RequestFlags extends PaymentFlags {
  readonly payment?: string;
  readonly requester?: string;
  readonly onBehalfOf?: string;
  readonly reason?: string;
  readonly amount?: string;
  readonly expectedRefundable?: string;
}

/** The operation, and the ids that name its request. */
export interface NamedRequest {
  readonly operation: ReversalOperation;
  readonly paymentId: string;
  readonly requestId: string;
}

const requestHelp = [
  ['--payment <FILE>', 'the payment as JSON, - for standard input; or give its options below'],
  ['--requester <ID>', 'who requests it'],
  ['--on-behalf-of <ID>', onBehalfOfHelp],
  ['--reason <TEXT>', 'why; kept in the ledger'],
  ['--amount <AMOUNT>', 'how much to refund, like 25.00 (default: all that is left)'],
  ['--expected-refundable <AMOUNT>', 'refuse unless exactly this amount is refundable'],
] as const;

/** Adds the options of a request. A cancel takes no amount, so its help shows none. */
export function addRequestOptions(command: Command, { isCancel = false } = {}): Command {
  for (const [option, help] of requestHelp) {
    const isHidden = isCancel && option.startsWith('--amount');
    command.addOption(textOption(option, help).helpGroup('The request:').hideHelp(isHidden));
  }
  return addPaymentOptions(command);
}

const requestOptions: Readonly<Record<string, string>> = {
  requestId: requestIdArgument,
  amountMinor: '--amount',
  expectedRefundableMinor: '--expected-refundable',
  'requester.id': '--requester',
  'requester.onBehalfOf': '--on-behalf-of',
  reason: '--reason',
};

/**
 * Makes a request of what was typed and checks it by the contract, before any call to Temporal.
 *
 * @throws UsageError with every problem, named by the options that were typed
 */
export async function readRequest(
  io: CliIo,
  { operation, paymentId, requestId }: NamedRequest,
  flags: RequestFlags,
  rules: Rules,
): Promise<ReversalRequest> {
  const { payment, problems: paymentProblems } = await readPayment(io, paymentId, flags);
  const currency = isRecord(payment) ? payment['currency'] : undefined;
  const amount = readAmount('--amount', flags.amount, currency);
  const expected = readAmountOrZero('--expected-refundable', flags.expectedRefundable, currency);
  const parsed = parseReversalRequest(
    {
      requestId,
      operation,
      amountMinor: amount.amountMinor ?? null,
      expectedRefundableMinor: expected.amountMinor ?? null,
      requester: { id: flags.requester, onBehalfOf: flags.onBehalfOf ?? null },
      reason: flags.reason,
      payment,
    },
    exemptionsOf(accountRulesOf(payment, rules)),
  );
  const own = [...paymentProblems, ...amount.problems, ...expected.problems];
  if (parsed.ok && own.length === 0) return parsed.value;
  const found = parsed.ok ? [] : parsed.problems.filter(({ field }) => payment !== undefined || field !== 'payment');
  throw new UsageError(finished([...own, ...found.map((problem) => inTypedTerms(problem, flags))]));
}

/** A payment that cannot be read is one problem among the others; its fields are then not checked. */
async function readPayment(io: CliIo, paymentId: string, flags: RequestFlags): Promise<ReadPayment> {
  const given = givenPaymentOptions(flags);
  if (flags.payment === undefined && given.length > 0) return buildPayment(paymentId, flags);
  if (flags.payment === undefined || given.length > 0) return { payment: undefined, problems: [whichWay(given)] };
  try {
    const payment = await readJson(io, flags.payment, '--payment');
    return { payment, problems: samePayment(payment, paymentId) };
  } catch (error) {
    if (error instanceof UsageError) return { payment: undefined, problems: error.problems };
    throw error;
  }
}

/** Where file and command line name different payments, only the caller knows which one is meant. */
function samePayment(payment: unknown, paymentId: string): readonly Problem[] {
  const inFile = isRecord(payment) ? payment['paymentId'] : undefined;
  if (typeof inFile !== 'string' || inFile === paymentId) return [];
  return [{ field: paymentIdArgument, message: 'is not the paymentId in --payment: name the same payment in both' }];
}

interface ReadPayment {
  readonly payment: unknown;
  readonly problems: readonly Problem[];
}

function whichWay(given: readonly string[]): Problem {
  const message =
    given.length === 0
      ? 'is missing: name a JSON file, or give --reference, --currency, --authorized, --authorized-at and --account'
      : `is given together with ${given.join(', ')}: give either the file or the options`;
  return { field: '--payment', message };
}

/** Names a field by its option. A payment from a file keeps the names of its own fields. */
function inTypedTerms({ field, message }: Problem, flags: RequestFlags): Problem {
  const own = requestOptions[field];
  if (own !== undefined) return { field: own, message };
  if (flags.payment !== undefined || !field.startsWith('payment.')) return { field, message };
  return { field: paymentOptionOf(field.slice('payment.'.length)) ?? field, message };
}

function accountRulesOf(payment: unknown, rules: Rules): AccountRules | null {
  const account = isRecord(payment) ? payment['gatewayAccount'] : undefined;
  return typeof account === 'string' ? rulesFor(rules, account) : null;
}
