import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCoSignatures, readToken } from '../../../src/cli/input/person-flags';
import { readSpan } from '../../../src/cli/input/span-text';
import { ageText } from '../../../src/cli/render/age';
import { changeLine } from '../../../src/cli/render/change';
import { painter } from '../../../src/cli/render/paint';
import { planText } from '../../../src/cli/render/plan';
import { auditText, timelineText } from '../../../src/cli/render/timeline';
import type { AuditEntry, ReversalView } from '../../../src/client';
import { useFolder } from '../../support/use-folder';
import { leg, refunded, unknownRefund } from './sample-views';
import { reversals } from './terminal';

const quiet = painter({ write: () => true });
const decided = ['order-1001', 'r-1', '--approver', 'bob'];

describe('What an operator types wrongly is refused with code 2 before any call to Temporal:', () => {
  it.each<[string, readonly string[], string]>([
    ['an approval of nothing', ['approve'], "missing required argument 'payment-id'"],
    ['an approval by nobody', ['approve', 'order-1001', 'r-1', '--yes'], '--approver is missing'],
    ['an approval by a script without --yes', ['approve', ...decided], '--yes is missing'],
    ['a version of zero', ['approve', ...decided, '--yes', '--plan-version', '0'], 'whole number from 1'],
    [
      'a token given twice',
      ['approve', ...decided, '--yes', '--token', 't', '--token-file', 'f'],
      'together with --token-file',
    ],
    ['a token file that is not there', ['approve', ...decided, '--yes', '--token-file', '/no/file'], '(ENOENT)'],
    ['a rejection without why', ['reject', ...decided], '--comment is missing'],
    ['a withdrawal without why', ['withdraw', 'order-1001', 'r-1', '--actor', 'alice'], '--reason is missing'],
    ['a withdrawal by nobody', ['withdraw', 'order-1001', 'r-1', '--reason', 'wrong'], '--actor is missing'],
    ['a watch of nothing', ['watch'], "missing required argument 'payment-id'"],
    ['a watch of an empty id', ['watch', 'order-1001', ''], '<request-id> is empty'],
    ['an unknown status', ['list', '--status', 'lost'], 'Give one of recovery, mismatch'],
    ['an age in words', ['list', '--older-than', 'an hour'], '--older-than is neither a time span like 45m'],
    ['any reason and one', ['list', '--parked', '--waiting'], '--parked means any reason'],
    ['a co-signature without a name', ['resolve', 'p', '--co-signed-by', ':'], '--co-signed-by is empty'],
    [
      'a co-signature without its token',
      ['resolve', 'p', '--co-signed-by', 'carol:/no/file'],
      '--co-signed-by names a file',
    ],
  ])('%s', async (_what, argv, says) => {
    const { code, stdout, stderr } = await reversals(argv);
    expect(stderr).toContain(says);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

describe('The help', () => {
  it.each(['approve', 'reject', 'withdraw', 'watch', 'resolve', 'recover'])('of %s has examples', async (command) => {
    const { code, stdout } = await reversals([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\\n  reversals ${command}`));
    expect(stdout).toMatch(/Exit codes: 0/);
  });
});

describe('A proof of identity', () => {
  const folder = useFolder();
  beforeAll(() => {
    writeFileSync(join(folder, 'bob.jwt'), 'head.body.signature\n');
    writeFileSync(join(folder, 'two.jwt'), 'one\ntwo\n');
  });

  it('may be a token in a file', async () => {
    expect(await readToken({ tokenFile: join(folder, 'bob.jwt') })).toBe('head.body.signature');
    expect(await readToken({ token: 'head.body' })).toBe('head.body');
    expect(await readToken({})).toBeNull();
    await expect(readToken({ tokenFile: join(folder, 'two.jwt') })).rejects.toMatchObject({
      problems: [
        { field: '--token-file', message: 'names a file that does not contain exactly one token on one line' },
      ],
    });
  });

  it('may be given for each co-signature', async () => {
    const coSignedBy = [`carol:${join(folder, 'bob.jwt')}`, 'dave', 'team:erin:'];
    expect(await readCoSignatures({ coSignedBy })).toEqual([
      { id: 'carol', token: 'head.body.signature' },
      { id: 'dave', token: null },
      { id: 'team:erin', token: null },
    ]);
  });
});

describe('A time', () => {
  it.each([
    ['90s', 90_000],
    ['45m', 2_700_000],
    ['1h', 3_600_000],
    ['2d', 172_800_000],
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z'],
  ])('%s is read as %s', (text, read) => {
    expect(readSpan('--older-than', text)).toBe(read);
  });

  it.each([
    [0, '0s'],
    [59_999, '59s'],
    [3_600_000, '1h'],
    [3_661_000, '1h 1m'],
    [90_061_000, '1d 1h'],
  ])('of %i ms ago is shown as %s', (ms, shown) => {
    expect(ageText('2026-11-21T10:00:00.000Z', Date.parse('2026-11-21T10:00:00.000Z') + ms)).toBe(shown);
  });
});

const at = '2026-11-21T11:00:00.000Z';
const waiting: ReversalView = {
  ...refunded,
  phase: 'waiting',
  waitingFor: 'approval',
  outcome: null,
  reason: { code: 'awaitingApproval', message: 'waits for 1 more approval' },
  legs: [{ ...leg, status: 'planned' }],
  approvals: {
    needed: 2,
    countedMinor: 2_500,
    given: [{ by: { id: 'bob', onBehalfOf: null }, at, comment: null }],
    expiresAt: at,
    late: null,
  },
};

describe('An approver is shown', () => {
  it('the plan with its amounts, its requester and its approvals', () => {
    expect(planText(waiting)).toBe(`payment       order-1001
request       return-1 (refund)
requested by  alice: damaged in transit
plan          version 1, row 7 of the decision table: captured: refund, oldest capture first
refunds       25.00 USD
sends to      card @…1234 of Jane Smith, expires 12/2030, at stripe-production
destination   9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
approved by   bob (1 of 2)
decide until  ${at}

LEG            OPERATION     AMOUNT  CAPTURE  SENT AGAINST
return-1/c1/1  refund     25.00 USD  c1       cap_1`);
  });

  it('what happened to it, refused actions too, in the order in which it happened', () => {
    const entry = { act: 'approved', reversalId: 'return-1', planVersion: 1, comment: 'fine', refused: null } as const;
    const audit: readonly AuditEntry[] = [
      { ...entry, at: '2026-11-21T12:00:00.000Z', by: { id: 'bob', onBehalfOf: 'carol' } },
      { ...entry, at, by: { id: 'alice', onBehalfOf: null }, refused: 'alice requested it' },
      { ...entry, at, by: null, reversalId: 'another' },
    ];
    const tried = [
      { ...leg, attempts: [{ at: '2026-11-21T12:00:01.000Z', what: 'send', result: 'succeeded' }] },
    ] as const;
    expect(timelineText({ ...refunded, legs: tried }, { audit, statements: [] }))
      .toBe(`AT                        WHO            WHAT                              DETAILS
2026-11-21T09:30:00.000Z  alice          Refund requested                  damaged in transit
2026-11-21T10:00:00.000Z  the ledger     Completed: refunded               -
2026-11-21T11:00:00.000Z  alice          Approval refused, plan version 1  fine · not accepted: alice requested it
2026-11-21T12:00:00.000Z  bob for carol  Approved, plan version 1          fine
2026-11-21T12:00:01.000Z  the ledger     Sent: refund, leg return-1/c1/1   succeeded`);
    expect(auditText({ audit, statements: [] })).toContain('the ledger');
    expect(auditText({ audit: [], statements: [] })).toBe('');
  });

  it('a change of what is watched in one line, without what could steer a terminal', () => {
    expect(changeLine(waiting, quiet)).toBe(
      `${waiting.since}  return-1  waiting: approval  refund 25.00 USD planned; 1 of 2 approvals; waits for 1 more approval`,
    );
    const reason = { code: 'outcomeUnknown', message: 'no\u001b[2J answer' } as const;
    expect(changeLine({ ...unknownRefund, reason }, quiet)).toMatch(/refund 25\.00 USD unknown; no\?\[2J answer$/);
  });
});
