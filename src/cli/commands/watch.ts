import type { Command } from 'commander';
import { idRule } from '../../contract/value-rules';
import { describeCommand, reversalExitCodes, type CommandContext, type CommonFlags } from '../command-context';
import { checkedId } from '../input/checked-id';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { watch } from '../watching';

/** `reversals watch`: prints each change of a payment, or of one reversal, until it has settled. Reads only. */
export function addWatchCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('watch'), {
    summary: 'print each change of a payment, or of one reversal, until it has settled',
    more: 'Ctrl-C ends it; what is watched goes on. With --json each change is one line.',
    examples: ['reversals watch order-1001', 'reversals watch order-1001 return-1001-2 --json'],
    exitCodes: `${reversalExitCodes}\n  Without a request id it is 0 once everything has settled.`,
  })
    .argument('<payment-id>', 'your own id of the payment')
    .argument('[request-id]', 'one reversal, by the id of its request');
  addSessionOptions(command).action(
    async (paymentId: string, requestId: string | undefined, flags: SessionFlags & CommonFlags) => {
      checkedId('the payment id', paymentId, idRule());
      if (requestId !== undefined) checkedId('the request id', requestId, idRule());
      const watched = { paymentId, requestId: requestId ?? null, json: flags.json === true };
      finish(await withLedgers(io, flags, (session) => watch(io, session, watched)));
    },
  );
}
