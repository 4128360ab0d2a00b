/**
 * Boots the built api and worker as two processes on the embedded default, waits until both say that they are ready and
 * the api answers so, and ends both with SIGTERM: both have to leave with exit code 0.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureBuilt } from './build.mjs';
import { ENTRIES } from './entries.mjs';
import { ROOT, ensureInstalled, pinnedNode } from './installation.mjs';
import { freePort } from './free-port.mjs';

const READY_DEADLINE_MS = 120_000;
const STOP_DEADLINE_MS = 60_000;
const READY_PATH = '/health/ready';
/** Settings that would turn the embedded default off or move files out of the scratch folder. */
const CLEARED =
  /^(DATABASE_URL|QUEUE_URL|BUSINESS_DATABASE_URL|VECTOR_DATABASE_URL|STORAGE_URL|TABLE_LIST_DIRECTORY|API_KEYS|HOST)$/;

const say = (line) => console.error(`smoke: ${line}`);

async function main() {
  await ensureInstalled(say);
  await ensureBuilt(say);
  const folder = await mkdtemp(join(tmpdir(), 'data-pipeline-smoke-'));
  const port = await freePort();
  const processes = [launch('start:api', folder, port), launch('start:worker', folder, port)];
  try {
    await untilReady(processes, `http://127.0.0.1:${port}${READY_PATH}`);
    say(`api and worker are ready, ${READY_PATH} answers 200`);
    await Promise.all(processes.map(endPolitely));
    say('api and worker ended with exit code 0');
  } catch (error) {
    processes.forEach(({ name, output }) => say(`last output of ${name}:\n${output()}`));
    throw error;
  } finally {
    processes.forEach(({ child }) => child.kill('SIGKILL'));
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  }
}

function launch(name, folder, port) {
  const inherited = Object.entries(process.env).filter(([variable]) => !CLEARED.test(variable));
  const env = { ...Object.fromEntries(inherited), DATA_DIRECTORY: folder, PORT: String(port) };
  const child = spawn(pinnedNode(), ENTRIES[name], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let output = '';
  let ready = false;
  const keepTail = (chunk) => (output = `${output}${chunk}`.slice(-8000));
  child.stdout.on('data', keepTail);
  child.stderr.on('data', keepTail);
  child.on('message', (message) => (ready ||= message?.type === 'ready'));
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  return { name, child, ended, output: () => output, isReady: () => ready };
}

async function untilReady(processes, url) {
  const deadline = Date.now() + READY_DEADLINE_MS;
  let status = null;
  while (Date.now() < deadline) {
    const gone = processes.find(({ child }) => child.exitCode !== null || child.signalCode !== null);
    if (gone) {
      throw new Error(`${gone.name} ended by itself: ${await gone.ended}`);
    }
    status = await statusOf(url);
    if (status === 200 && processes.every(({ isReady }) => isReady())) {
      return;
    }
    await delay(200);
  }
  const waiting = processes.filter(({ isReady }) => !isReady()).map(({ name }) => name);
  throw new Error(
    `not ready after ${READY_DEADLINE_MS / 1000} s: ${READY_PATH} answers ${status}; ` +
      `still starting: ${waiting.join(', ') || 'none'}`,
  );
}

async function statusOf(url) {
  try {
    return (await globalThis.fetch(url, { signal: globalThis.AbortSignal.timeout(5000) })).status;
  } catch {
    return 'no answer';
  }
}

async function endPolitely({ name, child, ended }) {
  child.kill('SIGTERM');
  const outcome = await Promise.race([ended, delay(STOP_DEADLINE_MS, 'still running', { ref: false })]);
  if (outcome !== 0) {
    throw new Error(`${name} after SIGTERM: ${outcome}, expected exit code 0`);
  }
}

main().catch((error) => {
  say(error.message);
  process.exitCode = 1;
});
