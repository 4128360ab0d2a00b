#!/usr/bin/env -S node --
import { runCommandLine } from './run-command-line.js';

// A reader that has what it wants, as `| head` has, ends the command; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit();
});

await runCommandLine(process.argv.slice(2), process.env);
