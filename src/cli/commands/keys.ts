import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { kidOf } from '../../security/make-token';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { errorCodeOf } from '../error-code';
import { exitCodes, type ExitCode } from '../exit-code';
import { textOption } from '../input/option';
import type { CliIo } from '../io';
import { printAnswer } from '../print';
import { detailTable } from '../render/table';
import { UsageError } from '../usage-error';

interface NewKeysFlags extends CommonFlags {
  readonly out?: string;
}

/** `reversals keys new`: makes a key pair to try out signed approvals. Never overwrites a key. */
export function addKeysCommand(program: Command, { io, finish }: CommandContext): void {
  const keys = program.command('keys').summary('make keys to try out signed approvals');
  describeCommand(keys.command('new'), {
    summary: 'make a key pair: one key signs tokens, the other checks them',
    more: 'For trying out; in production your identity provider has the keys. Never overwrites a file.',
    examples: ['reversals keys new --out ./keys', 'reversals keys new --out ./keys --json'],
    exitCodes: '0 made; 2 usage, or keys exist already; 70 internal.',
  })
    .addOption(textOption('--out <DIR>', 'the folder to write them to; created if it does not exist'))
    .action(async (flags: NewKeysFlags) => {
      finish(await makeKeys(io, flags));
    });
}

async function makeKeys(io: CliIo, { out, json }: NewKeysFlags): Promise<ExitCode> {
  if (out === undefined) throw refused('is missing: name the folder to write the keys to');
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const kid = await kidOf(publicKey);
  const [privateFile, publicFile] = [join(out, 'private-key.jwk.json'), join(out, 'public-key.pem')];
  const privateJwk = { ...privateKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' };
  try {
    await mkdir(out, { recursive: true, mode: 0o700 });
    if (existsSync(publicFile)) throw taken(publicFile);
    await writeFile(privateFile, `${JSON.stringify(privateJwk, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    await writeFile(publicFile, publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx', mode: 0o644 });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = errorCodeOf(error) ?? 'unknown error';
    throw code === 'EEXIST' ? taken(privateFile) : refused(`cannot be written to (${code}): name another folder`);
  }
  printAnswer(io, {
    json: json === true,
    value: { kid, algorithm: 'EdDSA', privateKeyFile: privateFile, publicKeyFile: publicFile },
    text: (paint) =>
      [
        detailTable([
          ['private key', `${privateFile} (keep it secret: it can approve refunds)`],
          ['public key', publicFile],
          ['name (kid)', kid],
        ]),
        `for the rules file:\n  identity: { issuer: my-issuer, audience: payment-reversals, publicKeyFile: ${publicFile} }`,
        paint.faint(
          `then: reversals token <payment-id> <request-id> --key ${privateFile} --issuer my-issuer --audience payment-reversals …`,
        ),
      ].join('\n\n'),
  });
  return exitCodes.done;
}

function taken(file: string): UsageError {
  return refused(`already contains ${file}: keys are never overwritten, so name another folder`);
}

function refused(message: string): UsageError {
  return new UsageError([{ field: '--out', message }]);
}
