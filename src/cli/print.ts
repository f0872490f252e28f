import { describeProblems } from '../contract/problems';
import { interruptedCode, type Explanation } from './explain-error';
import type { CliIo } from './io';
import { painter, type Painter } from './render/paint';

/** Prints the answer: one JSON document, or the text for people. */
export function printAnswer(
  { stdout }: CliIo,
  answer: { readonly json: boolean; readonly value: unknown; readonly text: (paint: Painter) => string },
): void {
  stdout.write(`${answer.json ? JSON.stringify(answer.value, null, 2) : answer.text(painter(stdout))}\n`);
}

/** Prints a line for the person who waits. Never part of the answer. */
export function printHint({ stderr }: CliIo, text: string): void {
  stderr.write(`${text}\n`);
}

/** Where a ledger refuses without a reason. */
export const noReason = 'the ledger gave no reason';

/**
 * Prints a failure: always for people, and with `--json` also as one document. An answer of "no" is a choice, not an
 * error.
 */
export function printFailure(io: CliIo, { code, message, problems }: Explanation, json: boolean): void {
  const list = problems.length === 0 ? '' : `\n${describeProblems(problems, '  ')}`;
  const label = code === interruptedCode ? '' : `${painter(io.stderr).bad('error')} `;
  io.stderr.write(`${label}${message}${list}\n`);
  if (json) io.stdout.write(`${JSON.stringify({ error: { code, message, problems } }, null, 2)}\n`);
}
