#!/usr/bin/env node
import { processIo } from './io';
import { runCli } from './run-cli';

void runCli(process.argv.slice(2), processIo()).then((code) => {
  // Exit once the output is written; do not wait for what a failed worker keeps open.
  process.stdout.write('', () => process.exit(code));
});
