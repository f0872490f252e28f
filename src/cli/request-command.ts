import type { ReversalRequest } from '../contract/reversal-request';
import type { CommonFlags } from './command-context';
import { confirm, isAsked, type YesFlags } from './confirm';
import { exitCodeOf, type ExitCode } from './exit-code';
import { readToken, type TokenFlags } from './input/person-flags';
import { readRequest, type NamedRequest, type RequestFlags } from './input/request-flags';
import type { CliIo } from './io';
import { withLedgers, type LedgerSession, type SessionFlags } from './ledger-session';
import { printAnswer, printHint } from './print';
import { withProgress } from './progress';
import { nextSteps } from './render/next-steps';
import { painter } from './render/paint';
import { previewText, reversalText } from './render/reversal';
import { rulesAtHand, type RulesFlags } from './rules-at-hand';
import { waitingLine } from './waiting-line';

/** The options of `cancel` and `refund`. */
export interface ReversalFlags extends RequestFlags, SessionFlags, RulesFlags, TokenFlags, YesFlags, CommonFlags {
  /** false by `--no-wait`. */
  readonly wait: boolean;
}

/** Requests a reversal, waits for its outcome and prints it. Safe to repeat. */
export async function requestReversal(io: CliIo, named: NamedRequest, flags: ReversalFlags): Promise<ExitCode> {
  const json = flags.json === true;
  const rules = rulesAtHand(io, flags);
  const token = await readToken(flags);
  const request = { ...(await readRequest(io, named, flags, rules)), ...(token === null ? {} : { token }) };
  const send = async () =>
    withLedgers(
      io,
      flags,
      async (session) => {
        await confirmRequest(io, session, request, flags);
        const answer = session.ledgers.request(request, { wait: flags.wait });
        // A log of errors gains nothing from a line every few seconds that says that nothing has happened.
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
  const view = await send();
  printAnswer(io, { json, value: view, text: (paint) => reversalText(view, paint) });
  if (json) for (const step of nextSteps(view)) printHint(io, step);
  return exitCodeOf(view);
}

/** Asks only about what would be sent or would wait: a repeat or a refusal moves no money. */
async function confirmRequest(
  io: CliIo,
  { glance }: LedgerSession,
  request: ReversalRequest,
  flags: YesFlags,
): Promise<void> {
  if (!isAsked(io, flags)) return;
  // Without a worker there is no preview; the request itself waits for one then.
  const view = await glance.preview(request).catch(() => null);
  if (view?.phase === 'completed') return;
  const { paymentId } = request.payment;
  const shown =
    view === null ? 'No worker is responding, so the plan cannot be previewed.' : previewText(view, painter(io.stderr));
  await confirm(io, flags, shown, `${request.operation} payment ${paymentId}?`);
}
