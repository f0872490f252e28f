import { exitCodes } from '../../src/cli/exit-code';
import { processIo } from '../../src/cli/io';
import { runCli } from '../../src/cli/run-cli';

const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'voided, refunded, already reversed, or done as requested',
  completedOtherwise: 'completed with any other outcome: refused, declined, partially reversed, …',
  usage:
    'nothing was done: the command line, the input or the configuration cannot be used, Temporal cannot be reached, the payment is unknown, or the answer to the question was no',
  waitingForApproval: 'the reversal waits for approval',
  notCompleted: 'not completed for another reason, or no answer in time',
  internal: 'an internal error',
};

const io = processIo();

/** `docs/reference/commands.md`: the help of every command, as the program prints it, and the exit codes. */
export async function commandsPage(): Promise<string> {
  const overview = await helpOf([]);
  const names = commandsIn(overview);
  const sections: string[] = [];
  for (const name of names) sections.push(...(await sectionsOf([name])));
  const codes = Object.entries(exitCodes).map(
    ([name, code]) => `- \`${code}\`: ${exitCodeMeanings[name as keyof typeof exitCodes]}`,
  );
  return `# Commands

Run \`npx reversals COMMAND\` where the package is installed. In a clone, run \`npm run build\`, then \`node lib/src/cli/main.js COMMAND\`. Every command has \`--json\`.

${fence(overview)}

## Exit codes

${codes.join('\n')}

${sections.join('\n\n')}
`;
}

async function sectionsOf(path: readonly string[]): Promise<string[]> {
  const help = await helpOf(path);
  const inner: string[] = [];
  for (const name of commandsIn(help)) inner.push(...(await sectionsOf([...path, name])));
  return [`## reversals ${path.join(' ')}\n\n${fence(help)}`, ...inner];
}

async function helpOf(path: readonly string[]): Promise<string> {
  let text = '';
  const stdout = { write: (part: string) => (text += part) };
  await runCli([...path, '--help'], { ...io, stdout });
  return text.trimEnd();
}

/** The commands that a help text lists, without `help` itself. */
function commandsIn(help: string): string[] {
  const [, commands = ''] = help.split('\nCommands:\n');
  const names = [...commands.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name);
  return names.filter((name) => name !== 'help');
}

function fence(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}
