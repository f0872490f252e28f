import type { Command } from 'commander';
import { finished, type Problem } from '../../contract/problems';
import { parseReversalRequest, type ReversalOperation, type ReversalRequest } from '../../contract/reversal-request';
import { isRecord } from '../../contract/value-rules';
import { rulesFor, type Rules } from '../../rules/rules-file';
import type { CliIo } from '../io';
import { UsageError } from '../usage-error';
import { readAmount, readAmountOrZero } from './amount-text';
import { readJson } from './json-source';
import { textOption } from './option';
import {
  addPaymentOptions,
  buildPayment,
  givenPaymentOptions,
  paymentOptionOf,
  type PaymentFlags,
} from './payment-flags';

/** What `cancel`, `refund` and `preview` are told. */
export interface RequestFlags extends PaymentFlags {
  readonly payment?: string;
  readonly requestId?: string;
  readonly requester?: string;
  readonly onBehalfOf?: string;
  readonly reason?: string;
  readonly amount?: string;
  readonly expectedRefundable?: string;
}

const requestHelp = [
  ['--payment <FILE>', 'the payment as JSON, - for standard input; or tell it by options'],
  ['--request-id <ID>', 'your own id of this request, from business keys: a repeat moves nothing'],
  ['--requester <WHO>', 'who asks'],
  ['--on-behalf-of <WHO>', 'for whom, when that is somebody else'],
  ['--reason <TEXT>', 'why, for those who read the ledger'],
  ['--amount <AMOUNT>', 'how much to refund, like 25.00; all that is left where it is not given'],
  ['--expected-refundable <AMOUNT>', 'refuse unless exactly this much is refundable'],
] as const;

/** Adds the options that make a request. A cancel is not told an amount: its help does not speak of one. */
export function addRequestOptions(command: Command, { isCancel = false } = {}): Command {
  for (const [option, help] of requestHelp) {
    const isHidden = isCancel && option.startsWith('--amount');
    command.addOption(textOption(option, help).helpGroup('The request:').hideHelp(isHidden));
  }
  return addPaymentOptions(command);
}

const requestOptions: Readonly<Record<string, string>> = {
  requestId: '--request-id',
  amountMinor: '--amount',
  expectedRefundableMinor: '--expected-refundable',
  'requester.id': '--requester',
  'requester.onBehalfOf': '--on-behalf-of',
  reason: '--reason',
};

/**
 * Makes a request from what was typed and checks it as every door does, before anything is asked of Temporal.
 *
 * @throws UsageError with every problem, named by the options that were typed
 */
export async function readRequest(
  io: CliIo,
  operation: ReversalOperation,
  flags: RequestFlags,
  rules: Rules,
): Promise<ReversalRequest> {
  const { payment, problems: paymentProblems } = await readPayment(io, flags);
  const currency = isRecord(payment) ? payment['currency'] : undefined;
  const amount = readAmount('--amount', flags.amount, currency);
  const expected = readAmountOrZero('--expected-refundable', flags.expectedRefundable, currency);
  const parsed = parseReversalRequest(
    {
      requestId: flags.requestId,
      operation,
      amountMinor: amount.amountMinor ?? null,
      expectedRefundableMinor: expected.amountMinor ?? null,
      requester: { id: flags.requester, onBehalfOf: flags.onBehalfOf ?? null },
      reason: flags.reason,
      payment,
    },
    { numericReferences: hasNumericReferences(payment, rules) },
  );
  const own = [...paymentProblems, ...amount.problems, ...expected.problems];
  if (parsed.ok && own.length === 0) return parsed.value;
  const found = parsed.ok ? [] : parsed.problems.filter(({ field }) => payment !== undefined || field !== 'payment');
  throw new UsageError(finished([...own, ...found.flatMap((problem) => inTypedTerms(problem, flags))]));
}

/** What is wrong with the payment as a whole is told together with the rest; its fields are then not judged. */
async function readPayment(io: CliIo, flags: RequestFlags): Promise<ReadPayment> {
  const given = givenPaymentOptions(flags);
  if (flags.payment === undefined && given.length > 0) return buildPayment(flags);
  if (flags.payment === undefined || given.length > 0) return { payment: undefined, problems: [whichWay(given)] };
  try {
    return { payment: await readJson(io, flags.payment, '--payment'), problems: [] };
  } catch (error) {
    if (error instanceof UsageError) return { payment: undefined, problems: error.problems };
    throw error;
  }
}

interface ReadPayment {
  readonly payment: unknown;
  readonly problems: readonly Problem[];
}

function whichWay(given: readonly string[]): Problem {
  const message =
    given.length === 0
      ? 'is missing: name a JSON file, or tell the payment by --reference, --currency, --authorized, --authorized-at and --account'
      : `is given next to ${given.join(', ')}: tell the payment in one way, the file or the options`;
  return { field: '--payment', message };
}

/** Names a field by the option that was typed for it. A payment from a file keeps the names of its own fields. */
function inTypedTerms({ field, message }: Problem, flags: RequestFlags): Problem[] {
  const own = requestOptions[field];
  if (own !== undefined) return [{ field: own, message }];
  if (flags.payment !== undefined || !field.startsWith('payment.')) return [{ field, message }];
  const name = field.slice('payment.'.length);
  // It is the reference then, whose own absence is told.
  if (name === 'paymentId' && flags.paymentId === undefined && flags.reference === undefined) return [];
  return [{ field: paymentOptionOf(name) ?? field, message }];
}

function hasNumericReferences(payment: unknown, rules: Rules): boolean {
  const account = isRecord(payment) ? payment['gatewayAccount'] : undefined;
  return typeof account === 'string' && (rulesFor(rules, account)?.numericReferences ?? false);
}
