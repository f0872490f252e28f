import { Command, CommanderError } from 'commander';
import { cardNumbersIn } from './card-number-guard';
import type { CommandContext } from './command-context';
import { addApproveCommand } from './commands/approve';
import { addAuditCommand } from './commands/audit';
import { addCancelCommand } from './commands/cancel';
import { addConsoleCommand } from './commands/console';
import { addCorrectCommand } from './commands/correct';
import { addExportCommand } from './commands/export';
import { addKeysCommand } from './commands/keys';
import { addListCommand } from './commands/list';
import { addPreviewCommand } from './commands/preview';
import { addRecordCommand } from './commands/record';
import { addRecoverCommand } from './commands/recover';
import { addRefundCommand } from './commands/refund';
import { addRejectCommand } from './commands/reject';
import { addResolveCommand } from './commands/resolve';
import { addRulesCommand } from './commands/rules';
import { addShowCommand } from './commands/show';
import { addSimulatorCommand } from './commands/simulator';
import { addStoreCardCommand } from './commands/store-card';
import { addWatchCommand } from './commands/watch';
import { addWithdrawCommand } from './commands/withdraw';
import { addTokenCommand } from './commands/token';
import { addWorkerCommand } from './commands/worker';
import { exitCodes, type ExitCode } from './exit-code';
import { explainError } from './explain-error';
import type { CliIo } from './io';
import { printFailure } from './print';
import { exemptAtHand } from './rules-at-hand';
import { UsageError } from './usage-error';
import { packageVersion } from './version';

/** Runs one command of `reversals`. Never rejects: a failure is printed and sets the exit code. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  try {
    const problems = cardNumbersIn(argv, exemptAtHand(io));
    if (problems.length > 0) throw new UsageError(problems);
    return await run(argv, io);
  } catch (error) {
    // Commander ends help and version this way too.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    const explanation = explainError(error);
    // Without a command, commander has printed the help.
    const isPrinted = error instanceof CommanderError && error.code === 'commander.help';
    if (!isPrinted) printFailure(io, explanation, argv.includes('--json'));
    if (argv.includes('--debug') && explanation.exitCode === exitCodes.internal) printStack(io, error);
    return explanation.exitCode;
  }
}

async function run(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  const context: CommandContext = {
    io,
    finish: (ended) => {
      code = ended;
    },
  };
  await programOf(context).parseAsync(argv, { from: 'user' });
  return code;
}

function programOf(context: CommandContext): Command {
  const { stdout, stderr } = context.io;
  const program = new Command('reversals')
    .description('Void or refund payments exactly once, never more than was captured.')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // printFailure reports it, and repeats no card number.
      outputError: () => undefined,
    });
  addCancelCommand(program, context);
  addRefundCommand(program, context);
  addPreviewCommand(program, context);
  addShowCommand(program, context);
  addExportCommand(program, context);
  addAuditCommand(program, context);
  addListCommand(program, context);
  addWatchCommand(program, context);
  addApproveCommand(program, context);
  addRejectCommand(program, context);
  addWithdrawCommand(program, context);
  addRecordCommand(program, context);
  addCorrectCommand(program, context);
  addResolveCommand(program, context);
  addRecoverCommand(program, context);
  addRulesCommand(program, context);
  addKeysCommand(program, context);
  addTokenCommand(program, context);
  addStoreCardCommand(program, context);
  addWorkerCommand(program, context);
  addConsoleCommand(program, context);
  addSimulatorCommand(program, context);
  return program;
}

function printStack({ stderr }: CliIo, error: unknown): void {
  if (error instanceof Error) stderr.write(`${error.stack ?? ''}\n`);
}
