import type { Problem } from '../contract/problems';

/** The command line or what it names cannot be used. Every problem at once; none repeats a suspected card number. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(readonly problems: readonly Problem[]) {
    super('The command is refused:');
  }
}
