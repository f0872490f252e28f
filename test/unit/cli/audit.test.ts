import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { auditCsv, auditJson } from '../../../src/domain/views/audit-export';
import type { LedgerState } from '../../../src/domain/model/ledger-state';
import { ledgerView, type LedgerView } from '../../../src/domain/views/view';
import { addAudit } from '../../../src/domain/model/ledger-state';
import { today } from '../../support/domain-arbitraries';
import { useFolder } from '../../support/use-folder';
import { entryOf, openedLedger, written, type Said } from '../domain/trail-story';
import { reversals } from './terminal';

const folder = useFolder();
const story = written(openedLedger(), ['accepted', 'refused', 'event', 'accepted', 'correction']);

function viewOf(state: LedgerState): LedgerView {
  const view = ledgerView(state, today);
  if (view === null) throw new Error('the ledger knows its payment');
  return view;
}

let files = 0;

/** An export of a ledger, as it lies in a file that anybody may have written to. */
function exported(state: LedgerState, tamper: (json: string) => string = (json) => json, hour = 10): string {
  const file = path.join(folder, `export-${String((files += 1))}.json`);
  writeFileSync(file, tamper(auditJson(viewOf(state), `2026-11-21T${String(hour)}:00:00.000Z`)));
  return file;
}

const verify = (...exports: readonly string[]) =>
  reversals(['audit', '--verify', ...exports.flatMap((file) => ['--file', file])]);

describe('An exported audit trail', () => {
  it('fits as it was written, and shows how far each chain reaches and its last digest', async () => {
    const { code, stdout } = await verify(exported(story));
    expect(stdout).toMatch(/^fits .*export-\d+\.json of order-1001: 5 lines\n/);
    expect(stdout).toMatch(new RegExp(`^accepted +2 +0 +${story.audit[2]?.digest ?? ''}$`, 'm'));
    expect(stdout).toMatch(new RegExp(`^events +2 +0 +${story.statements[1]?.digest ?? ''}$`, 'm'));
    expect(code).toBe(0);
  });

  it.each([
    ['a changed comment', '"comment": "line 2"', '"comment": "line 7"', 'line 2 (approved, refused by bob at'],
    ['another person', '"id": "bank"', '"id": "bert"', 'line 3 (event externalRefund event-3 by bert at'],
    ['an accepted act in place of a refused one', '"refused": "not by this person"', '"refused": null', 'line 2 ('],
    ['an event that looks corrected by another one', '"correctedBy": "event-5"', '"correctedBy": "x"', 'line 3 ('],
    ['a line fewer than were written', '"lines": 5', '"lines": 6', 'it has other lines than were written'],
    [
      'the payment of another trail',
      '"paymentId": "order-1001",\n      "lines"',
      '"paymentId": "order-7",\n      "lines"',
      'it is the trail of another payment',
    ],
  ])(
    'with %s does not fit: it names the line, who and when, and what to do next',
    async (_what, text, other, named) => {
      const file = exported(story, (json) => {
        expect(json).toContain(text);
        return json.replace(text, other);
      });
      const { code, stdout } = await verify(file);
      expect(stdout).toMatch(/^does not fit /);
      expect(stdout).toContain(named);
      expect(stdout).toContain('next: do not rely on this file; export the payment again');
      expect(code).toBe(1);
      const { stdout: json } = await reversals(['audit', '--verify', '--file', file, '--json']);
      expect(JSON.parse(json)).toMatchObject({ verified: false, trails: [{ file, paymentId: 'order-1001' }] });
    },
  );

  it('is continued by a later one, in whatever order they are given', async () => {
    const later = written(story, ['accepted', 'event']);
    const { code, stdout } = await verify(exported(later, undefined, 12), exported(story));
    expect(stdout).toMatch(/^continues .* after .*$/m);
    expect(code).toBe(0);
  });

  it('shows a later one that was rewritten whole, with the first line that differs', async () => {
    const rewritten = written(addAudit(openedLedger(), entryOf('forged', null)), ['accepted', 'accepted', 'accepted']);
    const { code, stdout } = await verify(exported(story), exported(rewritten, undefined, 12));
    expect(stdout.match(/^fits/gm)).toHaveLength(2);
    expect(stdout).toMatch(
      /does not continue .*: line 1 \(approved by bob at 2026-11-21T10:00:00.000Z\) is not the line/,
    );
    expect(stdout).toContain('next: a reset or a recovery of the ledger does this');
    expect(code).toBe(1);
  });

  it('has a gap where lines left between two exports, which are counted', async () => {
    const acts: readonly Said[] = Array.from({ length: 250 }, () => 'accepted');
    const { code, stdout } = await verify(exported(story), exported(written(story, acts), undefined, 12));
    expect(stdout).toMatch(/^has a gap .*: 50 of the accepted lines are in neither$/m);
    expect(stdout).toContain('next: give an export that was made between the two with --file');
    expect(code).toBe(1);
  });

  it.each([
    ['a CSV', () => auditCsv(viewOf(story)), 'is a CSV, which has less than the digests cover'],
    ['another JSON', () => '{"exportedAt":"yesterday"}', 'is not an export of a payment'],
    ['no JSON', () => 'x', 'is not valid JSON'],
    ['lines without digests', (json: string) => json.replaceAll('"digest"', '"gone"'), 'has lines without a number'],
    ['a ledger that is no object', () => '{"ledger":[]}', 'is not an export of a payment'],
  ])('is not %s: nothing is verified, and the message says what to give', async (_what, tamper, says) => {
    const { code, stderr } = await verify(exported(story, tamper));
    expect(stderr).toContain(`--file ${says}`);
    expect(code).toBe(2);
  });

  it('is shown nothing of that could be a card number', async () => {
    const card = '4111111111111111';
    const file = exported(story, (json) => json.replaceAll('"bank"', `"${card}"`));
    const { stdout } = await verify(file);
    expect(stdout).toContain('line 3 (event externalRefund event-3 by … at');
    expect(stdout).not.toContain(card);
    expect((await reversals(['audit', '--verify', '--file', file, '--json'])).stdout).not.toContain(card);
  });

  it.each([
    [['audit'], '<payment-id> is missing'],
    [['audit', '--file', 'x.json', 'order-1001'], '--verify is missing'],
    [['audit', '--verify', '--file', '/no/such.json'], '--file names a file that cannot be read (ENOENT)'],
  ])('needs what %j leaves out', async (argv, says) => {
    const { code, stderr } = await reversals(argv);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});
