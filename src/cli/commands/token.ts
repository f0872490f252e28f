import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Problem } from '../../contract/problems';
import { tokenPurposes, type TokenPurpose } from '../../contract/token-terms';
import { idRule } from '../../contract/value-rules';
import type { ApprovalTerms } from '../../domain/model/approval';
import type { PaymentEvent } from '../../domain/model/payment-event';
import { shownTerms } from '../../domain/views/shown-terms';
import { makeToken, readSigningKey, type SigningKey } from '../../security/make-token';
import { describeCommand, type CommandContext, type CommonFlags } from '../command-context';
import { exitCodes, type ExitCode } from '../exit-code';
import { foundReversal } from '../found-reversal';
import { addReversalArguments, checkIds, longestId, problemWith } from '../input/ids';
import { readEvent } from '../input/event-flags';
import { readText } from '../input/json-source';
import { textOption } from '../input/option';
import { onBehalfOfOption } from '../input/person-flags';
import { addTermsOptions, readTerms, type TermsFlags, type TokenSubject } from '../input/token-terms-flags';
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

/** `reversals token`: makes a token that authorizes one action. The key is read and never shown. */
export function addTokenCommand(program: Command, { io, finish }: CommandContext): void {
  const who = '--key keys/private-key.jwk.json --issuer my-issuer --audience payment-reversals --person';
  const command = describeCommand(program.command('token'), {
    summary: 'make a signed token for one action, to try out approvals',
    more: 'For trying out; in production your identity provider issues them. A token authorizes one action, once.',
    examples: [
      'reversals token order-1001 return-2 --purpose approve --from-show --role refund-approver \\',
      `    ${who} bob > bob.jwt`,
      'reversals token order-1001 return-2 --purpose reject --plan-version 1 --refund 500.00 --currency USD \\',
      `    --destination 9f86d0…0f00a08 --role refund-approver ${who} bob`,
      'reversals token order-1001 return-2 --purpose request --operation refund --amount 500.00 --currency USD \\',
      `    --expires-in 10m ${who} alice`,
      'reversals token order-1001 --purpose coSign --leg return-2/c1/1 \\',
      `    ${who} carol > carol.jwt`,
    ],
    exitCodes: '0 made; 2 usage or configuration; 4 no answer came (--from-show); 70 internal.',
  })
    .addOption(textOption('--key <FILE>', 'the private key: a JWK, as written by keys new, or PEM (PKCS 8)'))
    .addOption(textOption('--issuer <NAME>', 'its issuer, as in the rules'))
    .addOption(textOption('--audience <NAME>', 'its audience, as in the rules'))
    .addOption(textOption('--person <ID>', 'who will use it'))
    .addOption(onBehalfOfOption())
    .addOption(
      new Option('--role <ROLE>', 'a role of this person; once for each role').argParser(
        (role: string, before: readonly string[] | undefined) => [...(before ?? []), role],
      ),
    )
    .addOption(new Option('--role-claim <NAME>', 'the claim that contains the roles').default('roles'))
    .addOption(new Option('--purpose <PURPOSE>', 'the action that it authorizes').choices(tokenPurposes))
    .addOption(
      new Option('--expires-in <TIME>', 'how long it is valid, like 90s, 5m or 1h')
        .argParser(seconds)
        .default(300, '5m'),
    )
    .option('--from-show', 'approve, reject: take the terms of the current plan from the ledger');
  addSessionOptions(addTermsOptions(addReversalArguments(command, { isOptional: true }))).action(
    async (paymentId: string, requestId: string | undefined, flags: TokenCommandFlags) => {
      finish(await token(io, { paymentId, requestId }, flags));
    },
  );
}

async function token(io: CliIo, subject: TokenSubject, flags: TokenCommandFlags): Promise<ExitCode> {
  const { issuer = '', audience = '', person = '', onBehalfOf, purpose, role = [], roleClaim } = flags;
  const named = [
    ...problemIn('--key', flags.key),
    ...problemIn('--issuer', flags.issuer),
    ...problemIn('--audience', flags.audience),
    ...problemIn('--person', flags.person),
    ...(onBehalfOf === undefined ? [] : problemIn('--on-behalf-of', onBehalfOf)),
  ];
  const noPurpose = { field: '--purpose', message: `is missing: give one of ${tokenPurposes.join(', ')}` };
  if (purpose === undefined || named.length > 0) {
    throw new UsageError([...named, ...(purpose === undefined ? [noPurpose] : [])]);
  }
  const key = await signingKey(flags.key ?? '');
  const terms = readTerms(
    purpose,
    subject,
    flags,
    flags.fromShow === true ? await currentTerms(io, purpose, subject, flags) : null,
    await eventOf(io, purpose, flags),
  );
  const roles = role.length === 0 ? {} : { [roleClaim]: role };
  const lifetimeSeconds = flags.expiresIn;
  const by = { id: person, onBehalfOf: onBehalfOf ?? null };
  const made = await makeToken({ issuer, audience, person: by, roles, terms, lifetimeSeconds }, key);
  printAnswer(io, { json: flags.json === true, value: { ...made, kid: key.kid, terms }, text: () => made.token });
  return exitCodes.done;
}

/** The event that a token for recording or co-signing it names word by word. */
async function eventOf(io: CliIo, purpose: TokenPurpose, { event: file }: TermsFlags): Promise<PaymentEvent | null> {
  if (file === undefined) return null;
  if (purpose !== 'record' && purpose !== 'coSign') {
    throw new UsageError([
      { field: '--event', message: `is for record and coSign: a token for ${purpose} names no event` },
    ]);
  }
  return readEvent(io, undefined, { event: file }, []);
}

async function signingKey(file: string): Promise<SigningKey> {
  const text = await readText(file, '--key');
  return readSigningKey(text).catch((error: unknown) => {
    throw new UsageError([{ field: '--key', message: error instanceof Error ? error.message : 'cannot be used' }]);
  });
}

/** The terms of the current plan, which an approver decides on. */
async function currentTerms(
  io: CliIo,
  purpose: TokenPurpose,
  { paymentId, requestId = '' }: TokenSubject,
  flags: TokenCommandFlags,
): Promise<ApprovalTerms> {
  if (purpose !== 'approve' && purpose !== 'reject') {
    throw new UsageError([
      { field: '--from-show', message: `is for approve and reject: a token for ${purpose} names no plan` },
    ]);
  }
  const given = (['planVersion', 'refund', 'void', 'destination', 'currency'] as const).filter(
    (name) => flags[name] !== undefined,
  );
  if (given.length > 0) {
    throw new UsageError([
      { field: '--from-show', message: 'is given together with terms of the plan: give one of the two' },
    ]);
  }
  checkIds(paymentId, requestId);
  const view = await withLedgers(io, flags, ({ ledgers }) => foundReversal(ledgers, paymentId, requestId));
  const terms = shownTerms(view);
  if (terms !== null) return terms;
  throw new UsageError([{ field: '--from-show', message: `finds no plan of ${requestId} to decide on` }]);
}

function problemIn(field: string, value: string | undefined): readonly Problem[] {
  return problemWith(field, value, idRule(longestId));
}

const secondsIn: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Reads a time span. A day is the longest that any rules accept. */
function seconds(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const time = Number(count) * (secondsIn[unit] ?? Number.NaN);
  if (time >= 1 && time <= 86_400) return time;
  throw new InvalidArgumentError('Give a time span of at most a day, like 90s, 5m or 1h.');
}
