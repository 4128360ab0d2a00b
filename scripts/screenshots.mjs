/**
 * `npm run screenshots`: pictures of every page of the console for the documents, in both languages, to docs/images. It
 * starts the built service on databases of its own with the sample business database, and runs one task.
 */
import process from 'node:process';
import { spawn } from 'node:child_process';
import { ensureBuilt } from './build.mjs';
import { ROOT, ensureInstalled, pinnedNode } from './installation.mjs';
import { ensureBrowser } from './test-services/browser.mjs';
import { startTestServices } from './test-services.mjs';

const say = (line) => console.error(`screenshots: ${line}`);

/** As a suite of Jest, since it needs what the browser tests have; no other run takes it. */
function takePictures(services, browser) {
  const env = {
    ...process.env,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    TEST_DATABASE_URL: services.databaseUrl,
    TEST_REDIS_URL: services.redisUrl,
    TEST_BROWSER: browser,
  };
  const jest = ['node_modules/jest/bin/jest.js', '--selectProjects', 'screenshots', '--testTimeout=300000'];
  return new Promise((resolve, reject) => {
    const child = spawn(pinnedNode(), jest, { cwd: ROOT, stdio: 'inherit', env });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function main() {
  await ensureInstalled(say);
  const browser = await ensureBrowser(say);
  const services = await startTestServices(say);
  try {
    await ensureBuilt(say);
    process.exitCode = await takePictures(services, browser);
  } finally {
    await services.stop();
  }
}

await main().catch((error) => {
  say(error.message);
  process.exitCode = 1;
});
