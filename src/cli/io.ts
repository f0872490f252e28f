import type { Environment } from '../config';

/** Where the program writes. */
export interface CliOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Whether colours are wanted: decided by Node, which knows NO_COLOR. Absent: no colours. */
  hasColors?(): boolean;
}

/** What the program reads from standard input. */
export type CliInput = AsyncIterable<string | Uint8Array> & { readonly isTTY?: boolean | undefined };

/** All that the program uses of its process, so that a test can replace it. */
export interface CliIo {
  readonly stdin: CliInput;
  readonly stdout: CliOutput;
  readonly stderr: CliOutput;
  /** Absent: the environment of this process. */
  readonly env?: Environment | undefined;
  /** Asks for a line without showing what is typed; null: there is no terminal. */
  readonly askHidden: ((question: string) => Promise<string>) | null;
  /** Asks for a line; null: standard input and output are not both a terminal, so no question is asked. */
  readonly ask: ((question: string) => Promise<string>) | null;
  /** Resolves when the program is asked to stop (Ctrl-C, SIGTERM). */
  untilStopped(): Promise<void>;
}

/** The streams and signals of a real process. */
export function processIo(): CliIo {
  // `reversals list | head` closes the pipe early, which is not a failure of this program.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    askHidden: process.stdin.isTTY ? askHidden : null,
    ask: process.stdin.isTTY && process.stdout.isTTY ? ask : null,
    untilStopped: () =>
      new Promise((resolve) => {
        // Once each: a second Ctrl-C ends the process at once.
        process.once('SIGINT', () => {
          resolve();
        });
        process.once('SIGTERM', () => {
          resolve();
        });
      }),
  };
}

async function askHidden(question: string): Promise<string> {
  const { Writable } = await import('node:stream');
  // The line editor echoes what is typed, so it writes nowhere.
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  process.stderr.write(question);
  try {
    return await lineFrom(nowhere, '');
  } finally {
    process.stderr.write('\n');
  }
}

function ask(question: string): Promise<string> {
  return lineFrom(process.stderr, question);
}

/** Reads one line and echoes it to this output. @throws InterruptedError */
async function lineFrom(output: NodeJS.WritableStream, question: string): Promise<string> {
  const { createInterface } = await import('node:readline');
  const editor = createInterface({ input: process.stdin, output, terminal: true, historySize: 0, prompt: question });
  editor.prompt();
  try {
    return await new Promise<string>((resolve, reject) => {
      editor.once('SIGINT', () => {
        output.write('\n');
        reject(new InterruptedError());
      });
      editor.once('close', () => {
        reject(new InterruptedError());
      });
      editor.once('line', resolve);
    });
  } finally {
    editor.close();
  }
}

/** The person at the terminal answered no, or did not answer. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor() {
    super('Nothing was done.');
  }
}
