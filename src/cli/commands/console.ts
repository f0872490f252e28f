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
import { isPlainHttp } from '../../security/plain-http';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { errorCodeOf } from '../error-code';
import { exitCodes, type ExitCode } from '../exit-code';
import { addAllowHttpOption, withAllowHttp, type AllowHttpFlags } from '../input/allow-http';
import { numberOption, textOption } from '../input/option';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer, printHint } from '../print';
import { detailTable } from '../render/table';
import { addRulesOption, rulesAtHand, type RulesFlags } from '../rules-at-hand';
import { UsageError } from '../usage-error';

interface ConsoleFlags extends CommonFlags, SessionFlags, RulesFlags, AllowHttpFlags {
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

/** `reversals console`: the web console for operators; runs until it is stopped. */
export function addConsoleCommand(program: Command, { io, finish }: CommandContext): void {
  const command = describeCommand(program.command('console'), {
    summary: 'run the web console, to approve, reject, resolve and request reversals',
    more:
      'Accepts signed tokens that a proxy in front of it passes on (--issuer, --audience, --jwks). To try it out, ' +
      '--demo-sign-in accepts any name, on this machine only. The environment says where Temporal is, as for every command.',
    examples: [
      'reversals console --demo-sign-in',
      'reversals console --host 0.0.0.0 --issuer https://login.example --audience reversals \\',
      '    --jwks https://login.example/.well-known/jwks.json --token-header X-Forwarded-Access-Token',
    ],
    exitCodes: '0 stopped; 2 usage or configuration; 70 internal.',
  })
    .addOption(
      numberOption('--port <PORT>', 'the port to listen on; 0 for any free port', { least: 0, most: 65_535 }).default(
        8080,
      ),
    )
    .addOption(textOption('--host <HOST>', 'the address to listen on (default: 127.0.0.1)'))
    .option('--demo-sign-in', 'accept any name without proof; on this machine only')
    .addOption(textOption('--issuer <URL>', 'the issuer of the tokens: their claim iss'))
    .addOption(textOption('--audience <NAME>', 'the audience of the tokens: their claim aud'))
    .addOption(textOption('--jwks <URL>', "the address of the issuer's public keys"))
    .addOption(textOption('--token-header <NAME>', 'the header that contains the token (default: Authorization)'))
    .addOption(textOption('--person-claim <NAME>', 'the claim that names the person (default: sub)'))
    .addOption(textOption('--roles-claim <NAME>', "the claim that contains the person's roles (default: roles)"))
    .addOption(
      textOption(
        '--signing-key <FILE>',
        'the private key that signs what people do here, if the rules require tokens; as written by "reversals keys new"',
      ),
    )
    .option('--no-work-list', 'look through all ledgers, if the workers keep no work list');
  addSessionOptions(addAllowHttpOption(addRulesOption(command))).action(async (flags: ConsoleFlags) => {
    finish(await runConsole(withAllowHttp(io, flags), flags));
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
  if (isDemo)
    printHint(io, 'demo sign-in: identities are not verified. Development only; never use it with real money');
  printAnswer(io, {
    json: json === true,
    value: { url, taskQueue },
    text: (paint) => `${detailTable([['console', url]])}\n${paint.faint('Press Ctrl-C to stop it.')}`,
  });
}

function hostOf({ host }: ConsoleFlags): string {
  return host ?? '127.0.0.1';
}

/** How people sign in. @throws UsageError */
function readSignIn(flags: ConsoleFlags, key: Buffer): SignIn {
  const { issuer, audience, jwks } = flags;
  const options = { '--issuer': issuer, '--audience': audience, '--jwks': jwks };
  const missing = Object.entries(options).filter(([, value]) => value === undefined);
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
    message: 'is missing: a token is checked by issuer, audience and keys, so give all three',
  }));
  const keys = flags.jwks !== undefined && /^https?:\/\/[^\s]+$/.test(flags.jwks) ? flags.jwks : null;
  if (flags.jwks !== undefined && (keys === null || !URL.canParse(keys))) {
    problems.push({ field: '--jwks', message: 'is not a URL: give one like https://login.example/jwks.json' });
  } else if (keys !== null && isPlainHttp(new URL(keys)) && flags.allowHttp !== true) {
    const message =
      'is an http address of another machine, and keys that were replaced on the way would sign in any person: ';
    problems.push({ field: '--jwks', message: `${message}write an https address, or give --allow-http` });
  }
  if (flags.demoSignIn && flags.signingKey !== undefined) {
    const message =
      'is given together with --demo-sign-in, which verifies no one: any visitor could sign approvals in any name. ' +
      'Sign people in with --issuer, --audience and --jwks';
    problems.push({ field: '--signing-key', message });
  }
  if (flags.demoSignIn && hasProxy) {
    problems.push({ field: '--demo-sign-in', message: 'is given together with --issuer: choose one of the two' });
  }
  if (!flags.demoSignIn && !hasProxy) {
    const message =
      'is missing: give the --issuer, --audience and --jwks of your proxy, or try it out with --demo-sign-in';
    problems.push({ field: '--issuer', message });
  }
  if (!hasProxy && !isLoopback(hostOf(flags))) {
    const message =
      'is reachable from other machines: without a proxy that signs people in, the console listens on 127.0.0.1 only';
    problems.push({ field: '--host', message });
  }
  return problems;
}

/** The key that signs what people do here; null: the rules require no tokens. @throws UsageError */
async function readSigner(
  { signingKey: file, demoSignIn: isDemo }: ConsoleFlags,
  rules: Rules,
): Promise<ActSigner | null> {
  const [field, needsTokens] = ['--signing-key', hasTokens(rules)];
  if (file === undefined && !needsTokens) return null;
  if (isDemo) {
    const message =
      'verifies no one, and the rules require tokens: sign people in with --issuer, --audience, --jwks and ' +
      '--signing-key, or try it out with rules of identity: trusted (--rules)';
    throw new UsageError([{ field: '--demo-sign-in', message }]);
  }
  if (file === undefined) {
    throw new UsageError([
      { field, message: 'is missing: the rules require tokens, so the console must sign what people do' },
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
      message: `${port} is not available (${code ?? ''}): choose another, or 0 for any free port`,
    };
    if (code === 'EADDRINUSE' || code === 'EACCES') throw new UsageError([taken]);
    const away = { field: '--host', message: `${host ?? ''} is not an address of this machine: choose another` };
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') throw new UsageError([away]);
    throw error;
  }
}
