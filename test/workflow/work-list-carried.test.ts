import { rulesWithApproval } from '../support/approval-rules';
import { refundDigest } from '../support/approving';
import { eventually } from '../support/eventually';
import { ledgerWorkflow } from '../support/ledger-workflow';
import { replayLedgers } from '../support/replay';
import { useServer } from '../support/use-server';
import { useWorld } from '../support/use-world';
import { startWorkerWithWorkList } from '../support/with-work-list';
import { refundOf, told } from '../support/world';

const server = useServer({ dynamicConfig: { 'limit.historyCount.suggestContinueAsNew': 40 } });
const world = useWorld(() => ({
  ...{ address: server.address, rules: rulesWithApproval(), workList: true, startWorker: false },
}));
beforeAll(() => startWorkerWithWorkList(world));

const parked = async () => (await world.client.list({ parked: true })).ledgers;

describe('The work list of a ledger that continues as new', () => {
  it('still lists what is parked, is not published again, and is cleared by the run in which the reversal completes', async () => {
    const payment = await world.captured(50_000);
    const request = refundOf(payment, 20_000);
    await world.client.request(request);
    await eventually(parked, (ledgers) => ledgers.length === 1);
    await replayLedgers(world, [payment.paymentId]);

    const ledger = ledgerWorkflow(world, payment);
    const before = await ledger.runId();
    await eventually(
      async () => {
        await world.client.request(refundOf(payment, 99_999));
        return ledger.runId();
      },
      (runId) => runId !== before,
    );
    const since = (await world.client.find(payment.paymentId, request.requestId))?.since;
    const [listed] = await eventually(parked, (ledgers) => ledgers.length === 1);
    expect(listed?.parked).toMatchObject({ status: 'approval', waitingSince: since });

    const terms = { requestId: request.requestId, planVersion: 1, refundMinor: 20_000, voidMinor: 0, currency: 'USD' };
    await world.client.approve(payment.paymentId, {
      ...terms,
      destination: refundDigest(payment),
      approver: { id: 'bob' },
    });
    await eventually(parked, (ledgers) => ledgers.length === 0);
    // A repeat waits until it has settled.
    expect(await world.client.request(request)).toMatchObject({ outcome: 'refunded' });
    const { events } = await world.connections.client.workflow.getHandle(ledger.workflowId).fetchHistory();
    const upserts = (events ?? []).filter((event) => event.upsertWorkflowSearchAttributesEventAttributes != null);
    expect(upserts).toHaveLength(1);
    expect(world.returned(payment).map(told)).toEqual(['refund 20000 USD']);
    await replayLedgers(world, [payment.paymentId]);
  });
});
