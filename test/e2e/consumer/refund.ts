/**
 * A worker with the plugin, a payment at the simulator, a refund by the client and one by an order workflow. Prints the
 * outcomes and the movements. Arguments: the workflow module, the address of Temporal, a task queue of its own.
 */
import * as path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { parseRules, PaymentReversalPlugin } from 'temporal-payment-reversals';
import { ReversalClient, type ReversalView } from 'temporal-payment-reversals/client';
import type { Card, PaymentSnapshot, ReversalRequest } from 'temporal-payment-reversals/contract';
import { OrchestraGateway } from 'temporal-payment-reversals/gateway';
import { startSimulator, type Movement } from 'temporal-payment-reversals/simulator';

const card: Card = { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2035 };

async function main([workflows = '', address = '', taskQueue = '']: readonly string[]): Promise<void> {
  const simulator = await startSimulator();
  const gateway = new OrchestraGateway({ baseUrl: simulator.url, apiKey: simulator.apiKey });
  const rules = parseRules({ accounts: { 'stripe-production': { profile: 'stripe' } } });
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: path.resolve(workflows),
    plugins: [new PaymentReversalPlugin({ gateway, rules })],
  });
  const clientConnection = await Connection.connect({ address });
  const client = new Client({ connection: clientConnection });
  const outcomes = await worker.runUntil(async () => {
    const request = await refundOfNewPayment(gateway, taskQueue);
    // #region client
    const reversals = new ReversalClient({ client, taskQueue });
    const view: ReversalView = await reversals.request(request);
    // #endregion
    const another: ReversalRequest = { ...request, requestId: 'return-1001-line-3', amountMinor: 1_500 };
    const order = { taskQueue, workflowId: `order-of-${taskQueue}`, args: [another] };
    const told: unknown = await client.workflow.execute('returnLine', order);
    return [view.outcome, told];
  });
  const movements: readonly Movement[] = simulator.movements();
  const returned = movements.map(({ operation, amountMinor }) => `${operation} ${String(amountMinor)}`);
  process.stdout.write(JSON.stringify({ outcomes, movements: returned }));
  await clientConnection.close();
  await connection.close();
  await gateway.close();
  await simulator.stop();
}

async function refundOfNewPayment(gateway: OrchestraGateway, paymentId: string): Promise<ReversalRequest> {
  const whole = { amountMinor: 10_000, currency: 'USD', card } as const;
  const authorizedAt = new Date().toISOString();
  const authorizationReference = referenceOf(await gateway.authorize(whole));
  const gatewayReference = referenceOf(await gateway.capture({ ...whole, refTransId: authorizationReference }));
  const capturedAt = new Date().toISOString();
  // #region request
  const payment: PaymentSnapshot = {
    paymentId, // your own id; use a different one for each transaction at the gateway
    kind: 'authorization',
    currency: 'USD',
    authorizedMinor: 10_000, // 100.00 USD
    authorizationReference,
    authorizedAt,
    gatewayAccount: 'stripe-production',
    captures: [{ captureId: 'c1', status: 'succeeded', amountMinor: 10_000, gatewayReference, capturedAt }],
    card, // stored, by its @token; or left out, where the plugin is given resolveCard
  };
  const request: ReversalRequest = {
    requestId: 'return-1001-line-2', // from business keys, never at random: it makes a repeat harmless
    operation: 'refund',
    amountMinor: 2_500,
    requester: { id: 'alice' },
    reason: 'damaged in transit',
    payment,
  };
  // #endregion
  return request;
}

function referenceOf(outcome: Awaited<ReturnType<OrchestraGateway['authorize']>>): string {
  if (outcome.kind === 'Succeeded' && outcome.answer.gatewayReference !== null) return outcome.answer.gatewayReference;
  throw new Error(`the gateway answered ${outcome.kind}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
