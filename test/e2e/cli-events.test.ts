import { temporalAddress } from '../support/temporal';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';
import { bareEnvironment, reversals } from '../unit/cli/terminal';

const world = useWorld();

function run(argv: readonly string[], stdin = '') {
  const env = { ...bareEnvironment, TEMPORAL_ADDRESS: temporalAddress(), REVERSALS_TASK_QUEUE: world.taskQueue };
  return reversals(argv, { env, stdin });
}

describe('An event given on the command line', () => {
  it('opens the ledger with its payment, is corrected, and every line of it is shown and exported', async () => {
    const payment = await world.captured(50_000);
    const { paymentId } = payment;
    const said = ['--at', '2026-11-20T10:00:00Z', '--source', 'bob', '--currency', 'USD'];
    const event = [...said, '--event-id', 'portal-1', '--capture-id', 'c1', '--amount', '400.00'];
    const recorded = await run(
      ['record', paymentId, 'externalRefund', '--payment', '-', ...event],
      JSON.stringify(payment),
    );
    expect(recorded).toMatchObject({ code: 0, stdout: 'recorded  externalRefund portal-1\n' });
    const right = [...said, '--event-id', 'fix-1', '--amount', '40.00', '--evidence', 'gateway screen'];
    const corrected = await run(['correct', paymentId, 'portal-1', ...right, '--co-signed-by', 'carol']);
    expect(corrected).toMatchObject({ code: 0, stdout: 'corrected  fix-1 of portal-1\n' });
    const refused = await run(['record', paymentId, 'externalRefund', ...event.with(-1, '41.00')]);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stdout).toContain('amountMinor (40000 before, 4100 now)');

    const { stdout: shown } = await run(['show', paymentId]);
    expect(shown).toMatch(/HAPPENED AT/);
    expect(shown).toMatch(/2026-11-20T10:00:00.000Z +bob +\[corrected\] Event recorded: externalRefund portal-1/);
    expect(shown).toContain('evidence: gateway screen · co-signed by carol · ');
    expect(shown).toContain('refundable: 100.00 USD → 460.00 USD');
    expect(shown).toMatch(/bob +Event refused/);

    const { stdout: csv } = await run(['export', paymentId, '--format', 'csv', '--separator', ';']);
    expect(csv.startsWith('\ufeff"said at";')).toBe(true);
    const cells = csv
      .split('\r\n')
      .find((row) => row.includes('"correction"'))
      ?.split(';');
    for (const cell of ['2026-11-20T10:00:00.000Z', 'correction', 'bob', 'carol', 'gateway screen', '40.00'])
      expect(cells).toContain(`"${cell}"`);
    const { stdout: json } = await run(['export', paymentId, '--format', 'json']);
    expect(JSON.parse(json)).toMatchObject({
      ledger: { statements: [{ correctedBy: 'fix-1' }, { eventId: 'fix-1' }] },
    });

    expect(await world.client.request(refundOf(payment, 46_000))).toMatchObject({ outcome: 'refunded' });
    expect(world.returned(payment).map(told)).toEqual(['refund 46000 USD']);
  });
});
