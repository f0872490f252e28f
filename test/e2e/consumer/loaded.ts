import { createRequire } from 'node:module';

/** Opens a door and prints every file that came in with it. */
const load = createRequire(__filename);
load(process.argv[2] ?? '');
process.stdout.write(JSON.stringify(Object.keys(load.cache)));
