/**
 * `npm test [-- arguments of Jest]`: starts the services that the tests need, builds (the end-to-end tests run what is
 * built), runs unit, integration, end-to-end and browser tests, stops the services. The last line counts.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { ensureBuilt } from './build.mjs';
import { ROOT, pinnedNode } from './installation.mjs';
import { countsLine } from './jest-counts.mjs';
import { ensureBrowser } from './test-services/browser.mjs';
import { startTestServices } from './test-services.mjs';

const say = (line) => console.error(`test: ${line}`);

async function main(jestArguments) {
  const folder = await mkdtemp(join(tmpdir(), 'data-pipeline-jest-'));
  const resultsFile = join(folder, 'results.json');
  let results = null;
  try {
    process.exitCode = await testWithServices(resultsFile, jestArguments);
    results = existsSync(resultsFile) ? JSON.parse(await readFile(resultsFile, 'utf8')) : null;
  } catch (error) {
    process.exitCode = 1;
    say(error.message);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const skipped = results ? results.numPendingTests + results.numTodoTests : 0;
  if (skipped > 0) {
    console.log(`${skipped} skipped`);
  }
  console.log(countsLine(results));
}

async function testWithServices(resultsFile, jestArguments) {
  const browser = await ensureBrowser(say);
  const services = await startTestServices(say);
  // A signal ends Jest (`npm` and terminals send it to the whole group); what was started here still ends here.
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  process.on('SIGTERM', ignore);
  try {
    await ensureBuilt(say);
    return await runJest({ ...services, browser }, resultsFile, jestArguments);
  } finally {
    await services.stop();
  }
}

function runJest(services, resultsFile, jestArguments) {
  // The time limit ends hanging tests; a busy machine must not fail them.
  const options = ['--maxWorkers=2', '--testTimeout=60000', '--json', `--outputFile=${resultsFile}`];
  const env = {
    ...process.env,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
    TEST_DATABASE_URL: services.databaseUrl,
    TEST_REDIS_URL: services.redisUrl,
    TEST_BROWSER: services.browser,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(pinnedNode(), ['node_modules/jest/bin/jest.js', ...options, ...jestArguments], {
      cwd: ROOT,
      stdio: 'inherit',
      env,
    });
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

await main(process.argv.slice(2));
