import type { Command } from 'commander';
import type { Problem } from '../../contract/problems';
import { checkResolution, type ResolutionInput } from '../../contract/resolution';
import { currencyRule } from '../../contract/value-rules';
import { answerExitCodes, describeCommand, type CommandContext, type CommonFlags } from '../command-context';
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
import { addPaymentArgument, paymentIdArgument, problemWith } from '../input/ids';
import { textOption } from '../input/option';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { noReason, printAnswer } from '../print';
import { UsageError } from '../usage-error';
import { allExempt } from '../../contract/message-check';
import { rulesIfAny } from '../rules-at-hand';

interface ResolveFlags extends SessionFlags, TokenFlags, CoSignedByFlags, YesFlags, CommonFlags {
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

/** `reversals resolve`: resolves an unknown outcome by what a person found at the gateway. Safe to repeat. */
export function addResolveCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('resolve'), {
    summary: 'resolve a leg whose outcome is unknown, by what you found at the gateway',
    more:
      'First look up its myRef in the gateway’s own records. The outcome notSent releases its amount, so be certain. If ' +
      'a refund of that amount needs approvals, it needs as many co-signatures. Asks for confirmation at a terminal.',
    examples: [
      'reversals resolve order-1001 --leg return-2/c1/1 --outcome succeeded \\',
      '    --gateway-reference re_123 --evidence "gateway report of 21 November, line 12" --actor bob',
      'reversals resolve order-1001 --leg return-2/c1/1 --outcome notSent \\',
      '    --evidence "not in the report of 21 November" --actor bob --token-file bob.jwt --co-signed-by carol:carol.jwt',
    ],
    exitCodes: answerExitCodes('resolved'),
  })
    .addOption(textOption('--leg <ID>', 'the leg, as shown by: reversals show'))
    .addOption(textOption('--outcome <OUTCOME>', 'succeeded or notSent'))
    .addOption(textOption('--evidence <TEXT>', 'what proves it: a report, a screen, a ticket'))
    .addOption(textOption('--actor <ID>', 'who resolves it'))
    .addOption(textOption('--gateway-reference <REFERENCE>', "the gateway's reference of the movement you found"))
    .addOption(textOption('--amount <AMOUNT>', 'what really moved, if the gateway answered with another amount'))
    .addOption(textOption('--currency <CODE>', 'its currency, with --amount'));
  addPaymentArgument(command);
  addYesOption(addCoSignedByOption(addTokenOptions(addSessionOptions(command)))).action(
    async (paymentId: string, flags: ResolveFlags) => {
      finish(await resolve(io, paymentId, flags));
    },
  );
}

async function resolve(io: CliIo, paymentId: string, flags: ResolveFlags): Promise<ExitCode> {
  const { json, answerWithin } = flags;
  const resolution = await readResolution(paymentId, flags);
  const session = answerWithin === undefined ? {} : { answerWithin };
  const answer = await withLedgers(
    io,
    session,
    async ({ ledgers }) => {
      const why = await confirmAboutLeg(io, ledgers, { flags, paymentId, ...resolution });
      return why === null ? ledgers.resolve(paymentId, resolution) : { accepted: false, reason: why };
    },
    rulesIfAny(io),
  );
  printAnswer(io, {
    json: json === true,
    value: answer,
    text: (paint) =>
      answer.accepted
        ? `${paint.good('resolved')}  ${resolution.legId}: ${resolution.outcome}`
        : `${paint.bad('not accepted')}  ${resolution.legId}: ${answer.reason ?? noReason}`,
  });
  return answer.accepted ? exitCodes.done : exitCodes.completedOtherwise;
}

async function readResolution(paymentId: string, flags: ResolveFlags): Promise<ResolutionInput> {
  const { leg, outcome, evidence, actor, gatewayReference, amount, currency } = flags;
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
    ...problemWith(paymentIdArgument, paymentId),
    ...(amount === undefined ? [] : [...read.problems, ...problemWith('--currency', currency, currencyRule)]),
    ...checkResolution(resolution, allExempt).map(({ field, message }) => ({
      field: optionOf[field] ?? coSignedByOption(field),
      message,
    })),
  ];
  if (problems.length > 0) throw new UsageError(problems);
  return resolution as ResolutionInput;
}
