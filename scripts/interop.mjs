/**
 * `npm run test:interop [-- arguments of pytest]`: the real readers of the vector store, vanna and langchain_postgres
 * from PyPI, over what the product writes. They are installed into `.interop-venv` and the product never needs them.
 * With `--if-possible` (CI) a machine without Python, or without a way to PyPI, skips the suite and reports it.
 * The last line counts.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { ensureBuilt } from './build.mjs';
import { ROOT, pinnedNode } from './installation.mjs';
import { pytestCounts } from './interop/pytest-counts.mjs';
import { runCommand } from './run-command.mjs';
import { startTestServices } from './test-services.mjs';

const VENV = join(ROOT, '.interop-venv');
const STAMP = join(VENV, '.requirements');
const REQUIREMENTS = join(ROOT, 'test/interop/requirements.txt');
const BINARIES = join(VENV, process.platform === 'win32' ? 'Scripts' : 'bin');

const say = (line) => console.error(`interop: ${line}`);

/** @returns {Promise<string>} the reason for a missing environment; empty when it exists */
async function ensureEnvironment() {
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
  const installed = await runCommand(join(BINARIES, 'python'), ['-m', 'pip', 'install', ...options], {
    tolerate: true,
  });
  if (installed.code !== 0) {
    return `pip cannot install the readers:\n${installed.output.trim().split('\n').slice(-5).join('\n')}`;
  }
  await writeFile(STAMP, digest);
  return '';
}

async function runSuite(pytestArguments) {
  const services = await startTestServices(say);
  try {
    await ensureBuilt(say);
    const env = {
      ...process.env,
      PYTHONDONTWRITEBYTECODE: '1',
      INTEROP_NODE: pinnedNode(),
      TEST_DATABASE_URL: services.databaseUrl,
    };
    const args = ['-m', 'pytest', '-c', 'test/interop/pytest.ini', 'test/interop', ...pytestArguments];
    const { code, output } = await runCommand(join(BINARIES, 'python'), args, { cwd: ROOT, env, tolerate: true });
    console.error(output);
    const { passed, failed } = pytestCounts(output);
    // An error that pytest could not count, such as a file that does not parse, is a failure too.
    const uncounted = code !== 0 && failed === 0 ? 1 : 0;
    console.log(`${passed} passed, ${failed + uncounted} failed`);
    process.exitCode = code;
  } finally {
    await services.stop();
  }
}

const args = process.argv.slice(2);
const missing = await ensureEnvironment();
if (missing === '') {
  await runSuite(args.filter((argument) => argument !== '--if-possible'));
} else if (args.includes('--if-possible')) {
  say(`left out: ${missing}`);
  console.log('0 passed, 0 failed');
} else {
  say(missing);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
