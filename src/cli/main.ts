#!/usr/bin/env node
import { processIo } from './io';
import { runCli } from './run-cli';

void runCli(process.argv.slice(2), processIo()).then((code) => {
  // After what was written has left; whatever a failed worker keeps open is not waited for.
  process.stdout.write('', () => process.exit(code));
});
