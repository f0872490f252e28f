import type { Command } from 'commander';
import type { CliIo } from '../io';

export interface AllowHttpFlags {
  readonly allowHttp?: boolean;
}

/** Adds the switch that accepts http addresses of other machines. */
export function addAllowHttpOption(command: Command): Command {
  return command.option(
    '--allow-http',
    'accept http addresses of other machines, for gateway and keys: what is sent there can be read on the way',
  );
}

/** The environment with the switch in it. */
export function withAllowHttp(io: CliIo, { allowHttp }: AllowHttpFlags): CliIo {
  return allowHttp === true ? { ...io, env: { ...io.env, REVERSALS_ALLOW_HTTP: 'true' } } : io;
}
