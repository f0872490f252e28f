import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { schemaFiles } from './published';

for (const [file, text] of schemaFiles()) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(path.relative(process.cwd(), file));
}
