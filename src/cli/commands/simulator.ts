import type { Command } from 'commander';
import { sentinels, startSimulator, type SimulatorOptions } from '../../simulator';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { errorCodeOf } from '../error-code';
import { exitCodes, type ExitCode } from '../exit-code';
import { numberOption, textOption } from '../input/option';
import type { CliIo } from '../io';
import { printAnswer, printHint } from '../print';
import { detailTable } from '../render/table';
import { UsageError } from '../usage-error';

interface SimulatorFlags extends CommonFlags {
  readonly port: number;
  readonly host: string;
  readonly apiKey: string;
  readonly latency: number;
  readonly sentinels: boolean;
  readonly enforceCap: boolean;
  readonly strictVoidAmount: boolean;
  readonly lookupsSeeReversals: boolean;
  readonly strictTokens?: boolean;
  readonly voidsRemainder?: boolean;
  readonly voidsUnsettledCharges?: boolean;
  readonly refundsOnlySettled?: boolean;
}

/** `reversals simulator`: a simulated gateway; runs until it is stopped. No money is real. */
export function addSimulatorCommand(program: Command, { io, finish }: CommandContext): void {
  describeCommand(program.command('simulator'), {
    summary: 'run a simulated gateway that records every movement of money',
    examples: ['reversals simulator', 'reversals simulator --port 0 --latency 200 --no-sentinels'],
  })
    .addOption(
      numberOption('--port <PORT>', 'the port to listen on; 0 for any free port', { least: 0, most: 65_535 }).default(
        8480,
      ),
    )
    .addOption(textDefault('--host <HOST>', 'the address to listen on', '127.0.0.1'))
    .addOption(textDefault('--api-key <KEY>', 'the API key that it accepts; not a secret', 'simulator-key'))
    .addOption(numberOption('--latency <MS>', 'how long each request takes', { least: 0, most: 600_000 }).default(0))
    .option('--no-sentinels', 'do not let amounts choose faults')
    .option('--no-enforce-cap', 'allow refunds above the captured amount, as documented mock gateways do')
    .option('--no-strict-void-amount', 'accept a void of any amount')
    .option('--no-lookups-see-reversals', 'let lookups find charges and authorizations only')
    .option('--strict-tokens', 'refuse an @token that was not stored here')
    .option('--voids-remainder', 'let a void release what a partial capture left')
    .option('--voids-unsettled-charges', 'let a void reverse a charge that is not settled')
    .option('--refunds-only-settled', 'refuse refunds of money that is not settled')
    .action(async (flags: SimulatorFlags) => {
      finish(await simulate(io, flags));
    });
}

/** Commander passes the default as an earlier value, so a repeated option cannot be refused here. */
function textDefault(flags: string, description: string, value: string) {
  return textOption(flags, description)
    .argParser((text: string) => text)
    .default(value);
}

async function simulate(io: CliIo, flags: SimulatorFlags): Promise<ExitCode> {
  const stopped = io.untilStopped();
  const simulator = await start(flags);
  const { url, apiKey } = simulator;
  const shownSentinels = flags.sentinels ? sentinels : [];
  printAnswer(io, {
    json: flags.json === true,
    value: { url, apiKey, sentinels: shownSentinels },
    text: (paint) =>
      [
        detailTable([
          ['simulator', url],
          ['key', apiKey],
          ['movements', `${url}/_simulator/movements`],
        ]),
        `connect a worker to it:\n  ORCHESTRA_BASE_URL=${url} ORCHESTRA_API_KEY=${apiKey} reversals worker`,
        ...(shownSentinels.length === 0
          ? []
          : [sentinelText(), paint.faint('Press Ctrl-C to stop it; its data is lost.')]),
      ].join('\n\n'),
  });
  await stopped;
  await simulator.stop();
  printHint(io, 'simulator stopped');
  return exitCodes.done;
}

function sentinelText(): string {
  const rows = sentinels.map(({ lastTwoDigits, meaning }): [string, string] => [String(lastTwoDigits), meaning]);
  return `voids and refunds of amounts that end in these digits choose a fault:\n${detailTable(rows)}`;
}

async function start(flags: SimulatorFlags) {
  const { json: _json, debug: _debug, latency: latencyMs, ...rest } = flags;
  const options: SimulatorOptions = { ...rest, latencyMs };
  try {
    return await startSimulator(options);
  } catch (error) {
    const problem = listenProblem(error, flags);
    throw problem === null ? error : new UsageError([problem]);
  }
}

function listenProblem(error: unknown, { port, host }: SimulatorFlags) {
  switch (errorCodeOf(error)) {
    case 'EADDRINUSE':
      return { field: '--port', message: `${port} is in use: choose another, or 0 for any free port` };
    case 'EACCES':
      return { field: '--port', message: `${port} is not allowed for this user: choose one above 1023` };
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return { field: '--host', message: `${host} is not an address of this machine: choose another` };
    case null:
    default:
      return null;
  }
}
