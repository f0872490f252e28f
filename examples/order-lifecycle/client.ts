import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { cancelOrder, delivered, orderQuery, returnLine, ship, workflowIdOf, type OrderInput } from './order';
import type { orderWorkflow } from './order-workflow';

/** Places an order. Safe to repeat: an order that is open is not opened again. */
export function placeOrder(
  client: Client,
  taskQueue: string,
  input: OrderInput,
): Promise<WorkflowHandle<typeof orderWorkflow>> {
  return client.workflow.start<typeof orderWorkflow>('orderWorkflow', {
    workflowId: workflowIdOf(input.orderId),
    taskQueue,
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    args: [input],
  });
}

const usage = `Usage: node client.js COMMAND ORDER
  place ORDER           authorizes 100.00 USD
  ship ORDER            captures it
  deliver ORDER         lets lines be returned
  return ORDER LINE     refunds 25.00 USD for a line
  cancel ORDER          voids or refunds what is left
  show ORDER            prints the order`;

async function main([command, orderId, line]: readonly string[]): Promise<void> {
  if (command === undefined || orderId === undefined) throw new Error(usage);
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const connection = await Connection.connect(connectionOptions);
  const client = new Client({ connection, ...(namespace === undefined ? {} : { namespace }) });
  const order = client.workflow.getHandle<typeof orderWorkflow>(workflowIdOf(orderId));
  switch (command) {
    case 'place':
      await placeOrder(client, 'payment-reversals', exampleOrder(orderId));
      break;
    case 'ship':
      await order.signal(ship);
      break;
    case 'deliver':
      await order.signal(delivered);
      break;
    case 'return':
      if (line === undefined) throw new Error(usage);
      console.log(await order.executeUpdate(returnLine, { args: [{ line, amountMinor: 2_500 }] }));
      break;
    case 'cancel':
      await order.signal(cancelOrder);
      break;
    case 'show':
      console.log(JSON.stringify(await order.query(orderQuery), null, 2));
      break;
    default:
      throw new Error(usage);
  }
  await connection.close();
}

function exampleOrder(orderId: string): OrderInput {
  return {
    orderId,
    customerId: 'alice',
    currency: 'USD',
    totalMinor: 10_000,
    gatewayAccount: 'stripe-production',
    card: { cardNumber: '@tok', cardHolderName: 'Jane Smith', expirationMonth: 12, expirationYear: 2030 },
    returnWindowDays: 30,
  };
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
