import type { MessageAnswer } from '../contract/messages';
import { exitCodes, type ExitCode } from './exit-code';
import type { CliIo } from './io';
import { noReason, printAnswer } from './print';

export interface EventAnswer {
  readonly json: boolean;
  readonly answer: MessageAnswer;
  /** The event, as it is named to people. */
  readonly what: string;
  /** What became of it, where it was accepted. */
  readonly done: string;
}

/** Prints what a ledger answered to an event. Returns the exit code. */
export function printEventAnswer(io: CliIo, { json, answer, what, done }: EventAnswer): ExitCode {
  printAnswer(io, {
    json,
    value: answer,
    text: (paint) =>
      answer.accepted
        ? `${paint.good(done)}  ${what}`
        : `${paint.bad('not accepted')}  ${what}: ${answer.reason ?? noReason}`,
  });
  return answer.accepted ? exitCodes.done : exitCodes.completedOtherwise;
}
