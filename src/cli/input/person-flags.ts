import type { Command, Option } from 'commander';
import type { CoSignature } from '../../domain/model/payment-event';
import type { Problem } from '../../contract/problems';
import { UsageError } from '../usage-error';
import { readText } from './json-source';
import { textOption } from './option';

/** Proof of identity, where the rules require it. */
export interface TokenFlags {
  readonly token?: string;
  readonly tokenFile?: string;
}

export interface CoSignedByFlags {
  readonly coSignedBy?: readonly string[];
}

/** How help explains the option `--on-behalf-of`. */
export const onBehalfOfHelp = 'the person they act for, if not for themselves';

/** The person that an approver or an actor acts for. */
export function onBehalfOfOption(): Option {
  return textOption('--on-behalf-of <ID>', onBehalfOfHelp);
}

/** Adds the options of a token. */
export function addTokenOptions(command: Command): Command {
  return command
    .addOption(
      textOption('--token-file <FILE>', 'a file with a token that proves the identity, where the rules require one'),
    )
    .addOption(textOption('--token <TOKEN>', 'the token itself; other users of this machine may see it'));
}

/** Adds the option for co-signatures, given once for each person. */
export function addCoSignedByOption(command: Command): Command {
  return command.option(
    '--co-signed-by <ID[:TOKENFILE]>',
    'another person who confirms that no money moved, and the file with their token; once for each person',
    (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
  );
}

/** @throws UsageError */
export async function readToken({ token, tokenFile }: TokenFlags): Promise<string | null> {
  if (tokenFile === undefined) return token ?? null;
  if (token !== undefined) {
    throw new UsageError([{ field: '--token', message: 'is given together with --token-file: give one of the two' }]);
  }
  return tokenIn(tokenFile, '--token-file');
}

/** The file follows the last colon; an id that contains a colon and has no file ends with one. @throws UsageError */
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
  const problem: Problem = {
    field: option,
    message: 'names a file that does not contain exactly one token on one line',
  };
  if (token === '' || /\s/.test(token)) throw new UsageError([problem]);
  return token;
}

/** The option of a field of a co-signature; any other field keeps its name. */
export function coSignedByOption(field: string): string {
  return field.startsWith('coSignedBy') ? '--co-signed-by' : field;
}
