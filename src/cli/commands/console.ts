import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { actSigner, type ActSigner } from '../../console/act-token';
import { isLoopback, startConsole, type RunningConsole } from '../../console/start-console';
import { demoSignIn } from '../../console/sign-in/demo-sign-in';
import { proxySignIn } from '../../console/sign-in/proxy-sign-in';
import type { SignIn } from '../../console/sign-in/sign-in';
import type { Problem } from '../../contract/problems';
import type { Rules } from '../../rules/rules-file';
import { readSigningKey } from '../../security/make-token';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { errorCodeOf } from '../error-code';
import { exitCodes, type ExitCode } from '../exit-code';
import { numberOption, textOption } from '../input/option';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer, printHint } from '../print';
import { eventTable } from '../render/table';
import { addRulesOption, rulesAtHand, type RulesFlags } from '../rules-at-hand';
import { UsageError } from '../usage-error';

interface ConsoleFlags extends CommonFlags, SessionFlags, RulesFlags {
  readonly port: number;
  readonly host?: string;
  readonly demoSignIn?: boolean;
  readonly issuer?: string;
  readonly audience?: string;
  readonly jwks?: string;
  readonly tokenHeader?: string;
  readonly personClaim?: string;
  readonly rolesClaim?: string;
  readonly workList: boolean;
  readonly signingKey?: string;
}

/** `reversals console`: the work of operators in a browser, until it is told to stop. */
export function addConsoleCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('console'), {
    summary: 'run the web console, in which people approve, reject, resolve and ask',
    more:
      'It believes a signed token that a proxy in front of it hands on (--issuer, --audience, --jwks), or, on this ' +
      'machine alone and to try things out, whatever somebody says (--demo-sign-in). Where Temporal is comes from the ' +
      'environment, as for every command.',
    examples: [
      'reversals console --demo-sign-in',
      'reversals console --host 0.0.0.0 --issuer https://login.example --audience reversals \\',
      '    --jwks https://login.example/.well-known/jwks.json --token-header X-Forwarded-Access-Token',
    ],
    exitCodes: '0 stopped; 2 usage or configuration; 70 internal.',
  })
    .addOption(numberOption('--port <PORT>', '0 takes any free one', { least: 0, most: 65_535 }).default(8080))
    .addOption(textOption('--host <HOST>', 'the address to listen on (default: 127.0.0.1)'))
    .option('--demo-sign-in', 'believe whoever says who they are; on this machine alone')
    .addOption(textOption('--issuer <URL>', 'who issues the tokens of the proxy: their claim iss'))
    .addOption(textOption('--audience <NAME>', 'for whom they are issued: their claim aud'))
    .addOption(textOption('--jwks <URL>', "where the issuer's public keys are"))
    .addOption(textOption('--token-header <NAME>', 'the header that holds the token (default: Authorization)'))
    .addOption(textOption('--person-claim <NAME>', 'the claim that names the person (default: sub)'))
    .addOption(textOption('--roles-claim <NAME>', "the claim that holds the person's roles (default: roles)"))
    .addOption(
      textOption(
        '--signing-key <FILE>',
        'signs what people do here, where the rules want tokens: a private key as "reversals keys new" writes it',
      ),
    )
    .option('--no-work-list', 'look through all ledgers: the workers keep no work list');
  addSessionOptions(addRulesOption(command)).action(async (flags: ConsoleFlags) => {
    finish(await runConsole(io, flags));
  });
}

async function runConsole(io: CliIo, flags: ConsoleFlags): Promise<ExitCode> {
  const key = randomBytes(32);
  const signIn = readSignIn(flags, key);
  const rules = rulesAtHand(io, flags);
  const signer = await readSigner(flags, rules);
  const session = flags.answerWithin === undefined ? {} : { answerWithin: flags.answerWithin };
  return withLedgers(
    io,
    session,
    async ({ ledgers, glance, taskQueue }) => {
      const stopped = io.untilStopped();
      const onError = (error: unknown): void => {
        printHint(io, error instanceof Error ? (error.stack ?? error.message) : String(error));
      };
      const shared = { ledgers, glance, rules, signer, workList: flags.workList, key, onError };
      const running = await listening(flags, () =>
        startConsole({ ...shared, signIn, host: hostOf(flags), port: flags.port }),
      );
      announce(io, flags, running, taskQueue);
      await stopped;
      await running.stop();
      printHint(io, 'console stopped');
      return exitCodes.done;
    },
    rules,
  );
}

