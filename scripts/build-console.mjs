/**
 * `node scripts/build-console.mjs`: checks the types of the console, and builds it into `dist/apps/console/`. Vite takes the
 * types away unread: without the check, a text that lacks a language would be built.
 */
import { dirname } from 'node:path';
import process from 'node:process';
import { runCommand } from './run-command.mjs';

const ROOT = dirname(import.meta.dirname);
const CHECK = ['node_modules/typescript-native/bin/tsc', '-p', 'apps/console'];
/** The native loader writes nothing into node_modules. */
const BUILD = [
  'node_modules/vite/bin/vite.js',
  'build',
  'apps/console',
  '--config',
  'apps/console/vite.config.mjs',
  '--configLoader',
  'native',
];

try {
  await runCommand(process.execPath, CHECK, { cwd: ROOT });
  await runCommand(process.execPath, BUILD, { cwd: ROOT });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
