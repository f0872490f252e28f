import { writeFileSync } from 'node:fs';
import { generatedPages } from './pages';

/** Writes every page that is made from the code. Run from the repository's root. */
async function main(): Promise<void> {
  for (const { file, text } of await generatedPages()) {
    writeFileSync(file, text);
    process.stdout.write(`${file}\n`);
  }
}

void main();
