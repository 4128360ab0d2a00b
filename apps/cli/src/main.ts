#!/usr/bin/env -S node --
import { runCommandLine } from './run-command-line.js';

await runCommandLine(process.argv.slice(2), process.env);
