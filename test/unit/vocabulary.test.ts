import { sourceFilesIn, wordsOf, type Found, type SourceWords } from '../support/source-texts';
import { reversals } from './cli/terminal';

/** Folders whose texts still use old words, and are not checked until they are clean. */
const todo: { readonly texts: readonly string[] } = {
  texts: [],
};

/**
 * Folders whose names are not the ledger's: the simulator plays a gateway, which has words of its own, and the helpers for
 * tests show the progress of a download. Their texts are checked like all others.
 */
const namedOtherwise: readonly string[] = ['src/simulator', 'src/testing'];

/** What texts for people do not say, and what they say instead. */
const oldWords: readonly (readonly [old: RegExp, now: string])[] = [
  [/\b(tells?|told|telling)\b/i, 'reported, recorded, notified, shown'],
  [/\bstands?\b(?! for\b)/i, 'is'],
  [/\blies\b/i, 'is'],
  [/\b(go|goes|going|went) on\b/i, 'continues'],
  [/\b(come|comes|came) to\b/i, 'is'],
  [/\b(find|finds|found|finding) (it )?out\b/i, 'look up, resolve'],
  [/\bmend(s|ed|ing)?\b/i, 'fix'],
  [/\bby (itself|themselves|himself)\b/i, 'automatically'],
  [/\bonce more\b/i, 'again'],
  [/\b(two|three|four|five) \w+ more\b/i, 'three more workflows'],
  [/\b(whoever|somebody|everybody|nobody)\b/i, 'the role: caller, requester, approver, operator'],
  [/\b(he|she|him|his|himself)\b/i, 'they'],
  [/\b(give|gives|gave|given|giving)( [\w'-]+){0,4} back\b/i, 'refunded, voided, reversed; released'],
  [/\bfree again\b/i, 'released'],
  [/\b(held|on hold|holds (it|everything|all))\b/i, 'frozen, reserved, blocked'],
  // A capture settles; what a person decides is resolved, and a reversal is completed.
  [/^(?!.*(captur|charge|money|settlement)).*\bsettle[sd]?\b(?! at\b)/i, 'completed, resolved'],
  [/\b(is|was|are|were) not taken\b|^not taken\b/i, 'not accepted'],
  [/\bunder way\b/i, 'in progress'],
  [/\bpartly\b/i, 'partially'],
  [/\b(agree|agrees|agreed|agreement)\b/i, 'co-sign, co-signature'],
  [/\bfacts?\b/i, 'event'],
  [/\b(doors?|rooms?|houses?)\b/i, 'entry point, module, repository'],
  [/\bwhat (becomes|became|would become) of\b/i, 'the status, the outcome'],
  [/\bthe truth\b/i, 'the final outcome'],
];

/** Names that the code and the wire do not use any more, each as a whole identifier or code. */
const oldNames: readonly RegExp[] = [
  // on the wire
  /^(recordFact|Fact|Facts|factId|factKinds|refundedOutside|refundsOutside|reversalSettled|partlyReversed)$/,
  /^(captureUnderWay|awaitCapture|heldByAnother|lateFor|lateCaptureId|watchDays|quietPeriodMs)$/,
  /^(lookUpStates?|lookUpsSeeReversals|agreedBy|agreement|tried|overReturned)$|\/late\//,
  // inside
  /^(known|Known|facts|hear([A-Z]\w*)?|beforehand|judged|trace|kept|carry|carried|CarriedLedger)$/,
  /^(progress|carriedOn|carryOn|shrunk|settleDown|isDue|is\w+Unattended|keepTime|timed|untimed|timeOf|reachedAt)$/,
  /^(keepListed|listNow|listed|findOut|Situation|Terms|Wanted|leftAlone|standing([A-Z]\w*)?|endsAsking)$/,
  /^(hasToldMore|isStillMeant|gaveBack|areBound|givenUp|doubted|seeker|touched|tooLate|withheld)$/,
  /^(soundBefore|lineageBroken|pile|Happening|told([A-Z]\w*)?|\w+Told|lateReversal|freeLateId)$/,
];

const folders = ['src', 'workflows', 'activities'];
const sources = sourceFilesIn(folders).map(wordsOf);

function outside(skipped: readonly string[]): readonly SourceWords[] {
  return sources.filter(({ file }) => !skipped.some((folder) => file === folder || file.startsWith(`${folder}/`)));
}

/** What is wrong with a text, one line for each old word; empty: nothing. */
function oldWordsIn(text: string): readonly string[] {
  return oldWords.flatMap(([old, now]) => {
    const [found] = old.exec(text) ?? [];
    return found === undefined ? [] : [`"${found}" in "${text}": write ${now}`];
  });
}

function found(words: SourceWords, kind: 'texts' | 'names', problems: (one: Found) => readonly string[]): string[] {
  return words[kind].flatMap((one) => problems(one).map((problem) => `${words.file}:${one.line} ${problem}`));
}

const commands = [
  ...[
    'cancel',
    'refund',
    'preview',
    'show',
    'list',
    'watch',
    'approve',
    'reject',
    'withdraw',
    'record',
    'correct',
    'export',
    'audit',
    'resolve',
  ],
  ...['recover', 'rules', 'rules check', 'keys', 'keys new', 'token', 'store-card', 'worker', 'console', 'simulator'],
];
const needsPayment = [
  ...[
    'cancel',
    'refund',
    'preview',
    'show',
    'watch',
    'approve',
    'reject',
    'withdraw',
    'record',
    'correct',
    'export',
    'resolve',
    'recover',
  ],
  'token',
];

describe('The words', () => {
  it('of texts for people are those of the vocabulary', () => {
    const old = outside(todo.texts).flatMap((words) => found(words, 'texts', ({ text }) => oldWordsIn(text)));
    expect(old).toEqual([]);
  });

  it('of names and codes are those of the vocabulary', () => {
    const isOld = ({ text }: Found): readonly string[] => (oldNames.some((old) => old.test(text)) ? [text] : []);
    expect(outside(namedOtherwise).flatMap((words) => found(words, 'names', isOld))).toEqual([]);
  });

  it.each(['', ...commands])('of the help of "%s" are those of the vocabulary', async (command) => {
    const { code, stdout } = await reversals([...command.split(' ').filter((word) => word !== ''), '--help']);
    expect(code).toBe(0);
    expect(oldWordsIn(stdout.replace(/\s+/g, ' '))).toEqual([]);
  });

  it('of the help above name every command', async () => {
    const { stdout } = await reversals(['--help']);
    const listed = [...stdout.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name]) => name);
    expect(listed.filter((name) => name !== 'help').sort()).toEqual(commands.filter((name) => !/ /.test(name)).sort());
  });

  it.each(needsPayment)('of %s begin with the payment, and name no id by an option', async (command) => {
    const { stdout } = await reversals([command, '--help']);
    expect(stdout).toMatch(new RegExp(`^Usage: reversals ${command} \\[options\\] <payment-id>`));
    expect(stdout).not.toMatch(/--(payment|request|reversal)-id/);
    const examples = [...stdout.matchAll(new RegExp(`^  reversals ${command} (\\S+)`, 'gm'))];
    expect(examples.map(([, payment]) => payment)).toEqual(examples.map(() => 'order-1001'));
  });
});

describe('The check of the words', () => {
  it.each([
    'gets the truth back once it is settled',
    'Whoever refunds past it has to tell it',
    'nobody is told twice',
    'It is asked for. What becomes of it stands below.',
    "Which refunds need somebody's yes stands in the rules file",
    'everybody is who he says',
    'The plan holds as it is told',
    'it goes on by itself once the gateway answers',
    'give a whole payment back, by void or refund',
    'three workflows more',
  ])('refuses: %s', (text) => {
    expect(oldWordsIn(text)).not.toEqual([]);
  });

  it.each([
    'receives the final outcome',
    "Refunds issued in the gateway's dashboard must be recorded",
    'an invalid signal is recorded and ignored',
    'Request submitted. Its status is shown below.',
    'The rules file defines which refunds need approval',
    'identities are not verified; development only',
    'The current plan still applies',
    'it continues once the capture has settled',
    'the hold of the authorization has expired',
  ])('accepts: %s', (text) => {
    expect(oldWordsIn(text)).toEqual([]);
  });
});
