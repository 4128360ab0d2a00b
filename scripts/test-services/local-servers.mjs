import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../free-port.mjs';
import { runCommand } from '../run-command.mjs';

/** How long a server may take to answer before the start counts as failed. */
const START_DEADLINE_MS = 60_000;

/** Several suites at once, each with a database and pools of its own; nothing has to outlive a crash. */
const POSTGRES_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  // Fresh statistics in the middle of a test would change what is read from them.
  autovacuum: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  max_locks_per_transaction: '256',
};

/**
 * The newest PostgreSQL of this machine, one with pgvector before one without.
 * @returns {Promise<{ binaries: string, major: string, hasVector: boolean } | null>}
 */
export async function findPostgres() {
  const root = '/usr/lib/postgresql';
  const majors = existsSync(root)
    ? (await readdir(root)).filter((name) => existsSync(join(root, name, 'bin/initdb')))
    : [];
  const folders = [
    ...majors.sort((a, b) => Number(b) - Number(a)).map((major) => join(root, major, 'bin')),
    ...searchPath().filter((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_config'))),
  ];
  const found = await Promise.all(folders.map(describePostgres));
  return found.find((server) => server.hasVector) ?? found[0] ?? null;
}

async function describePostgres(binaries) {
  const configured = await runCommand(join(binaries, 'pg_config'), ['--version', '--sharedir'], { tolerate: true });
  const [version = '', sharedFolder = ''] = configured.output.trim().split('\n');
  const debianMajor = /\/postgresql\/(\d+)\/bin$/.exec(binaries)?.[1];
  const major = /(\d+)/.exec(configured.code === 0 ? version : '')?.[1] ?? debianMajor ?? '';
  // Debian ships pg_config with the headers only; its extension folder is known without it.
  const shared = configured.code === 0 ? sharedFolder : `/usr/share/postgresql/${major}`;
  return { binaries, major, hasVector: existsSync(join(shared, 'extension/vector.control')) };
}

/** @returns {Promise<string | null>} the path of redis-server */
export async function findRedis() {
  const folder = [...searchPath(), '/usr/bin', '/usr/local/bin'].find((path) => existsSync(join(path, 'redis-server')));
  return folder ? join(folder, 'redis-server') : null;
}

/**
 * A fresh cluster in `folder` on a free port of the loopback, superuser `postgres`, no password.
 * @param {Readonly<Record<string, string>>} [settings] in place of those for tests
 * @returns {Promise<Server>}
 */
export async function startPostgres(binaries, folder, settings = {}) {
  const owner = await unprivilegedUser();
  const data = join(folder, 'postgres');
  await mkdir(data, { mode: 0o700 });
  if (owner) {
    await chown(folder, owner.uid, owner.gid);
    await chown(data, owner.uid, owner.gid);
  }
  const options = { cwd: folder, ...owner, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' } };
  const layout = ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
  await runCommand(join(binaries, 'initdb'), layout, options);
  const all = Object.entries({ ...POSTGRES_SETTINGS, ...settings });
  const flags = all.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return startOnFreePort('PostgreSQL', async (port) => ({
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    child: spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
    answers: async () =>
      (
        await runCommand(join(binaries, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)], {
          tolerate: true,
        })
      ).code === 0,
  }));
}

/**
 * An empty Redis on a free port of the loopback; keeps nothing on disk and, as BullMQ asks, evicts nothing.
 * @returns {Promise<Server>}
 */
export async function startRedis(binary, folder) {
  const settings = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];
  return startOnFreePort('Redis', async (port) => ({
    url: `redis://127.0.0.1:${port}`,
    child: spawn(binary, [...settings, '--port', String(port), '--dir', folder], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
    answers: () => redisAnswers(port),
  }));
}

/**
 * Another program may take the free port first: then the next one is tried.
 * @returns {Promise<Server>} `startAgain` starts it on the same port, after it has ended
 * @typedef {{ url: string, child: import('node:child_process').ChildProcess, startAgain(): Promise<Server> }} Server
 */
async function startOnFreePort(name, launch) {
  const startOn = async (port) => {
    const { url, child } = await launched(await launch(port));
    return { url, child, startAgain: () => startOn(port) };
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOn(await freePort());
    } catch (error) {
      if (attempt === 3) {
        throw new Error(`${name} did not start: ${error.message}`, { cause: error });
      }
    }
  }
}

/** Waits until the new process answers; ends it when it does not. */
async function launched({ url, child, answers }) {
  let output = '';
  let ended = null;
  child.stdout.on('data', (chunk) => (output = `${output}${chunk}`.slice(-4000)));
  child.stderr.on('data', (chunk) => (output = `${output}${chunk}`.slice(-4000)));
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `ended with ${signal ?? `exit code ${code}`}`));
  const deadline = Date.now() + START_DEADLINE_MS;
  while (ended === null && Date.now() < deadline) {
    if (await answers()) {
      return { url, child };
    }
    await delay(30);
  }
  child.kill('SIGKILL');
  throw new Error(`${ended ?? `no answer within ${START_DEADLINE_MS / 1000} s`}\n${output.trim()}`);
}

function redisAnswers(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 }, () => socket.write('PING\r\n'));
    socket.once('data', (answer) => {
      socket.destroy();
      resolve(answer.toString().startsWith('+PONG'));
    });
    socket.once('timeout', () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

/** PostgreSQL refuses to run as root. */
async function unprivilegedUser() {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const account = ['postgres', 'nobody'].map((name) => accounts.find(([user]) => user === name)).find(Boolean);
  if (!account) {
    throw new Error('no account to run PostgreSQL under: neither postgres nor nobody is in /etc/passwd');
  }
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

function searchPath() {
  return (process.env.PATH ?? '').split(delimiter).filter(Boolean);
}
