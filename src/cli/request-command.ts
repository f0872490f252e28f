import type { ReversalOperation } from '../contract/shapes';
import type { CommonFlags } from './command-context';
import { exitCodeOf, type ExitCode } from './exit-code';
import { readRequest, type RequestFlags } from './input/request-flags';
import type { CliIo } from './io';
import { withLedgers, type SessionFlags } from './ledger-session';
import { printAnswer, printHint } from './print';
import { withProgress } from './progress';
import { nextSteps } from './render/next-steps';
import { reversalText } from './render/reversal';
import { rulesAtHand, type RulesFlags } from './rules-at-hand';
import { waitingLine } from './waiting-line';

/** What `cancel` and `refund` are told. */
export interface ReversalFlags extends RequestFlags, SessionFlags, RulesFlags, CommonFlags {
  /** false by `--no-wait`. */
  readonly wait: boolean;
}

/** Asks for a reversal, waits with the person who asked, and says what became of it. Safe to repeat. */
export async function requestReversal(
  io: CliIo,
  operation: ReversalOperation,
  flags: ReversalFlags,
): Promise<ExitCode> {
  const json = flags.json === true;
  const rules = rulesAtHand(io, flags);
  const request = await readRequest(io, operation, flags, rules);
  const ask = async () =>
    withLedgers(
      io,
      flags,
      (session) => {
        const answer = session.ledgers.request(request, { wait: flags.wait });
        // A machine that reads a file of errors is not told every few seconds that nothing has happened.
        if (json && io.stderr.isTTY !== true) return answer;
        return withProgress(
          answer,
          () => waitingLine(session, request),
          (line) => {
            printHint(io, line);
          },
        );
      },
      rules,
    );
  const view = await ask();
  printAnswer(io, { json, value: view, text: (paint) => reversalText(view, paint) });
  if (json) for (const step of nextSteps(view)) printHint(io, step);
  return exitCodeOf(view);
}
