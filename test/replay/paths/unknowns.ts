import { myRefOf } from '../../../src/domain/model/my-ref';
import type { PaymentSnapshot } from '../../../src/contract/payment-snapshot';
import { ledgerWorkflow } from '../../support/ledger-workflow';
import { cli } from '../../support/temporal';
import { event } from '../../support/payment-events';
import { cancelOf, refundOf, startWorld, type World } from '../../support/world';
import { startWorkerProcess } from '../../support/worker-process';
import {
  asks,
  authorized,
  becomes,
  captured,
  evidence,
  fault,
  held,
  ledgerOf,
  operator,
  requestTimeoutMs,
  rules,
  writtenRules,
  type Walk,
} from '../walk';

const refund = (payment: PaymentSnapshot) => refundOf(payment, 6_000, 'line-1');
const cancel = (payment: PaymentSnapshot) => cancelOf(payment, 'cancel');
const { actor } = operator;

/** Lookups of the first leg of a refund tell nothing. */
function lookupsProveNothing({ simulator }: World, { paymentId }: PaymentSnapshot): void {
  const myRef = myRefOf(paymentId, 'line-1/c1/1');
  simulator.fault({ kind: 'notImplemented', operation: 'status', myRef, times: null });
}

/** Reversals whose end is not told at once, or told otherwise later. */
export const unknownPaths: readonly Walk[] = [
  captured('refund-unknown-found', async (world, payment) => {
    fault(world, payment, { kind: 'effectThenReset', operation: 'refund' });
    await asks(world, refund(payment), { phase: 'stuck', waitingFor: 'lookup' });
    await becomes(world, refund(payment), { outcome: 'refunded' });
  }),
  captured('refund-unknown-not-found', async (world, payment) => {
    fault(world, payment, { kind: 'resetBeforeEffect', operation: 'refund' });
    await asks(world, refund(payment), { waitingFor: 'lookup' });
    await becomes(world, refund(payment), { outcome: 'refunded' });
    await asks(world, refundOf(payment, null, 'line-2'), { outcome: 'refunded' });
  }),
  authorized('void-unknown-found', async (world, payment) => {
    fault(world, payment, { kind: 'effectThenReset', operation: 'void' });
    await asks(world, cancel(payment), { waitingFor: 'lookup' });
    await becomes(world, cancel(payment), { outcome: 'voided' });
  }),
  authorized('void-unknown-sent-again', async (world, payment) => {
    fault(world, payment, { kind: 'resetBeforeEffect', operation: 'void' });
    await asks(world, cancel(payment), { waitingFor: 'lookup' });
    await becomes(world, cancel(payment), { outcome: 'voided' });
  }),
  captured('unknown-resolved-by-person', async (world, payment) => {
    lookupsProveNothing(world, payment);
    fault(world, payment, { kind: 'effectThenReset', operation: 'refund' });
    const { legs } = await asks(world, refund(payment), { phase: 'stuck' });
    await becomes(world, refund(payment), { waitingFor: 'operator' });
    const found = { legId: legs[0]?.legId ?? '', gatewayReference: 're_77', evidence, actor } as const;
    await world.client.resolve(payment.paymentId, { ...found, outcome: 'succeeded' });
    await world.client.resolve(payment.paymentId, { ...found, outcome: 'notSent' });
    await asks(world, refund(payment), { outcome: 'refunded' });
  }),
  captured(
    'unknown-blocks-void',
    async (world, payment) => {
      lookupsProveNothing(world, payment);
      fault(world, payment, { kind: 'resetBeforeEffect', operation: 'refund' });
      const { legs } = await asks(world, refundOf(payment, 1_000, 'line-1'), { phase: 'stuck' });
      await asks(world, cancel(payment), { phase: 'stuck' });
      const said = { legId: legs[0]?.legId ?? '', outcome: 'notSent', evidence, actor } as const;
      await world.client.resolve(payment.paymentId, said);
      await becomes(world, cancel(payment), { phase: 'completed' });
    },
    { amounts: [6_000], gatewayAccount: 'voids-remainder' },
  ),
  captured('declared-not-sent-and-found', async (world, payment) => {
    const small = refundOf(payment, 3_000, 'line-1');
    fault(world, payment, { kind: 'effectAfter', delayMs: null, first: 'reset', operation: 'refund' });
    await world.client.request(small);
    await becomes(world, small, { outcome: 'refunded' });
    world.simulator.release();
    const { legs } = await becomes(world, small, { phase: 'stuck', waitingFor: 'mismatch' });
    const said = { legId: legs[0]?.legId ?? '', outcome: 'succeeded', evidence, actor } as const;
    await world.client.resolve(payment.paymentId, said);
    await asks(world, small, { outcome: 'refunded' });
  }),
  captured('refused-until-settled', async (world, payment) => {
    fault(world, payment, { kind: 'rejected', gatewayResultCode: 'not_settled', operation: 'refund' });
    await asks(world, refund(payment), { waitingFor: 'settlement' });
    await world.client.record(payment.paymentId, event('settled', { captureId: 'c1' }));
    await becomes(world, refund(payment), { outcome: 'refunded' });
  }),
  captured('answer-mismatch-resolved', async (world, payment) => {
    fault(world, payment, { kind: 'wrongAmount', answeredMinor: 9_000, operation: 'refund' });
    const { legs } = await asks(world, refund(payment), { waitingFor: 'mismatch' });
    const said = { legId: legs[0]?.legId ?? '', outcome: 'succeeded', amountMinor: 9_000, evidence, actor } as const;
    await world.client.resolve(payment.paymentId, said);
    await asks(world, refund(payment), { outcome: 'refunded' });
  }),
  captured('pending-202-then-success', async (world, payment) => {
    fault(world, payment, { kind: 'accepted202', then: 'success', afterMs: 0, operation: 'refund' });
    await asks(world, refund(payment), { phase: 'waiting', waitingFor: 'pending' });
    await becomes(world, refund(payment), { outcome: 'refunded' });
  }),
  captured('pending-202-then-failure', async (world, payment) => {
    fault(world, payment, { kind: 'accepted202', then: 'failure', afterMs: 0, operation: 'refund' });
    await asks(world, refund(payment), { waitingFor: 'pending' });
    await becomes(world, refund(payment), { outcome: 'failed' });
  }),
  captured('refund-failed-late', async (world, payment) => {
    const { legs } = await asks(world, refund(payment), { outcome: 'refunded' });
    const legId = legs[0]?.legId ?? '';
    await world.client.record(payment.paymentId, event('refundFailed', { legId, evidence }));
    await asks(world, refund(payment), { outcome: 'failed' });
    const healed = { legId, outcome: 'succeeded', evidence: 'report 8 of the bank', actor } as const;
    await world.client.resolve(payment.paymentId, healed);
    await asks(world, refund(payment), { outcome: 'refunded' });
  }),
];

