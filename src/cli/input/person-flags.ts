import type { Command } from 'commander';
import type { CoSignature } from '../../domain/model/payment-event';
import type { Problem } from '../../contract/problems';
import { UsageError } from '../usage-error';
import { readText } from './json-source';
import { textOption } from './option';

/** What proves who somebody is, where the rules do not take people at their word. */
export interface TokenFlags {
  readonly token?: string;
  readonly tokenFile?: string;
}

export interface CoSignedByFlags {
  readonly coSignedBy?: readonly string[];
}

/** Adds the options that tell a token. */
export function addTokenOptions(command: Command): Command {
  return command
    .addOption(textOption('--token-file <FILE>', 'a file with the token that proves it, where identities are proved'))
    .addOption(textOption('--token <TOKEN>', 'the token itself; others on this machine may see it'));
}

/** Adds the option, given once for each person, that names who agrees. */
export function addCoSignedByOption(command: Command): Command {
  return command.option(
    '--co-signed-by <ID[:TOKENFILE]>',
    'somebody else who agrees that no money moved, and the file with their token; once for each person',
    (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
  );
}

/** @throws UsageError */
export async function readToken({ token, tokenFile }: TokenFlags): Promise<string | null> {
  if (tokenFile === undefined) return token ?? null;
  if (token !== undefined) {
    throw new UsageError([{ field: '--token', message: 'is given next to --token-file: give one of the two' }]);
  }
  return tokenIn(tokenFile, '--token-file');
}

/** What follows the last colon is a file; an id that holds a colon and has no file ends with one. @throws UsageError */
export async function readCoSignatures({ coSignedBy = [] }: CoSignedByFlags): Promise<readonly CoSignature[]> {
  return Promise.all(
    coSignedBy.map(async (text): Promise<CoSignature> => {
      const colon = text.lastIndexOf(':');
      const [id, file] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
      return { id, token: file === '' ? null : await tokenIn(file, '--co-signed-by') };
    }),
  );
}

async function tokenIn(file: string, option: string): Promise<string> {
  const token = (await readText(file, option)).trim();
  const problem: Problem = { field: option, message: 'names a file that holds no token alone on one line' };
  if (token === '' || /\s/.test(token)) throw new UsageError([problem]);
  return token;
}

/** The option that tells a field of those who agree; any other field keeps its name. */
export function coSignedByOption(field: string): string {
  return field.startsWith('coSignedBy') ? '--co-signed-by' : field;
}
