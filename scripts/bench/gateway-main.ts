import { startSimulator } from '../../src/simulator';

/** The simulated gateway as a process of its own, so that its work is not counted as the worker's. */
async function main(): Promise<void> {
  process.once('disconnect', () => process.exit());
  const { url, apiKey } = await startSimulator();
  process.send?.({ url, apiKey });
}

void main();
