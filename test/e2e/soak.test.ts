import { findingKinds } from '../../scripts/soak/report';
import { useBuiltCopy } from './built-copy';

const main = 'lib/scripts/soak/main.js';

const copy = useBuiltCopy();

interface Report {
  readonly kept: boolean;
  readonly reversals: number;
  readonly kills: number;
  readonly open: number;
  readonly lies: { readonly total: number };
  readonly audit: Readonly<Record<string, readonly unknown[]>>;
}

describe('A soak', () => {
  it('loses, doubles and gives back too much of nothing, and believes no lie, while workers are killed, ledgers reset and the gateway fails', async () => {
    const { exitCode, stdout, stderr } = await copy.node([main, '--seconds', '20', '--seed', '7', '--json']);
    const report = JSON.parse(stdout) as Report;
    expect(report.audit).toEqual(Object.fromEntries(findingKinds.map((kind) => [kind, []])));
    expect({ exitCode, kept: report.kept, open: report.open }).toEqual({ exitCode: 0, kept: true, open: 0 });
    expect(report.reversals).toBeGreaterThan(0);
    expect(report.kills).toBeGreaterThan(0);
    expect(report.lies.total).toBeGreaterThan(0);
    expect(stderr).toContain('payments');
  }, 240_000);

  it('ends with 2 and says what to do when an option is wrong', async () => {
    const { exitCode, stderr } = await copy.node([main, '--seconds', 'soon']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--seconds');
    expect(stderr).not.toContain('    at ');
  });
});
