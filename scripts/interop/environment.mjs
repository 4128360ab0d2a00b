/** The Python environment of the readers, installed once from PyPI into `.interop-venv`. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { ROOT } from '../installation.mjs';
import { runCommand } from '../run-command.mjs';

const VENV = join(ROOT, '.interop-venv');
const STAMP = join(VENV, '.requirements');
const REQUIREMENTS = join(ROOT, 'test/interop/requirements.txt');
const BINARIES = join(VENV, process.platform === 'win32' ? 'Scripts' : 'bin');

export const PYTHON = join(BINARIES, 'python');

/**
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the reason for a missing environment; empty when it exists
 */
export async function ensureEnvironment(say) {
  const digest = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  if (existsSync(STAMP) && (await readFile(STAMP, 'utf8')) === digest) {
    return '';
  }
  const python = await runCommand(
    'python3',
    ['-c', 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10)'],
    {
      tolerate: true,
    },
  );
  if (python.code !== 0) {
    return 'python3 (3.10 or newer) with venv is not here; on Debian: apt-get install python3-venv';
  }
  say('installing the readers from PyPI; this happens once');
  await rm(VENV, { recursive: true, force: true });
  await runCommand('python3', ['-m', 'venv', VENV]);
  const options = ['--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];
  const installed = await runCommand(PYTHON, ['-m', 'pip', 'install', ...options], {
    tolerate: true,
  });
  if (installed.code !== 0) {
    return `pip cannot install the readers:\n${installed.output.trim().split('\n').slice(-5).join('\n')}`;
  }
  await writeFile(STAMP, digest);
  return '';
}
