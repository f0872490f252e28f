import type { Command } from 'commander';
import { describeCommand, reversalExitCodes, type CommandContext, type CommonFlags } from '../command-context';
import { addReversalArguments, checkIds } from '../input/ids';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { watch } from '../watching';

/** `reversals watch`: prints each change of a payment, or of one reversal, until it is completed. Reads only. */
export function addWatchCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('watch'), {
    summary: 'print each change of a payment, or of one reversal, until it is completed',
    more: 'Ctrl-C stops watching; the reversals continue. With --json each change is one line.',
    examples: ['reversals watch order-1001', 'reversals watch order-1001 return-2 --json'],
    exitCodes: `${reversalExitCodes}\n  Without a request id: 0 once all reversals are completed.`,
  });
  addSessionOptions(addReversalArguments(command, { isOptional: true })).action(
    async (paymentId: string, requestId: string | undefined, flags: SessionFlags & CommonFlags) => {
      checkIds(paymentId, requestId);
      const watched = { paymentId, requestId: requestId ?? null, json: flags.json === true };
      finish(await withLedgers(io, flags, (session) => watch(io, session, watched)));
    },
  );
}
