import { makeBuiltCopy, type BuiltCopy } from './built-copy';

const main = 'lib/scripts/fuzz/main.js';

let copy: BuiltCopy;
beforeAll(async () => {
  copy = await makeBuiltCopy();
}, 120_000);
afterAll(() => copy.remove());

interface Report {
  readonly ledgers: number;
  readonly kills: number;
  readonly runs: number;
  readonly childRuns: number;
  readonly failures: readonly unknown[];
}

describe('A fuzz', () => {
  it('replays every run of every ledger and child, whatever happened to its worker', async () => {
    const { exitCode, stdout, stderr } = await copy.node([main, '--ledgers', '20', '--seed', '1', '--json']);
    const report = JSON.parse(stdout) as Report;
    expect(report.failures).toEqual([]);
    expect({ exitCode, ledgers: report.ledgers }).toEqual({ exitCode: 0, ledgers: 20 });
    expect(report.kills).toBeGreaterThan(0);
    expect(report.childRuns).toBeGreaterThan(0);
    expect(report.runs).toBeGreaterThanOrEqual(20);
    expect(stderr).toContain('Replaying every run');
  }, 240_000);

  it('ends with 2 and says what to do when an option is wrong', async () => {
    const { exitCode, stderr } = await copy.node([main, '--ledgers', 'many']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--ledgers');
    expect(stderr).not.toContain('    at ');
  });
});
