/**
 * `npm run test:interop [-- arguments of pytest]`: the real readers of the vector store, vanna and langchain_postgres
 * from PyPI, over what the product writes. They are installed into `.interop-venv` and the product never needs them.
 * With `--if-possible` (CI) a machine without Python, or without a way to PyPI, skips the suite and reports it.
 * The last line counts.
 */
import process from 'node:process';
import { ensureBuilt } from './build.mjs';
import { ROOT, pinnedNode } from './installation.mjs';
import { PYTHON, ensureEnvironment } from './interop/environment.mjs';
import { pytestCounts } from './interop/pytest-counts.mjs';
import { runCommand } from './run-command.mjs';
import { startTestServices } from './test-services.mjs';

const say = (line) => console.error(`interop: ${line}`);

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
    const { code, output } = await runCommand(PYTHON, args, { cwd: ROOT, env, tolerate: true });
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
const missing = await ensureEnvironment(say);
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
