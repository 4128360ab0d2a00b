#!/usr/bin/env -S node --
import { runCommandLine } from './run-command-line.js';

// A reader that has what it wants, as `| head` has, gets no more; the command goes on to its end and to its exit code.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
  });
}

await runCommandLine(process.argv.slice(2), process.env);
