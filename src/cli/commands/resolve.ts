import type { Command } from 'commander';
import type { Problem } from '../../contract/problems';
import { checkResolution, type ResolutionInput } from '../../contract/resolution';
import { currencyRule, idRule } from '../../contract/value-rules';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import { addYesOption, type YesFlags } from '../confirm';
import { confirmAboutLeg } from '../confirm-about-leg';
import {
  addCoSignedByOption,
  addTokenOptions,
  coSignedByOption,
  readCoSignatures,
  readToken,
  type CoSignedByFlags,
  type TokenFlags,
} from '../input/person-flags';
import { readAmount } from '../input/amount-text';
import { textOption } from '../input/option';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer } from '../print';
import { UsageError } from '../usage-error';

interface ResolveFlags extends SessionFlags, TokenFlags, CoSignedByFlags, YesFlags, CommonFlags {
  readonly paymentId?: string;
  readonly leg?: string;
  readonly outcome?: string;
  readonly evidence?: string;
  readonly actor?: string;
  readonly gatewayReference?: string;
  readonly amount?: string;
  readonly currency?: string;
}

const optionOf: Readonly<Record<string, string>> = {
  legId: '--leg',
  outcome: '--outcome',
  evidence: '--evidence',
  'actor.id': '--actor',
  gatewayReference: '--gateway-reference',
  amountMinor: '--amount',
  token: '--token',
};

/** `reversals resolve`: settles an unknown outcome by what a person found. Safe to repeat. */
export function addResolveCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('resolve'), {
    summary: 'settle a leg of unknown outcome by what you found at the gateway',
    more:
      'Look up its myRef in the gateway’s own records first. `notSent` frees its amount, so it must be certain; where a ' +
      'refund of that amount needs approval, as many others have to agree. Asks before at a terminal.',
    examples: [
      'reversals resolve --payment-id order-1001 --leg return-1001-line-2/c1/1 --outcome succeeded \\',
      '    --gateway-reference re_123 --evidence "gateway report of 21 November, line 12" --actor bob',
      'reversals resolve --payment-id order-1001 --leg return-1001-line-2/c1/1 --outcome notSent \\',
      '    --evidence "not in the report of 21 November" --actor bob --token-file bob.jwt --co-signed-by carol:carol.jwt',
    ],
    exitCodes: '0 taken; 1 not believed, with the reason; 2 usage or configuration; 4 nobody answered; 70 internal.',
  })
    .addOption(textOption('--payment-id <ID>', 'your own id of the payment'))
    .addOption(textOption('--leg <ID>', 'the leg, as show names it'))
    .addOption(textOption('--outcome <OUTCOME>', 'succeeded or notSent'))
    .addOption(textOption('--evidence <TEXT>', 'what proves it: a report, a screen, a ticket'))
    .addOption(textOption('--actor <WHO>', 'who found it out'))
    .addOption(textOption('--gateway-reference <REFERENCE>', "the gateway's reference of what was found"))
    .addOption(textOption('--amount <AMOUNT>', 'what really moved, where the gateway answered with another amount'))
    .addOption(textOption('--currency <CODE>', 'its currency, with --amount'));
  addYesOption(addCoSignedByOption(addTokenOptions(addSessionOptions(command)))).action(async (flags: ResolveFlags) => {
    finish(await resolve(io, flags));
  });
}

async function resolve(io: CliIo, flags: ResolveFlags): Promise<ExitCode> {
  const { paymentId = '', json, answerWithin } = flags;
  const resolution = await readResolution(flags);
  const session = answerWithin === undefined ? {} : { answerWithin };
  const answer = await withLedgers(io, session, async ({ ledgers }) => {
    const why = await confirmAboutLeg(io, ledgers, { flags, paymentId, ...resolution });
    return why === null ? ledgers.resolve(paymentId, resolution) : { accepted: false, reason: why };
  });
  printAnswer(io, {
    json: json === true,
    value: answer,
    text: (paint) =>
      answer.accepted
        ? `${paint.good('taken')}  ${resolution.legId}: ${resolution.outcome}`
        : `${paint.bad('not taken')}  ${resolution.legId}: ${answer.reason ?? 'no reason was given'}`,
  });
  return answer.accepted ? exitCodes.done : exitCodes.otherwiseSettled;
}

async function readResolution(flags: ResolveFlags): Promise<ResolutionInput> {
  const { paymentId, leg, outcome, evidence, actor, gatewayReference, amount, currency } = flags;
  const read = readAmount('--amount', amount, currency);
  const resolution: unknown = {
    legId: leg,
    outcome,
    evidence,
    actor: { id: actor },
    gatewayReference: gatewayReference ?? null,
    amountMinor: amount === undefined ? null : read.amountMinor,
    token: await readToken(flags),
    coSignedBy: await readCoSignatures(flags),
  };
  const problems: Problem[] = [
    ...problemIn('--payment-id', idRule()(paymentId)),
    ...(amount === undefined ? [] : [...read.problems, ...problemIn('--currency', currencyRule(currency))]),
    ...checkResolution(resolution).map(({ field, message }) => ({
      field: optionOf[field] ?? coSignedByOption(field),
      message,
    })),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  return resolution as ResolutionInput;
}

function problemIn(field: string, message: string | null): readonly Problem[] {
  return message === null ? [] : [{ field, message }];
}
