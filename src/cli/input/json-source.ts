import { open } from 'node:fs/promises';
import { errorCodeOf } from '../error-code';
import type { CliInput, CliIo } from '../io';
import { UsageError } from '../usage-error';

/** Far above any payment or event of this project. */
const longestInput = 1_000_000;

/**
 * Reads one JSON value from a file, or from standard input for `-`. Messages quote nothing of it, because it may hold a
 * card number.
 *
 * @throws UsageError
 */
export async function readJson(io: CliIo, source: string, option: string): Promise<unknown> {
  return parsedJson(await readSource(io, source, option), option);
}

/** Reads the text of a file, or of standard input for `-`. `longest`: bytes. @throws UsageError */
export async function readSource(
  { stdin, stderr }: CliIo,
  source: string,
  option: string,
  longest: number = longestInput,
): Promise<string> {
  if (source === '-' && stdin.isTTY === true) stderr.write('Reading from the terminal; press Ctrl-D to finish.\n');
  return source === '-' ? readAll(stdin, option, longest) : readText(source, option, longest);
}

/** The value of a JSON text. @throws UsageError, which quotes nothing of it */
export function parsedJson(text: string, option: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw refused(option, `is not valid JSON${positionOf(error, text)}`);
  }
}

/** Reads all of a stream. @throws UsageError if it is far too long */
export async function readAll(stdin: CliInput, option: string, longest: number = longestInput): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
    if (length > longest) throw refused(option, `is too long: give at most ${longest} bytes`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads a whole file. @throws UsageError */
export async function readText(file: string, option: string, longest: number = longestInput): Promise<string> {
  try {
    const handle = await open(file);
    try {
      return await readAll(handle.createReadStream({ autoClose: false }), option, longest);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = errorCodeOf(error) ?? 'unknown error';
    throw refused(option, `names a file that cannot be read (${code}): check the path and the permissions`);
  }
}

function refused(field: string, message: string): UsageError {
  return new UsageError([{ field, message }]);
}

/** The parser quotes what it could not read; only the position is passed on. */
function positionOf(error: unknown, text: string): string {
  const position = /at position (\d+)/.exec(String(error))?.[1];
  if (text.trim() === '') return ': it is empty';
  if (position === undefined) return ': check it with a JSON validator';
  return `: see line ${text.slice(0, Number(position)).split('\n').length}`;
}
