#!/usr/bin/env node
/** `npx data-pipeline`, the `bin` of package.json: the command line, in the folder where it was typed. */
import process from 'node:process';
import { runCommandLine } from './bootstrap.mjs';

await runCommandLine(process.argv.slice(2));