function announce(
  io: CliIo,
  { json, demoSignIn: isDemo }: ConsoleFlags,
  { url }: RunningConsole,
  taskQueue: string,
): void {
  if (isDemo) printHint(io, 'demo sign-in: anybody at this machine can act as anybody. Never use it with real money');
  printAnswer(io, {
    json: json === true,
    value: { url, taskQueue },
    text: (paint) => `${eventTable([['console', url]])}\n${paint.faint('Ctrl-C stops it.')}`,
  });
}

function hostOf({ host }: ConsoleFlags): string {
  return host ?? '127.0.0.1';
}

/** How people sign in. @throws UsageError */
function readSignIn(flags: ConsoleFlags, key: Buffer): SignIn {
  const { issuer, audience, jwks } = flags;
  const asked = { '--issuer': issuer, '--audience': audience, '--jwks': jwks };
  const missing = Object.entries(asked).filter(([, value]) => value === undefined);
  const hasProxy = missing.length < 3;
  const problems = signInProblems(flags, hasProxy ? missing.map(([option]) => option) : [], hasProxy);
  if (problems.length > 0) throw new UsageError(problems);
  if (issuer === undefined || audience === undefined || jwks === undefined) return demoSignIn(key);
  return proxySignIn({
    header: flags.tokenHeader ?? 'Authorization',
    issuer,
    audience,
    jwksUrl: jwks,
    personClaim: flags.personClaim ?? 'sub',
    rolesClaim: flags.rolesClaim ?? 'roles',
  });
}

function signInProblems(flags: ConsoleFlags, missing: readonly string[], hasProxy: boolean): readonly Problem[] {
  const problems: Problem[] = missing.map((field) => ({
    field,
    message: 'is missing: a token is believed by its issuer, its audience and its keys together',
  }));
  if (flags.jwks !== undefined && !/^https?:\/\/[^\s]+$/.test(flags.jwks)) {
    problems.push({ field: '--jwks', message: 'is no address: give one like https://login.example/jwks.json' });
  }
  if (flags.demoSignIn && hasProxy) {
    problems.push({ field: '--demo-sign-in', message: 'is given next to --issuer: choose one of the two' });
  }
  if (!flags.demoSignIn && !hasProxy) {
    const message = 'is missing: name the proxy’s --issuer, --audience and --jwks, or try it out with --demo-sign-in';
    problems.push({ field: '--issuer', message });
  }
  if (!hasProxy && !isLoopback(hostOf(flags))) {
    const message = 'can be reached by others: without a sign-in by a proxy the console listens on 127.0.0.1 only';
    problems.push({ field: '--host', message });
  }
  return problems;
}

/** Who signs for the people of this console; null: nobody. @throws UsageError */
async function readSigner({ signingKey: file }: ConsoleFlags, rules: Rules): Promise<ActSigner | null> {
  const [field, wantsTokens] = ['--signing-key', hasTokens(rules)];
  if (file === undefined && !wantsTokens) return null;
  if (file === undefined) {
    throw new UsageError([
      { field, message: 'is missing: the rules want tokens, so what people do here has to be signed' },
    ]);
  }
  try {
    return actSigner(await readSigningKey(await readFile(file, 'utf8')), rules);
  } catch (error) {
    const code = errorCodeOf(error);
    const message =
      code === null && error instanceof Error ? error.message : `cannot be read (${code ?? 'unknown error'})`;
    throw new UsageError([{ field, message }]);
  }
}

function hasTokens({ accounts, default: common }: Rules): boolean {
  return [common, ...accounts.values()].some((account) => account?.identity === 'tokens');
}

async function listening<T>({ port, host }: ConsoleFlags, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const code = errorCodeOf(error);
    const taken = {
      field: '--port',
      message: `${port} cannot be had (${code ?? ''}): choose another, or 0 for any free one`,
    };
    if (code === 'EADDRINUSE' || code === 'EACCES') throw new UsageError([taken]);
    const away = { field: '--host', message: `${host ?? ''} is no address of this machine: choose another` };
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new UsageError([away]);
    throw error;
  }
}
