import type { Problem } from '../contract/problems';

/** The command line, or a file that it names, is invalid. Lists every problem; none repeats a suspected card number. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(readonly problems: readonly Problem[]) {
    super('The command is invalid:');
  }
}
