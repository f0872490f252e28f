import type { Command } from 'commander';
import { loadGatewayConfig } from '../../config';
import { OrchestraGateway } from '../../gateway';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import { readAll } from '../input/json-source';
import type { CliIo } from '../io';
import { printAnswer } from '../print';
import { UsageError } from '../usage-error';

/** `reversals store-card`: stores a card number in the gateway's vault and prints its token, never the number. */
export function addStoreCardCommand(program: Command, { io, finish }: CommandContext): void {
  describeCommand(program.command('store-card'), {
    summary: "store a card number in the gateway's vault and print its @token",
    more: 'Reads the number from standard input, or asks for it without showing it. It is stored nowhere else.',
    examples: ['reversals store-card', 'reversals store-card --json < number.txt'],
  }).action(async (flags: CommonFlags) => {
    finish(await storeCard(io, flags));
  });
}

async function storeCard(io: CliIo, { json }: CommonFlags): Promise<ExitCode> {
  const config = loadGatewayConfig(io.env);
  const number = cardNumberIn(
    io.askHidden === null ? await readAll(io.stdin, 'standard input') : await io.askHidden('Card number (not shown): '),
  );
  const gateway = new OrchestraGateway(config);
  try {
    const token = await gateway.storeStringToken(number);
    printAnswer(io, { json: json === true, value: { token }, text: () => token });
  } finally {
    await gateway.close();
  }
  return exitCodes.done;
}

/** The numbers of some networks have no check digit, so only the length is checked. */
function cardNumberIn(text: string): string {
  const digits = text.trim().replace(/[ -]/g, '');
  if (/^\d{12,19}$/.test(digits)) return digits;
  throw new UsageError([
    { field: 'standard input', message: 'is not a card number: give 12 to 19 digits on one line' },
  ]);
}
