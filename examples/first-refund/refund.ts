// refund.ts: a payment, and two refunds of it
import { Client, Connection } from '@temporalio/client';
import { loadWorkerConfig } from 'temporal-payment-reversals';
import { ReversalClient } from 'temporal-payment-reversals/client';
import type { PaymentSnapshot } from 'temporal-payment-reversals/contract';
import { OrchestraGateway } from 'temporal-payment-reversals/gateway';

async function main(paymentId: string): Promise<void> {
  const { temporal, gateway, taskQueue } = loadWorkerConfig();
  const connection = await Connection.connect(temporal.connectionOptions);
  const client = new Client({ connection, namespace: temporal.namespace });

  // A payment of 100.00 USD, in cents. Your shop took it earlier; here each run makes a new one at the simulator.
  const card = { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2035 };
  const charge = await new OrchestraGateway(gateway).charge({ amountMinor: 10_000, currency: 'USD', card });
  if (charge.kind !== 'Succeeded') throw new Error(`The gateway answered ${charge.kind}.`);
  const payment: PaymentSnapshot = {
    paymentId, // your own id; use a different one for each transaction at the gateway
    kind: 'charge',
    currency: 'USD',
    authorizedMinor: 10_000,
    authorizationReference: charge.answer.gatewayReference ?? '',
    authorizedAt: new Date().toISOString(),
    gatewayAccount: 'stripe-production',
    card, // stored at the gateway, by its @token
  };

  // From a workflow: 25.00 USD. The request id comes from your own data: asking again with it moves no money.
  const workflowId = `return-${paymentId}-line-1`;
  const line = { requestId: workflowId, amountMinor: 2_500, requester: { id: 'alice' }, reason: 'damaged', payment };
  console.log('25.00 USD:', await client.workflow.execute('returnLine', { workflowId, taskQueue, args: [line] }));

  // From a service: 60.00 USD, for which the rules require another person's approval.
  const rest = { ...line, requestId: `goodwill-${paymentId}`, operation: 'refund', amountMinor: 6_000 } as const;
  const { outcome, phase, waitingFor } = await new ReversalClient({ client, taskQueue }).request(rest);
  console.log('60.00 USD:', outcome ?? `${phase} for ${String(waitingFor)}`);
  process.exit(0);
}

void main(process.argv[2] ?? 'order-1001');
