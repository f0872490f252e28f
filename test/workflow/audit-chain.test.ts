import { writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { LedgerView } from '../../src/client';
import { auditKept } from '../../src/domain/model/audit';
import { auditJson } from '../../src/domain/views/audit-export';
import { joinTrails } from '../../src/domain/views/join-trails';
import { verifyTrail } from '../../src/domain/views/verify-trail';
import { parseRules } from '../../src/rules/rules-file';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { replayLedgers } from '../support/replay';
import { useFolder } from '../support/use-folder';
import { useServer } from '../support/use-server';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';
import { bareEnvironment, reversals } from '../unit/cli/terminal';

const rules = parseRules({ accounts: { 'stripe-production': { profile: 'generic' } } });
const server = useServer({ dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 60 } });
const world = useWorld(() => ({ address: server.address, rules }));
const folder = useFolder();

describe('The audit trail of a ledger that continues as new', () => {
  it('fits over all runs, continues the export made before, and moved no money twice', async () => {
    const payment = await world.captured(10_000);
    const { paymentId } = payment;
    expect(await world.client.request(refundOf(payment, 2_500))).toMatchObject({ outcome: 'refunded' });
    const at = '2026-11-20T10:00:00Z';
    const failed = (eventId: string) =>
      world.client.record(paymentId, {
        ...{ kind: 'refundFailed', eventId, source: 'bank', at, evidence: 'report 7', legId: 'no/such/1' },
      });
    const settled = (eventId: string) =>
      world.client.record(paymentId, { kind: 'settled', eventId, source: 'bank', at, captureId: 'c1' });
    const ledger = ledgerWorkflow(world, payment);
    const firstRun = await ledger.runId();

    expect(await settled('first')).toMatchObject({ accepted: true });
    for (let index = 0; index < 20; index += 1) await failed(`early-${String(index)}`);
    const before = await world.client.show(paymentId);
    expect(verifyTrail(before)).toMatchObject({ fault: null, lines: 21 });
    const file = path.join(folder, 'kept.json');
    writeFileSync(file, auditJson(before, new Date().toISOString()));

    // More refused acts than are kept: the first of them leave.
    for (let index = 0; index < auditKept; index += 1) await failed(`late-${String(index)}`);
    expect(await settled('last')).toMatchObject({ accepted: true });
    expect(await ledger.runId()).not.toBe(firstRun);
    const after: LedgerView = await world.client.show(paymentId);
    expect(verifyTrail(after)).toMatchObject({
      ...{ fault: null, lines: 22 + auditKept },
      chains: { refused: { left: 20, remaining: auditKept }, events: { left: 0, remaining: 2 } },
    });
    expect(joinTrails(before, after)).toEqual({ fault: null, gaps: [] });

    const env = { ...bareEnvironment, TEMPORAL_ADDRESS: server.address, REVERSALS_TASK_QUEUE: world.taskQueue };
    const verified = await reversals(['audit', paymentId, '--verify', '--file', file], { env });
    expect(verified).toMatchObject({ code: 0, stderr: '' });
    expect(verified.stdout).toMatch(/^fits the ledger of .*: 222 lines$/m);
    expect(verified.stdout).toMatch(/^continues the ledger after .*kept\.json$/m);
    const shown = await reversals(['audit', paymentId], { env });
    expect(shown.stdout).toMatch(/^ *222 .* bank +Event recorded: settled last /m);
    expect(shown.stdout).toContain('20 older lines are no longer kept by the ledger');

    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
    await replayLedgers(world, [paymentId]);
  }, 180_000);
});
