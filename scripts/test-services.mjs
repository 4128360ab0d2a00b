import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { canUseCompose, startComposeServices } from './test-services/compose.mjs';
import { installPackages } from './test-services/debian.mjs';
import { canInstallPackages } from './test-services/debian-packages.mjs';
import { findPostgres, findRedis, startPostgres, startRedis } from './test-services/local-servers.mjs';

const FOLDER_PREFIX = 'data-pipeline-services-';
const STATE_FILE = 'processes.json';

/**
 * PostgreSQL with pgvector and Redis for the tests. In this order: what TEST_DATABASE_URL and TEST_REDIS_URL name;
 * the programs of this machine, installed first on Debian and Ubuntu as root; containers.
 * @param {(line: string) => void} [say] receives progress messages
 * @returns {Promise<{ databaseUrl: string, redisUrl: string, stop(): Promise<void> }>} superuser URL of a server on
 *   which suites create databases of their own; `stop` stops only what this call started
 * @throws Error when no way is open: tests never go on without their services
 */
export async function startTestServices(say = () => undefined) {
  const { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl } = process.env;
  if (databaseUrl && redisUrl) {
    return { databaseUrl, redisUrl, stop: async () => undefined };
  }
  const started = await startMissingServices({ postgres: !databaseUrl, redis: !redisUrl }, say);
  return { ...started, databaseUrl: databaseUrl || started.databaseUrl, redisUrl: redisUrl || started.redisUrl };
}

async function startMissingServices(needs, say) {
  const programs = await ensurePrograms(needs, say);
  if (programs) {
    return startPrograms(programs);
  }
  if (await canUseCompose()) {
    say('starting the services as containers');
    return startComposeServices();
  }
  throw new Error(
    'The tests need PostgreSQL with pgvector and Redis, and there is no way to get them here. Do one of these:\n' +
      '  - run as root on Debian or Ubuntu: the packages are installed and started on private ports;\n' +
      '  - install postgresql, the pgvector extension and redis-server yourself, so that they are found in the PATH;\n' +
      '  - start Docker with the compose plugin;\n' +
      '  - set TEST_DATABASE_URL (a superuser of a server that has pgvector) and TEST_REDIS_URL.',
  );
}

/**
 * The programs of this machine; on Debian and Ubuntu, as root, what is missing is installed first.
 * @param {{ postgres: boolean, redis: boolean }} needs
 * @param {(line: string) => void} say
 * @returns {Promise<{ postgres?: string, redis?: string } | null>} the folder of PostgreSQL's programs and the path of
 *   redis-server; null when something that is needed is missing
 */
export async function ensurePrograms(needs, say) {
  const found = await findPrograms(needs);
  if (found || !(await canInstallPackages())) {
    return found;
  }
  await installPackages(say);
  return findPrograms(needs);
}

async function findPrograms(needs) {
  const postgres = needs.postgres ? await findPostgres() : undefined;
  const redis = needs.redis ? await findRedis() : undefined;
  if ((needs.postgres && !postgres?.hasVector) || (needs.redis && !redis)) {
    return null;
  }
  return { postgres: postgres?.binaries, redis: redis ?? undefined };
}

async function startPrograms({ postgres, redis }) {
  await removeLeftovers();
  const folder = await mkdtemp(join(tmpdir(), FOLDER_PREFIX));
  const children = [];
  const stop = async () => {
    await Promise.all(children.map(endChild));
    await rm(folder, { recursive: true, force: true });
  };
  const start = async (launch) => {
    const server = await launch;
    children.push(server.child);
    return server.url;
  };
  try {
    const launched = await Promise.allSettled([
      postgres ? start(startPostgres(postgres, folder)) : '',
      redis ? start(startRedis(redis, folder)) : '',
    ]);
    const failed = launched.find((result) => result.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
    const pids = children.map((child) => child.pid);
    await writeFile(join(folder, STATE_FILE), JSON.stringify({ owner: process.pid, pids }));
    const [databaseUrl, redisUrl] = launched.map((result) => result.value);
    return { databaseUrl, redisUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** SIGINT is PostgreSQL's fast shutdown (it does not wait for clients), and ends Redis too. */
function endChild(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.once('exit', () => resolve());
    child.kill('SIGINT');
  });
}

/** Servers of a run that was killed: its folder names them, and they still work in that folder. */
async function removeLeftovers() {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(FOLDER_PREFIX));
  for (const name of names) {
    const folder = join(tmpdir(), name);
    const state = await readState(folder);
    if (!state || isAlive(state.owner)) {
      continue;
    }
    for (const pid of state.pids) {
      if ((await workingFolderOf(pid))?.startsWith(folder)) {
        process.kill(pid, 'SIGKILL');
      }
    }
    await rm(folder, { recursive: true, force: true });
  }
}

async function readState(folder) {
  const file = join(folder, STATE_FILE);
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : null;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

async function workingFolderOf(pid) {
  return readlink(`/proc/${pid}/cwd`).catch(() => null);
}

/** As a command: prints the two URLs as lines of an environment file and keeps the services until it is told to end. */
async function main() {
  const services = await startTestServices((line) => console.error(`test services: ${line}`));
  console.log(`TEST_DATABASE_URL=${services.databaseUrl}`);
  console.log(`TEST_REDIS_URL=${services.redisUrl}`);
  if (process.argv.includes('--install-only')) {
    await services.stop();
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void services.stop());
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
