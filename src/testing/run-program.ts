import { spawn } from 'node:child_process';
import { endWithThisProcess } from './child-processes';

const keptOutputBytes = 16_384;

export interface RunProgramInput {
  readonly command: string;
  readonly args: readonly string[];
  /** Ends the program; its reason becomes the failure. */
  readonly signal: AbortSignal;
}

/**
 * Runs a helper program to its end.
 *
 * @throws when it cannot be started, is aborted, or exits with anything but 0; the message ends with what the program said last
 */
export async function runProgram({ command, args, signal }: RunProgramInput): Promise<void> {
  signal.throwIfAborted();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' });
  endWithThisProcess(child);
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-keptOutputBytes);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  await new Promise<void>((resolve, reject) => {
    child.once('error', (error) => {
      if (signal.aborted) reject(signal.reason as Error);
      else if (child.pid === undefined)
        reject(new Error(`${command} could not be run: is it installed?`, { cause: error }));
      else reject(error);
    });
    child.once('close', (exitCode) => {
      if (exitCode === 0) resolve();
      else reject(new Error(`${command} exited with code ${String(exitCode)}\n${output}`));
    });
  });
}
