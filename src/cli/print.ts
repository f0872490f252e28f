import { describeProblems } from '../contract/problems';
import type { Explanation } from './explain-error';
import type { CliIo } from './io';
import { painter, type Painter } from './render/paint';

/** Prints the answer: one JSON document, or what `text` makes of it for people. */
export function printAnswer(
  { stdout }: CliIo,
  answer: { readonly json: boolean; readonly value: unknown; readonly text: (paint: Painter) => string },
): void {
  stdout.write(`${answer.json ? JSON.stringify(answer.value, null, 2) : answer.text(painter(stdout))}\n`);
}

/** A line for the person who waits. Never part of the answer. */
export function printHint({ stderr }: CliIo, text: string): void {
  stderr.write(`${text}\n`);
}

/** Prints a failure: for people always, and as the one document of a machine that asked for JSON. */
export function printFailure(io: CliIo, { code, message, problems }: Explanation, json: boolean): void {
  const list = problems.length === 0 ? '' : `\n${describeProblems(problems, '  ')}`;
  io.stderr.write(`${painter(io.stderr).bad('error')} ${message}${list}\n`);
  if (json) io.stdout.write(`${JSON.stringify({ error: { code, message, problems } }, null, 2)}\n`);
}
