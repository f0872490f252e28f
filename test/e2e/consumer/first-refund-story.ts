/**
 * Does what the README's tutorial does by hand: starts a simulator and the tutorial's worker, runs its refunds, looks at
 * the work list and approves. Prints what each step printed, and the movements of money. Arguments: the address of
 * Temporal, a task queue of its own, the order's id.
 */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startSimulator } from 'temporal-payment-reversals/simulator';

const run = promisify(execFile);
const folder = join(__dirname, 'first-refund');
const program = join(__dirname, 'node_modules', '.bin', 'reversals');

async function main([address = '', taskQueue = '', orderId = '']: readonly string[]): Promise<void> {
  const simulator = await startSimulator();
  const env = {
    ...process.env,
    TEMPORAL_ADDRESS: address,
    ORCHESTRA_BASE_URL: simulator.url,
    ORCHESTRA_API_KEY: simulator.apiKey,
    REVERSALS_TASK_QUEUE: taskQueue,
  };
  const node = async (...args: string[]): Promise<string> =>
    (await run(process.execPath, args, { cwd: folder, env })).stdout;
  const worker = spawn(process.execPath, ['worker.js'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  try {
    await new Promise((resolve) => worker.stdout.once('data', resolve));
    const refunds = await node('refund.js', orderId);
    const workList = await waitingOf(node, orderId);
    const approval = await node(program, 'approve', orderId, `goodwill-${orderId}`, '--approver', 'bob', '--yes');
    const moved = simulator.movements().map(({ operation, amountMinor }) => `${operation} ${String(amountMinor)}`);
    process.stdout.write(JSON.stringify({ refunds, workList, approval, moved }));
  } finally {
    worker.kill('SIGTERM');
    await ended;
    await simulator.stop();
  }
}

/** The server lists a payment a moment after its ledger has reported it. */
async function waitingOf(node: (...args: string[]) => Promise<string>, orderId: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const listed = await node(program, 'list', '--waiting');
    if (listed.includes(orderId)) return listed;
  }
  throw new Error(`the work list never showed ${orderId}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
