import type { Command } from 'commander';
import { parsePaymentEvent } from '../../contract/payment-event';
import { finished, type Problem } from '../../contract/problems';
import { isRecord } from '../../contract/value-rules';
import type { PaymentEvent } from '../../domain/model/payment-event';
import type { CliIo } from '../io';
import { UsageError } from '../usage-error';
import { readAmount } from './amount-text';
import { readJson } from './json-source';
import { textOption } from './option';
import {
  addCoSignedByOption,
  addTokenOptions,
  coSignedByOption,
  readCoSignatures,
  readToken,
  type CoSignedByFlags,
  type TokenFlags,
} from './person-flags';
import { allExempt } from '../../contract/message-check';

/** An event given by options. */
export interface EventFlags extends CoSignedByFlags, TokenFlags {
  readonly event?: string;
  readonly eventId?: string;
  readonly source?: string;
  readonly at?: string;
  readonly evidence?: string;
  readonly captureId?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly gatewayReference?: string;
  readonly disputeId?: string;
  readonly outcome?: string;
  readonly leg?: string;
  readonly refundEventId?: string;
  readonly account?: string;
  readonly corrects?: string;
  readonly neverHappened?: boolean;
}

const eventOptions = {
  eventId: ['--event-id <ID>', 'your own id of the event; recording it again has no effect'],
  source: [
    '--source <NAME>',
    'who reports it: a service or a person; where tokens are required, the one its token names',
  ],
  at: ['--at <INSTANT>', 'when it happened, like 2026-11-20T10:00:00Z'],
  evidence: ['--evidence <TEXT>', 'what proves it; required where it makes an amount refundable'],
  captureId: ['--capture-id <ID>', 'the capture it is about'],
  amountMinor: ['--amount <AMOUNT>', 'its amount, like 100.00'],
  currency: ['--currency <CODE>', 'ISO 4217, like USD'],
  gatewayReference: [
    '--gateway-reference <REFERENCE>',
    "the gateway's reference of the capture, the refund or the void",
  ],
  disputeId: ['--dispute-id <ID>', 'the dispute it is about'],
  outcome: ['--outcome <OUTCOME>', 'how the dispute ended for you: won or lost'],
  legId: ['--leg <ID>', 'the leg that succeeded or failed, as shown by: reversals show'],
  refundEventId: ['--refund-event-id <ID>', 'the event that recorded the external refund which was returned'],
  gatewayAccount: ['--account <NAME>', 'the gateway account to which the payment moved'],
} as const satisfies Record<string, readonly [flags: string, help: string]>;

/** Adds the options of an event. */
export function addEventOptions(command: Command): Command {
  command.addOption(
    textOption('--event <FILE>', 'the event as JSON, - for standard input; or give its kind and the options below'),
  );
  for (const [flags, help] of Object.values(eventOptions)) command.addOption(textOption(flags, help));
  return addTokenOptions(addCoSignedByOption(command));
}

/** Adds the options of a correction: those of an event that say who, when, why, and what is right. */
export function addCorrectionOptions(command: Command): Command {
  const { eventId, source, at, evidence, amountMinor, currency } = eventOptions;
  for (const [flags, help] of [eventId, source, at, evidence, amountMinor, currency])
    command.addOption(textOption(flags, help));
  command.option('--never-happened', 'the event did not happen at all, in place of the right amount');
  return addTokenOptions(addCoSignedByOption(command));
}

/**
 * Makes an event of the options or the file and checks it, before any call to Temporal.
 *
 * @throws UsageError with every problem, those already found included, named by the options that were typed
 */
export async function readEvent(
  io: CliIo,
  kind: string | undefined,
  flags: EventFlags,
  alreadyFound: readonly Problem[],
): Promise<PaymentEvent> {
  const { event: file, amount: amountText, leg, account, token: _token, tokenFile: _tokenFile, ...others } = flags;
  const token = await readToken(flags);
  const proof = token === null ? {} : { token };
  const fields = {
    ...others,
    ...(leg === undefined ? {} : { legId: leg }),
    ...(account === undefined ? {} : { gatewayAccount: account }),
  };
  const typed = kind !== undefined || amountText !== undefined || Object.keys(fields).length > 0;
  if (typed === (file !== undefined)) throw new UsageError([...alreadyFound, whichWay(typed)]);
  if (file !== undefined) {
    const read = await readJson(io, file, '--event');
    return checked(isRecord(read) ? { ...read, ...proof } : read, alreadyFound, (field) => field);
  }
  const amount = readAmount('--amount', amountText, fields.currency);
  const coSignedBy = fields.coSignedBy === undefined ? {} : { coSignedBy: await readCoSignatures(fields) };
  return checked(
    { kind, ...fields, ...coSignedBy, ...proof, amountMinor: amount.amountMinor },
    [...alreadyFound, ...amount.problems],
    optionOf,
  );
}

function whichWay(typed: boolean): Problem {
  return {
    field: '--event',
    message: typed
      ? 'is given together with a kind or other options: give either the file or the options'
      : 'is missing: name a JSON file, or give the kind, like captureSucceeded',
  };
}

function checked(value: unknown, own: readonly Problem[], nameOf: (field: string) => string): PaymentEvent {
  const parsed = parsePaymentEvent(value, allExempt);
  if (parsed.ok && own.length === 0) return parsed.value;
  const found = parsed.ok ? [] : parsed.problems.map(({ field, message }) => ({ field: nameOf(field), message }));
  throw new UsageError(finished([...own, ...found.map(inMoney)]));
}

/** The contract counts in minor units; on the command line people write decimals. */
function inMoney({ field, message }: Problem): Problem {
  const missing = field === '--amount' && message.startsWith('is missing');
  return missing ? { field, message: 'is missing: give an amount like 100.00' } : { field, message };
}

function optionOf(field: string): string {
  if (field === 'kind') return '[kind]';
  const flags = Object.entries(eventOptions).find(([name]) => name === field)?.[1][0];
  return flags?.split(' ')[0] ?? coSignedByOption(field);
}
