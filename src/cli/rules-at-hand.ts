import type { Command } from 'commander';
import { loadConfiguredRules } from '../rules/configured-rules';
import type { Rules } from '../rules/rules-file';
import { textOption } from './input/option';

const defaultRulesPath = './reversals.rules.yaml';

export interface RulesFlags {
  readonly rules?: string;
}

/** Adds the option that names the worker's rules. */
export function addRulesOption(command: Command): Command {
  return command.addOption(
    textOption(
      '--rules <FILE>',
      `the worker's rules, for previews of payments without a ledger and for references of digits (default: ${defaultRulesPath}, where there is one)`,
    ),
  );
}

/** The rules by which this command judges before it asks; the ledger judges by the worker's. @throws RulesError */
export function rulesAtHand({ rules }: RulesFlags): Rules {
  return loadConfiguredRules({ rulesPath: rules ?? defaultRulesPath, rulesPathIsDefault: rules === undefined });
}