/** An operator ends the send by hand, with nonsense, while the gateway holds the call. */
export const sendEndedByHand = captured('send-ended-by-hand', async (world, payment) => {
  fault(world, payment, { kind: 'hold', effect: 'after', operation: 'refund' });
  await world.client.request(refund(payment), { wait: false });
  await held(world);
  const ledger = ledgerWorkflow(world, payment);
  const activity = ['-w', ledger.workflowId, '--activity-id', await ledger.sendUnderWay()];
  await cli(['activity', 'complete', ...activity, '--result', '"all is well"'], world.connections.address);
  await becomes(world, refund(payment), { phase: 'stuck' });
  world.simulator.release();
  await becomes(world, refund(payment), { phase: 'completed' });
});

/** A worker is killed with the answer in its hands; another finds the refund. */
export const workerLost: Walk = {
  name: 'worker-lost-while-sending',
  go: async ({ connections: { address } }) => {
    const world = await startWorld({ address, rules, startWorker: false, requestTimeoutMs });
    try {
      const payment = await world.captured(10_000, [10_000], { paymentId: 'worker-lost-while-sending' });
      const killed = await startWorkerProcess(world, {
        rules: writtenRules,
        standAfter: [6_000],
        requestTimeoutMs,
      });
      await world.client.request(refund(payment), { wait: false });
      await killed.told({ kind: 'standsAfter', amountMinor: 6_000 });
      killed.signal('SIGKILL');
      await killed.ended;
      await world.startWorker();
      await becomes(world, refund(payment), { outcome: 'refunded' });
      return { 'worker-lost-while-sending': ledgerOf(payment) };
    } finally {
      await world.stop();
    }
  },
};
