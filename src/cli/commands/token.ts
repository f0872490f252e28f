import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Problem } from '../../contract/problems';
import { tokenPurposes, type TokenPurpose } from '../../contract/token-terms';
import { idRule } from '../../contract/value-rules';
import type { ApprovalTerms } from '../../domain/model/approval';
import { shownTerms } from '../../domain/views/shown-terms';
import { makeToken, readSigningKey, type SigningKey } from '../../security/make-token';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import { foundReversal } from '../found-reversal';
import { checkedId } from '../input/checked-id';
import { readText } from '../input/json-source';
import { textOption } from '../input/option';
import { addTermsOptions, readTerms, type TermsFlags } from '../input/token-terms-flags';
import type { CliIo } from '../io';
import { addSessionOptions, withLedgers, type SessionFlags } from '../ledger-session';
import { printAnswer } from '../print';
import { UsageError } from '../usage-error';

interface TokenCommandFlags extends TermsFlags, SessionFlags, CommonFlags {
  readonly key?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly person?: string;
  readonly onBehalfOf?: string;
  readonly role?: readonly string[];
  readonly roleClaim: string;
  readonly purpose?: TokenPurpose;
  readonly fromShow?: boolean;
  /** Seconds. */
  readonly expiresIn: number;
}

/** `reversals token`: makes a token that is good for one act. The key is read and never shown. */
export function addTokenCommand(program: Command, { io, finish }: CommandContext): void {
  const who = '--key keys/private-key.jwk.json --issuer my-issuer --audience payment-reversals --person';
  const command = describeCommand(program.command('token'), {
    summary: 'make a signed token for one act, to try approvals with',
    more: 'For trying out; in production your identity provider makes them. A token is good for what it names, once.',
    examples: [
      `reversals token ${who} bob --role refund-approver \\`,
      '    --purpose approve --payment-id order-1001 --request-id return-1001-2 --from-show > bob.jwt',
      `reversals token ${who} bob --role refund-approver --purpose reject \\`,
      '    --payment-id order-1001 --request-id return-1001-2 --plan-version 1 --refund 500.00 --currency USD',
      `reversals token ${who} alice --purpose request --operation refund \\`,
      '    --payment-id order-1001 --request-id return-1001-2 --amount 500.00 --currency USD --expires-in 10m',
    ],
    exitCodes: '0 made; 2 usage or configuration; 4 nobody answered (--from-show); 70 internal.',
  })
    .addOption(textOption('--key <FILE>', 'the private key: a JWK, as keys new writes it, or PEM (PKCS 8)'))
    .addOption(textOption('--issuer <NAME>', 'who issues it, as the rules name it'))
    .addOption(textOption('--audience <NAME>', 'for whom it is, as the rules name it'))
    .addOption(textOption('--person <WHO>', 'who will use it'))
    .addOption(textOption('--on-behalf-of <WHO>', 'for whom, when that is somebody else'))
    .addOption(
      new Option('--role <ROLE>', 'a role they have; once for each').argParser(
        (role: string, before: readonly string[] | undefined) => [...(before ?? []), role],
      ),
    )
    .addOption(new Option('--role-claim <NAME>', 'the claim that holds the roles').default('roles'))
    .addOption(new Option('--purpose <PURPOSE>', 'the one act it is good for').choices(tokenPurposes))
    .addOption(
      new Option('--expires-in <TIME>', 'how long it lives, like 90s, 5m or 1h').argParser(seconds).default(300, '5m'),
    )
    .option('--from-show', 'approve, reject: ask the ledger what the plan refunds and voids now');
  addSessionOptions(addTermsOptions(command)).action(async (flags: TokenCommandFlags) => {
    finish(await token(io, flags));
  });
}

async function token(io: CliIo, flags: TokenCommandFlags): Promise<ExitCode> {
  const { issuer = '', audience = '', person = '', onBehalfOf, purpose, role = [], roleClaim } = flags;
  const named = [
    problemIn('--key', flags.key),
    problemIn('--issuer', flags.issuer),
    problemIn('--audience', flags.audience),
    problemIn('--person', flags.person),
    onBehalfOf === undefined ? null : problemIn('--on-behalf-of', onBehalfOf),
  ].filter((problem) => problem !== null);
  const noPurpose = { field: '--purpose', message: `is missing: give one of ${tokenPurposes.join(', ')}` };
  if (purpose === undefined || named.length > 0) {
    throw new UsageError([...named, ...(purpose === undefined ? [noPurpose] : [])]);
  }
  const key = await signingKey(flags.key ?? '');
  const terms = readTerms(purpose, flags, flags.fromShow === true ? await termsNow(io, purpose, flags) : null);
  const roles = role.length === 0 ? {} : { [roleClaim]: role };
  const lifetimeSeconds = flags.expiresIn;
  const by = { id: person, onBehalfOf: onBehalfOf ?? null };
  const made = await makeToken({ issuer, audience, person: by, roles, terms, lifetimeSeconds }, key);
  printAnswer(io, { json: flags.json === true, value: { ...made, kid: key.kid, terms }, text: () => made.token });
  return exitCodes.done;
}

async function signingKey(file: string): Promise<SigningKey> {
  const text = await readText(file, '--key');
  return readSigningKey(text).catch((error: unknown) => {
    throw new UsageError([{ field: '--key', message: error instanceof Error ? error.message : 'cannot be used' }]);
  });
}

/** What an approver would decide about now. */
async function termsNow(io: CliIo, purpose: TokenPurpose, flags: TokenCommandFlags): Promise<ApprovalTerms> {
  const { paymentId = '', requestId = '' } = flags;
  if (purpose !== 'approve' && purpose !== 'reject') {
    throw new UsageError([
      { field: '--from-show', message: `is for approve and reject: a token to ${purpose} names no plan` },
    ]);
  }
  const told = (['planVersion', 'refund', 'void', 'currency'] as const).filter((name) => flags[name] !== undefined);
  if (told.length > 0) {
    throw new UsageError([
      { field: '--from-show', message: 'is given next to terms of the plan: give one of the two' },
    ]);
  }
  checkedId('--payment-id', paymentId, idRule());
  checkedId('--request-id', requestId, idRule(longestId));
  const view = await withLedgers(io, flags, ({ ledgers }) =>
    foundReversal(ledgers, paymentId, requestId, '--request-id'),
  );
  const terms = shownTerms(view);
  if (terms !== null) return terms;
  throw new UsageError([
    { field: '--from-show', message: `finds no plan of ${requestId} that could be decided about` },
  ]);
}

const longestId = 300;

function problemIn(field: string, value: string | undefined): Problem | null {
  const message = idRule(longestId)(value);
  return message === null ? null : { field, message };
}

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** A time as people write it. A day is the longest that any rules take. */
function seconds(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const time = Number(count) * (secondsIn[unit] ?? Number.NaN);
  if (time >= 1 && time <= 86_400) return time;
  throw new InvalidArgumentError('Give a time of at most a day, like 90s, 5m or 1h.');
}
