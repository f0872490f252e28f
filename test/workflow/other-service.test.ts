import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { queries, signals, updates } from '../../src/contract';
import { refundAndRecord } from '../e2e/consumer/other-service';
import { startWorld, told, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.stop());

describe('A service that knows the contract alone', () => {
  it('refunds, records an event and asks what is left', async () => {
    const payment = await world.captured(10_000);
    const { taskQueue, connections } = world;
    await expect(refundAndRecord({ client: connections.client, taskQueue, payment })).resolves.toEqual({
      phase: 'completed',
      outcome: 'refunded',
      legs: ['succeeded'],
      recorded: [true, null],
      refundableMinor: 6_500,
    });
    expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
  });

  it('imports the contract and Temporal’s client, and names no message, workflow or id itself', () => {
    const text = readFileSync(path.resolve(__dirname, '../e2e/consumer/other-service.ts'), 'utf8');
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from);
    expect(imported).toEqual(['@temporalio/client', 'temporal-payment-reversals/contract']);
    expect(text).not.toMatch(/payment-ledger|paymentLedger|'(requestReversal|recordEvent|ledger|reversal)'/);
  });

  it('cannot send what a message does not take: it does not compile', () => {
    const wrong = async (ledger: WorkflowHandle): Promise<void> => {
      // @ts-expect-error an event is no request
      await ledger.executeUpdate(updates.requestReversal, { args: [{ eventId: 'e1' }] });
      // @ts-expect-error the kind is misspelt
      await ledger.executeUpdate(updates.recordEvent, { args: [{ kind: 'captureSucceded' }] });
      // @ts-expect-error a rejection says why
      await ledger.signal(signals.rejectReversal, { requestId: 'r1', planVersion: 1 });
      // @ts-expect-error the answer may be null
      expect((await ledger.query(queries.reversal, { requestId: 'r1' })).outcome).toBe('refunded');
    };
    expect(wrong).toBeInstanceOf(Function);
  });
});
