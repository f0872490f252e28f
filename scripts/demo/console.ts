import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { endWithThisProcess } from '../../src/testing/child-processes';
import { fillWorld } from './living-world';
import { demoRules } from './rules';
import type { Stage } from './stage';
import type { Voice } from './voice';

/** Resolves when this process is stopped. From then on it ends without help. */
export type Signalled = () => Promise<void>;

/** Fills the world, opens the console over it, and keeps both running until they are stopped. */
export async function openConsole(stage: Stage, { say, styled }: Voice, signalled: Signalled): Promise<void> {
  const stopped = signalled();
  say(styled('dim', '\nFilling the world for the console …'));
  await fillWorld(stage);
  const folder = await mkdtemp(path.join(tmpdir(), 'reversals-console-'));
  const rulesFile = path.join(folder, 'rules.yaml');
  // JSON is YAML.
  await writeFile(rulesFile, JSON.stringify(demoRules));
  const child = startConsole(stage, rulesFile);
  try {
    say(styled('bold', `\nThe console is open: ${await addressOf(child)}`));
    say('Sign in under any name. To approve a refund, use another name than its requester. Ctrl-C stops everything.');
    await Promise.race([stopped, ended(child), stage.workerLost()]);
  } finally {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

function startConsole({ address, namespace, taskQueue }: Stage, rulesFile: string): ChildProcess {
  const program = require.resolve('../../src/cli/main');
  const args = ['console', '--demo-sign-in', '--port', '0', '--json', '--no-work-list', '--rules', rulesFile];
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, REVERSALS_TASK_QUEUE: taskQueue },
  });
  endWithThisProcess(child);
  return child;
}

/** What the console prints first is one JSON document with its address. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the console has no standard output');
  let text = '';
  for await (const line of createInterface(child.stdout)) {
    text += line;
    if (line === '}') return (JSON.parse(text) as { url: string }).url;
  }
  throw new Error('the console ended before it printed its address; its messages are above');
}

async function ended(child: ChildProcess): Promise<never> {
  await once(child, 'exit');
  throw new Error('the console ended unexpectedly; its messages are above');
}
