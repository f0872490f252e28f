import { createRequire } from 'node:module';

const load = createRequire(__filename);

/** Opens each door that it is given in both ways and prints the names behind it. */
async function namesBehind(door: string): Promise<{ required: string[]; imported: string[] }> {
  const required = Object.keys(load(door) as object).sort();
  // What Node adds of its own to a CommonJS module that is imported.
  const added = new Set(['__esModule', 'default', 'module.exports']);
  const imported = Object.keys((await import(door)) as object).filter((name) => !added.has(name));
  return { required, imported: imported.sort() };
}

async function main(doors: readonly string[]): Promise<void> {
  const opened = await Promise.all(doors.map(async (door) => [door, await namesBehind(door)] as const));
  process.stdout.write(JSON.stringify(Object.fromEntries(opened)));
}

void main(process.argv.slice(2));
