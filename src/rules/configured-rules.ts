import { existsSync } from 'node:fs';
import { defaultRules, loadRules, type Rules } from './rules-file';

/**
 * Reads the rules file of a program. The default file may be absent: then every account has the cautious profile.
 *
 * @throws RulesError with every problem
 */
export function loadConfiguredRules(config: {
  readonly rulesPath: string;
  readonly rulesPathIsDefault: boolean;
  readonly allowHttp?: boolean;
}): Rules {
  if (config.rulesPathIsDefault && !existsSync(config.rulesPath)) return defaultRules;
  return loadRules(config.rulesPath, { allowHttp: config.allowHttp === true });
}
