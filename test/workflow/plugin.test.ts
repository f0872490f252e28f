import * as path from 'node:path';
import { NativeConnection, Worker, bundleWorkflowCode, DefaultLogger, type WorkerOptions } from '@temporalio/worker';
import { PaymentReversalPlugin, workflowBundleOptions } from '../../src/index';
import { bundleOf, moduleOf } from '../support/order-bundle';
import { temporalAddress, workflowBundle } from '../support/temporal';
import { useWorld } from '../support/use-world';
import { refundOf, told } from '../support/world';

const world = useWorld({ startWorker: false });

const plugin = () => new PaymentReversalPlugin({ gateway: world.gateway });

function createWorker(options: Partial<WorkerOptions>, connection = world.connections.nativeConnection) {
  return Worker.create({ connection, taskQueue: world.taskQueue, plugins: [plugin()], ...options });
}

/** Refunds through this worker, and ends it. */
async function refundThrough(worker: Worker): Promise<void> {
  const payment = await world.captured(10_000);
  const view = await worker.runUntil(world.client.request(refundOf(payment, 2_500)));
  expect(view.outcome).toBe('refunded');
  expect(world.returned(payment).map(told)).toEqual(['refund 2500 USD']);
}

describe('The plugin', () => {
  it('brings activities and workflows to a worker that has none', async () => {
    await refundThrough(await createWorker({}));
  });

  it("keeps a user's own workflows, which re-export ours, and own activities beside ours", async () => {
    const workflowsPath = moduleOf('order-workflows');
    const worker = await createWorker({ workflowsPath, activities: { chargeLoyaltyPoints: () => Promise.resolve() } });
    expect(worker.options.workflowsPath).toBe(workflowsPath);
    await refundThrough(worker);
  });

  it('takes a prebuilt bundle', async () => {
    await refundThrough(await createWorker({ workflowBundle: await workflowBundle() }));
  });

  it('refuses activities of the same name, for they would replace what keeps a refund from being sent twice', async () => {
    const activities = { sendLeg: () => Promise.resolve(), other: () => Promise.resolve() };
    await expect(createWorker({ activities })).rejects.toThrow(
      /activities named sendLeg already.*Rename yours; replacing ours would undo/,
    );
  });

  it.each([
    ['module', async () => ({ workflowsPath: moduleOf('only-names-workflow') })],
    ['prebuilt bundle', async () => ({ workflowBundle: await bundleOf('only-names-workflow') })],
  ])('refuses a %s that leaves out our workflows, and says the line to add', async (_kind, options) => {
    await expect(createWorker(await options())).rejects.toThrow(
      /do not export paymentLedger, cancelPayment, refundPayment\. .*export \* from 'temporal-payment-reversals\/workflows'/,
    );
  });

  it('refuses a prebuilt bundle without the history guard, and says how to bundle', async () => {
    const workflowsPath = path.resolve(__dirname, '../../workflows/index.ts');
    const [preloadedGuard] = workflowBundleOptions().workflowInterceptorModules;
    for (const options of [{}, { preloadModules: [preloadedGuard ?? ''] }]) {
      const workflowBundle = await bundleWorkflowCode({
        workflowsPath,
        ...options,
        logger: new DefaultLogger('ERROR'),
      });
      await expect(createWorker({ workflowBundle })).rejects.toThrow(
        /lacks the history guard\. Bundle with the plugin, or .*workflowBundleOptions\(\)/,
      );
    }
  }, 60_000);

  it('refuses a worker whose runs have no memory in common, which the history guard needs', async () => {
    const workflowBundleOfTests = { workflowBundle: await workflowBundle() };
    await expect(createWorker({ ...workflowBundleOfTests, reuseV8Context: false })).rejects.toThrow(/reuseV8Context/);
  });

  it('may be given twice, to the connection and to the worker', async () => {
    const twice = plugin();
    const connection = await NativeConnection.connect({ address: temporalAddress(), plugins: [twice] });
    const bundle = { workflowBundle: await workflowBundle() };
    await refundThrough(await createWorker({ ...bundle, plugins: [twice] }, connection));
    await refundThrough(await createWorker({ ...bundle, plugins: [] }, connection));
    await connection.close();
  });
});
