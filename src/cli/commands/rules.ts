import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { loadRulesConfig } from '../../config';
import type { Problem } from '../../contract/problems';
import { currencyRule } from '../../contract/value-rules';
import { isCurrencyCode, type CurrencyCode } from '../../domain/model/currency';
import { loadConfiguredRules } from '../../rules/configured-rules';
import { describeRules, type DescribedAccount } from '../../rules/describe-rules';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import { readAmount } from '../input/amount-text';
import { textOption } from '../input/option';
import type { CliIo } from '../io';
import { printAnswer } from '../print';
import { accountsText, approvalsText } from '../render/rules';
import { sections } from '../render/table';
import { UsageError } from '../usage-error';

interface RulesCheckFlags extends CommonFlags {
  readonly account?: string;
  readonly amount?: string;
  readonly currency?: string;
}

/** `reversals rules check`: checks a rules file, and shows which approvals an amount needs. Reads files only. */
export function addRulesCommand(program: Command, { io, finish }: CommandContext): void {
  const rules = program.command('rules').summary('check the rules file');
  describeCommand(
    rules.command('check').argument('[file]', 'the rules file (default: REVERSALS_RULES, or ./reversals.rules.yaml)'),
    {
      summary: 'check a rules file, and show which approvals a refund needs',
      more: 'Lists every problem. Reads files only.',
      examples: [
        'reversals rules check',
        'reversals rules check reversals.rules.yaml --account stripe-production --amount 250.00 --currency USD',
      ],
      exitCodes: '0 valid; 2 invalid, or usage; 70 internal.',
    },
  )
    .addOption(textOption('--account <ACCOUNT>', 'only this gateway account (default: all)'))
    .addOption(textOption('--amount <AMOUNT>', 'show which approvals a refund of this amount needs'))
    .addOption(textOption('--currency <CODE>', 'its currency, with --amount'))
    .action((file: string | undefined, flags: RulesCheckFlags) => {
      finish(check(io, file, flags));
    });
}

function check(io: CliIo, file: string | undefined, flags: RulesCheckFlags): ExitCode {
  const refund = readRefund(flags);
  const configured = loadRulesConfig(io.env);
  const config = file === undefined ? configured : { ...configured, rulesPath: file, rulesPathIsDefault: false };
  const rules = loadConfiguredRules(config);
  const read = config.rulesPathIsDefault && !existsSync(config.rulesPath) ? null : config.rulesPath;
  const accounts = describeRules(rules, flags.account ?? null, refund);
  if (accounts.length === 0) {
    const accountNames = [...rules.accounts.keys()].join(', ');
    const message = `is not in the rules, so its payments are refused (in the rules: ${accountNames})`;
    throw new UsageError([{ field: '--account', message }]);
  }
  printAnswer(io, {
    json: flags.json === true,
    value: { file: read, accounts },
    text: (paint) =>
      sections([
        read === null ? 'no rules file: every account is generic' : `${paint.good('valid')}  ${read}`,
        accountsText(accounts),
        ...(refund === null ? [] : accounts.map((account) => approvalsText(account, refund))),
        warning(accounts, paint.attention),
      ]),
  });
  return exitCodes.done;
}

function warning(accounts: readonly DescribedAccount[], paint: (text: string) => string): string {
  const needsProof = accounts.some(({ approvals, identity }) => approvals !== null && identity === 'trusted');
  return needsProof ? paint('identity: trusted does not verify identities; development only') : '';
}

/** The refund to check; null: none is given. @throws UsageError */
function readRefund({ amount, currency }: RulesCheckFlags): { amountMinor: number; currency: CurrencyCode } | null {
  if (amount === undefined && currency === undefined) return null;
  const read = readAmount('--amount', amount, currency);
  const currencyProblem = currencyRule(currency);
  const problems: Problem[] = [
    ...(amount === undefined
      ? [{ field: '--amount', message: 'is missing: give an amount like 250.00' }]
      : read.problems),
    ...(currencyProblem === null ? [] : [{ field: '--currency', message: currencyProblem }]),
  ];
  if (problems.length > 0 || read.amountMinor === undefined || !isCurrencyCode(currency))
    throw new UsageError(problems);
  return { amountMinor: read.amountMinor, currency };
}
