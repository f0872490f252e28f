import type { Command } from 'commander';
import { parsePaymentEvent } from '../../contract/payment-event';
import { finished, type Problem } from '../../contract/problems';
import type { PaymentEvent } from '../../domain/model/payment-event';
import type { CliIo } from '../io';
import { UsageError } from '../usage-error';
import { readAmount } from './amount-text';
import { readJson } from './json-source';
import { textOption } from './option';
import { addCoSignedByOption, coSignedByOption, readCoSignatures, type CoSignedByFlags } from './person-flags';

/** A event told by options. */
export interface EventFlags extends CoSignedByFlags {
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
  readonly legId?: string;
}

const told = {
  eventId: ['--event-id <ID>', 'your own id of the event: told twice, it counts once'],
  source: ['--source <WHO>', 'who tells it: a service, a person, a file'],
  at: ['--at <INSTANT>', 'when it became true, like 2026-11-20T10:00:00Z'],
  evidence: ['--evidence <TEXT>', 'what proves it; needed for refundFailed'],
  captureId: ['--capture-id <ID>', 'the capture it is about'],
  amountMinor: ['--amount <AMOUNT>', 'its amount, like 100.00'],
  currency: ['--currency <CODE>', 'ISO 4217, like USD'],
  gatewayReference: ['--gateway-reference <REFERENCE>', "the gateway's reference of the capture"],
  disputeId: ['--dispute-id <ID>', 'the dispute it is about'],
  outcome: ['--outcome <OUTCOME>', 'how the dispute ended for you: won or lost'],
  legId: ['--leg-id <ID>', 'the leg whose refund failed, as show names it'],
} as const satisfies Record<string, readonly [flags: string, help: string]>;

/** Adds the options that tell a event. */
export function addEventOptions(command: Command): Command {
  command.addOption(
    textOption('--event <FILE>', 'the event as JSON, - for standard input; or its kind and the options below'),
  );
  for (const [flags, help] of Object.values(told)) command.addOption(textOption(flags, help));
  return addCoSignedByOption(command);
}

/**
 * Makes a event from what was typed and checks it, before anything is asked of Temporal. What was found wrong before is
 * told together with the rest.
 *
 * @throws UsageError with every problem, named by the options that were typed
 */
export async function readEvent(
  io: CliIo,
  kind: string | undefined,
  flags: EventFlags,
  alreadyFound: readonly Problem[],
): Promise<PaymentEvent> {
  const { event: file, amount: amountText, ...fields } = flags;
  const typed = kind !== undefined || amountText !== undefined || Object.keys(fields).length > 0;
  if (typed === (file !== undefined)) throw new UsageError([...alreadyFound, whichWay(typed)]);
  if (file !== undefined) return checked(await readJson(io, file, '--event'), alreadyFound, (field) => field);
  const amount = readAmount('--amount', amountText, fields.currency);
  const coSignedBy = fields.coSignedBy === undefined ? {} : { coSignedBy: await readCoSignatures(fields) };
  return checked(
    { kind, ...fields, ...coSignedBy, amountMinor: amount.amountMinor },
    [...alreadyFound, ...amount.problems],
    optionOf,
  );
}

function whichWay(typed: boolean): Problem {
  return {
    field: '--event',
    message: typed
      ? 'is given next to a kind or other options: tell the event in one way, the file or the options'
      : 'is missing: name a JSON file, or give the kind, like: record captureSucceeded',
  };
}

function checked(value: unknown, own: readonly Problem[], nameOf: (field: string) => string): PaymentEvent {
  const parsed = parsePaymentEvent(value);
  if (parsed.ok && own.length === 0) return parsed.value;
  const found = parsed.ok ? [] : parsed.problems.map(({ field, message }) => ({ field: nameOf(field), message }));
  throw new UsageError(finished([...own, ...found.map(inMoney)]));
}

/** The doors ask for minor units; here a person writes money. */
function inMoney({ field, message }: Problem): Problem {
  const missing = field === '--amount' && message.startsWith('is missing');
  return missing ? { field, message: 'is missing: give an amount like 100.00' } : { field, message };
}

function optionOf(field: string): string {
  if (field === 'kind') return 'the kind';
  const flags = Object.entries(told).find(([name]) => name === field)?.[1][0];
  return flags?.split(' ')[0] ?? coSignedByOption(field);
}
