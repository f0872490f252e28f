import type { Command } from 'commander';
import { loadGatewayConfig } from '../../config';
import { OrchestraGateway } from '../../gateway';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import { readAll } from '../input/json-source';
import type { CliIo } from '../io';
import { printAnswer } from '../print';
import { UsageError } from '../usage-error';

/** `reversals store-card`: gives a card number to the gateway's vault and prints its token. The number is never shown. */
export function addStoreCardCommand(program: Command, { io, finish }: CommandContext): void {
  describeCommand(program.command('store-card'), {
    summary: "store a card number in the gateway's vault and print its @token",
    more: 'The number is read from standard input, or asked for without showing it. It is kept nowhere else.',
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

/** Networks exist whose numbers have no check digit, so only the length is judged. */
function cardNumberIn(text: string): string {
  const digits = text.trim().replace(/[ -]/g, '');
  if (/^\d{12,19}$/.test(digits)) return digits;
  throw new UsageError([
    { field: 'standard input', message: 'does not hold one card number: give 12 to 19 digits on one line' },
  ]);
}
