import { describeProblems, type Problem } from '../contract/problems';

/** The rules cannot be used. Lists every problem at once; a program prints the message and exits with 2. */
export class RulesError extends Error {
  override readonly name = 'RulesError';

  constructor(
    readonly problems: readonly Problem[],
    /** The file they were read from; null: they were handed over as a value. */
    readonly file: string | null = null,
  ) {
    super(`The rules${file === null ? '' : ` in ${file}`} cannot be used:\n${describeProblems(problems, '  ')}`);
  }
}
