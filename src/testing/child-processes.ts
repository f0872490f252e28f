import type { ChildProcess } from 'node:child_process';

const deadlySignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const satisfies readonly NodeJS.Signals[];
type DeadlySignal = (typeof deadlySignals)[number];

const living = new Set<ChildProcess>();

/**
 * Makes sure that a child process does not outlive this process, whether it ends normally or by SIGINT, SIGTERM or SIGHUP.
 * A signal that someone else handles too is left to them: the children then end with this process.
 * Safe to repeat for the same child. A SIGKILL of this process cannot be seen by it and leaves the child behind.
 */
export function endWithThisProcess(child: ChildProcess): void {
  if (living.size === 0) startWatching();
  living.add(child);
  child.once('exit', () => {
    forget(child);
  });
  child.once('error', () => {
    if (child.pid === undefined) forget(child);
  });
}

function forget(child: ChildProcess): void {
  living.delete(child);
  if (living.size === 0) stopWatching();
}

function startWatching(): void {
  process.on('exit', killAll);
  for (const signal of deadlySignals) process.on(signal, onDeadlySignal);
}

function stopWatching(): void {
  process.off('exit', killAll);
  for (const signal of deadlySignals) process.off(signal, onDeadlySignal);
}

function killAll(): void {
  for (const child of living) child.kill('SIGKILL');
}

function onDeadlySignal(signal: DeadlySignal): void {
  if (process.listenerCount(signal) > 1) return;
  killAll();
  // Our handler replaced the default action, which is to end: take it away and let the signal do its work.
  stopWatching();
  process.kill(process.pid, signal);
}
