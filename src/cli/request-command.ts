import type { ReversalOperation, ReversalRequest } from '../contract/reversal-request';
import type { CommonFlags } from './command-context';
import { confirm, isAsked, type YesFlags } from './confirm';
import { exitCodeOf, type ExitCode } from './exit-code';
import { readToken, type TokenFlags } from './input/person-flags';
import { readRequest, type RequestFlags } from './input/request-flags';
import type { CliIo } from './io';
import { withLedgers, type LedgerSession, type SessionFlags } from './ledger-session';
import { printAnswer, printHint } from './print';
import { withProgress } from './progress';
import { nextSteps } from './render/next-steps';
import { painter } from './render/paint';
import { previewText, reversalText } from './render/reversal';
import { rulesAtHand, type RulesFlags } from './rules-at-hand';
import { waitingLine } from './waiting-line';

/** What `cancel` and `refund` are told. */
export interface ReversalFlags extends RequestFlags, SessionFlags, RulesFlags, TokenFlags, YesFlags, CommonFlags {
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
  const token = await readToken(flags);
  const request = { ...(await readRequest(io, operation, flags, rules)), ...(token === null ? {} : { token }) };
  const ask = async () =>
    withLedgers(
      io,
      flags,
      async (session) => {
        await confirmRequest(io, session, request, flags);
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

/** A repeat moves nothing, and a refusal neither: only what would be sent, or wait to be sent, is asked about. */
async function confirmRequest(
  io: CliIo,
  { glance }: LedgerSession,
  request: ReversalRequest,
  flags: YesFlags,
): Promise<void> {
  if (!isAsked(io, flags)) return;
  // Without a worker nobody can say; whoever asks then waits with the request itself.
  const view = await glance.preview(request).catch(() => null);
  if (view?.phase === 'completed') return;
  const { paymentId } = request.payment;
  const shown =
    view === null
      ? 'no worker answers, so that it cannot be said what would be sent'
      : previewText(view, painter(io.stderr));
  await confirm(io, flags, shown, `${request.operation} payment ${paymentId}?`);
}
