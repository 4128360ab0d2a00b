/**
 * `npm run check`: all static checks, as many at a time as the machine has processors. The output of each is printed when it
 * has ended; all run even when one fails.
 */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { ROOT } from './installation.mjs';
import { runCommand } from './run-command.mjs';

/** The longest first. */
const CHECKS = ['lint', 'types', 'format', 'imports', 'docs', 'lock'];

async function runCheck(name) {
  const begin = performance.now();
  const { code, output } = await runCommand('npm', ['run', '--silent', `check:${name}`], { cwd: ROOT, tolerate: true });
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  process.stdout.write(`${output}check:${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
  return code === 0;
}

const waiting = [...CHECKS];
const results = [];
const work = async () => {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    results.push(await runCheck(name));
  }
};
await Promise.all(Array.from({ length: availableParallelism() }, work));
process.exitCode = results.every(Boolean) ? 0 : 1;
