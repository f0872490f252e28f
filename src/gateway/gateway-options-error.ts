/** Thrown when a `OrchestraGateway` is made with options that cannot work. The text lists all of them and holds no key. */
export class GatewayOptionsError extends Error {
  override readonly name = 'GatewayOptionsError';
  /** Each names its field and what to write. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The gateway client cannot be made: ${problems.join('; ')}.`);
    this.problems = problems;
  }
}
