import { checkDecision } from '../../../src/contract/decision';
import { toPaymentEvent, toReversalRequest } from '../../../src/contract/normalise';
import { checkPaymentEvent } from '../../../src/contract/payment-event';
import { checkResolution, toResolution } from '../../../src/contract/resolution';
import { checkReversalRequest } from '../../../src/contract/reversal-request';
import { checkWithdrawal } from '../../../src/contract/withdrawal';
import { decisionsOfEachKind, eventsOfEachKind, fullRequest, fullResolution, fullWithdrawal } from './valid-inputs';

const event = eventsOfEachKind.find(({ kind }) => kind === 'refundFailed');
const by = { id: 'bob', onBehalfOf: null };

/** Every field in which people write freely. */
const written = [
  ['the reason of a request', 'reason', (text: string) => checkReversalRequest({ ...fullRequest(), reason: text })],
  ['the evidence of an event', 'evidence', (text: string) => checkPaymentEvent({ ...event, evidence: text })],
  [
    'the comment of a decision',
    'comment',
    (text: string) => checkDecision({ ...decisionsOfEachKind[1], comment: text }),
  ],
  ['the reason of a withdrawal', 'reason', (text: string) => checkWithdrawal({ ...fullWithdrawal, reason: text })],
  [
    'the evidence of a resolution',
    'evidence',
    (text: string) => checkResolution({ ...fullResolution, evidence: text }),
  ],
] as const;

describe.each(written)('In %s', (_where, field, problemsWith) => {
  it('lines may end, in every way that a form or a file ends them, and tabs may stand', () => {
    expect(problemsWith('first line\r\nsecond\rthird\n\tindented')).toEqual([]);
  });

  it.each([
    ['a right-to-left override', '\u202e', 'U+202E'],
    ['an isolate', '\u2066', 'U+2066'],
    ['a zero-width space', '\u200b', 'U+200B'],
    ['a byte order mark', '\ufeff', 'U+FEFF'],
    ['a tag character', '\u{e0041}', 'U+E0041'],
    ['a line separator', '\u2028', 'U+2028'],
    ['an escape', '\u001b', 'U+001B'],
    ['a vertical tab', '\u000b', 'U+000B'],
    ['half of a character', '\ud800', 'U+D800'],
  ])('%s is refused, and named by its code', (_what, character, code) => {
    const problems = problemsWith(`paid${character}back`);
    expect(problems).toEqual([{ field, message: `holds invisible or control characters (${code}): take them out` }]);
  });
});

it('a text is kept with one kind of line break and without tabs', () => {
  const text = 'first\r\nsecond\rthird\tindented';
  const plain = 'first\nsecond\nthird indented';
  expect(toReversalRequest({ ...fullRequest(), reason: text }).reason).toBe(plain);
  expect(toPaymentEvent({ ...event, evidence: text }).evidence).toBe(plain);
  expect(toResolution({ ...fullResolution, evidence: text }, by, []).evidence).toBe(plain);
});
