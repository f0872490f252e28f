import type { Command } from 'commander';
import { loadConfiguredRules } from '../rules/configured-rules';
import type { CheckOptions } from '../contract/message-check';
import { defaultRules, exemptAnywhere, type Rules } from '../rules/rules-file';
import { loadRulesConfig } from '../config';
import { textOption } from './input/option';
import type { CliIo } from './io';

export interface RulesFlags {
  readonly rules?: string;
}

/** Adds the option that names the worker's rules. */
export function addRulesOption(command: Command): Command {
  return command.addOption(
    textOption(
      '--rules <FILE>',
      "the worker's rules, for previews without a ledger and for references of digits (default: REVERSALS_RULES, or ./reversals.rules.yaml if it exists)",
    ),
  );
}

/** The rules for a command that can do without them: rules that cannot be read are as none. */
export function rulesIfAny(io: CliIo): Rules {
  try {
    return rulesAtHand(io, {});
  } catch {
    return defaultRules;
  }
}

/** What some account exempts from the search for card numbers. */
export function exemptAtHand(io: CliIo): CheckOptions {
  return exemptAnywhere(rulesIfAny(io));
}

/** The rules that this command checks by before it asks; the ledger uses the worker's. @throws RulesError */
export function rulesAtHand({ env }: CliIo, { rules }: RulesFlags): Rules {
  const config = loadRulesConfig(env);
  return loadConfiguredRules(rules === undefined ? config : { ...config, rulesPath: rules, rulesPathIsDefault: false });
}
