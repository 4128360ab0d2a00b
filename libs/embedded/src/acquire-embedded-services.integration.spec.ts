import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { EmbeddedNeeds } from './control-protocol.js';
import { ClientProcess, compileHost, eventually, isAlive, type ClientReport } from './host-processes.fixture.js';

jest.setTimeout(120_000);

const ALL = { tasks: true, sample: true, vector: true };
const TASKS = { tasks: true };

describe('the embedded databases', () => {
  let build: Awaited<ReturnType<typeof compileHost>>;
  let directory: string;
  let clients: ClientProcess[] = [];

  beforeAll(async () => {
    build = await compileHost();
    // mkdtemp makes it 0700: under root, the account that PostgreSQL runs as cannot enter it by itself.
    directory = await realpath(await mkdtemp(join(tmpdir(), 'embedded-data-')));
  });

  afterEach(async () => {
    await Promise.all(clients.map((client) => client.kill()));
    clients = [];
    await eventually(
      'the host to remove its address',
      async () => !(await exists(join(directory, '.embedded/host.json'))),
    );
  });

  afterAll(async () => {
    await build.remove();
    await rm(directory, { recursive: true, force: true });
  });

  const start = (needs: Partial<EmbeddedNeeds>, where = directory): ClientProcess => {
    const client = new ClientProcess(build.folder, where, needs);
    clients.push(client);
    return client;
  };
  const hostPid = async (): Promise<number> => {
    const address = JSON.parse(await readFile(join(directory, '.embedded/host.json'), 'utf8')) as { pid: number };
    return address.pid;
  };
  const postmasterPid = async (where = directory): Promise<number> =>
    Number((await readFile(join(where, '.embedded/postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

  it('five processes that start at once get one host', async () => {
    const reports = await Promise.all([ALL, ALL, ALL, ALL, ALL].map((needs) => start(needs).report()));
    expect(new Set(reports.map((report) => JSON.stringify(report))).size).toBe(1);
    const [report] = reports as [ClientReport];
    expect(report.error).toBeUndefined();
    expect(report.queueUrl).toBe(report.tasksUrl);
    const [server] = await select(report.tasksUrl, 'SELECT current_database() AS name, version() AS version');
    expect(server).toEqual({ name: 'data_pipeline', version: expect.stringMatching(/^PostgreSQL 18/) as unknown });
    expect((await select(report.businessUrl, `SELECT FROM pg_tables WHERE schemaname = 'public'`)).length).toBe(7);
    expect(await select(report.vectorUrl, `SELECT FROM pg_available_extensions WHERE name = 'vector'`)).toHaveLength(1);
  });

  it('lives as long as one process holds a lease, and stops with the last', async () => {
    const killed = start(TASKS);
    await killed.report();
    const last = start(TASKS);
    const { tasksUrl } = await last.report();
    const pids = [await hostPid(), await postmasterPid()];
    await killed.kill();
    await select(tasksUrl, 'CREATE TABLE kept AS SELECT 42 AS answer');
    expect(pids.map(isAlive)).toEqual([true, true]);
    const [, postmaster] = pids as [number, number];
    await last.release();
    expect(isAlive(postmaster)).toBe(false);
    await eventually('the host to end', () => !pids.some(isAlive));
  });

  it('stops when its last client is killed', async () => {
    const client = start({ ...TASKS, vector: true });
    const { tasksUrl } = await client.report();
    expect(await select(tasksUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    const pids = [await hostPid(), await postmasterPid()];
    await client.kill();
    await eventually('host and PostgreSQL to end', () => !pids.some(isAlive));
  });

  it('starts a part that a later client needs', async () => {
    const first = await start({ vector: true }).report();
    expect(Object.keys(first)).toEqual(['vectorUrl']);
    const second = await start(TASKS).report();
    expect(await select(second.tasksUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  it.each([
    ['the tables of the first start, beside a queue whose schema has the name of the owner', 0, 'public'],
    ['the newer tables, where an earlier version made them in that schema', 1, 'data_pipeline'],
  ])('finds %s', async (_, newerTasks, expected) => {
    const first = start(TASKS);
    const { tasksUrl: before } = await first.report();
    await select(before, 'CREATE SCHEMA IF NOT EXISTS data_pipeline');
    await select(before, 'DROP TABLE IF EXISTS data_pipeline.data_pipeline_tasks');
    await select(before, `CREATE TABLE data_pipeline.data_pipeline_tasks AS SELECT generate_series(1, ${newerTasks})`);
    await first.release();
    await eventually('the host to stop', async () => !(await exists(join(directory, '.embedded/host.json'))));
    const last = start(TASKS);
    const { tasksUrl } = await last.report();
    expect(await select(tasksUrl, 'SELECT current_schema() AS schema')).toEqual([{ schema: expected }]);
    await select(tasksUrl, 'DROP SCHEMA data_pipeline CASCADE');
    await last.release();
  });

  it('leaves nothing behind when the host is killed, and keeps what was committed', async () => {
    const client = start({ ...TASKS, vector: true });
    const { tasksUrl, vectorUrl } = await client.report();
    await select(tasksUrl, 'UPDATE kept SET answer = 43');
    await select(vectorUrl, 'CREATE TABLE notes AS SELECT 7 AS note');
    const postmaster = await postmasterPid();
    process.kill(await hostPid(), 'SIGKILL');
    await eventually('PostgreSQL to stop without its host', () => !isAlive(postmaster));
    const next = await start({ ...TASKS, vector: true }).report();
    expect(await select(next.tasksUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 43 }]);
    expect(await select(next.vectorUrl, 'SELECT note FROM notes')).toEqual([{ note: 7 }]);
  });

  it('starts after a machine crash left a postmaster.pid whose number another process has now', async () => {
    const file = join(directory, '.embedded/postgres/postmaster.pid');
    await writeFile(file, `${process.pid}\n${directory}\n0\n5432\n\n127.0.0.1\n0 0\nready   \n`);
    const { tasksUrl } = await start(TASKS).report();
    expect(await select(tasksUrl, 'SELECT answer FROM kept')).toEqual([{ answer: 43 }]);
  });

  it('brings PostgreSQL back on the same port when it dies under its clients', async () => {
    const { tasksUrl } = await start(TASKS).report();
    const postmaster = await postmasterPid();
    process.kill(postmaster, 'SIGKILL');
    await eventually('PostgreSQL to come back', async () => {
      const pid = await postmasterPid().catch(() => postmaster);
      return pid !== postmaster && (await select(tasksUrl, 'SELECT').then(Boolean, () => false));
    });
  });

  it('opens the sample to a reader, and nothing else to that reader', async () => {
    const { businessUrl, tasksUrl } = await start({ tasks: true, sample: true }).report();
    const denied = { code: '42501' };
    await expect(select(businessUrl, 'BEGIN READ WRITE; DELETE FROM bss_company')).rejects.toMatchObject(denied);
    const { username, password } = new URL(businessUrl ?? '');
    const wrongDoor = new URL(tasksUrl ?? '');
    Object.assign(wrongDoor, { username, password });
    await expect(select(wrongDoor.toString(), 'SELECT 1')).rejects.toMatchObject(denied);
  });

  it('keeps its secrets to the owner', async () => {
    await start({ ...TASKS, vector: true }).report();
    for (const name of ['credentials.json', 'host.json', 'host.log', 'postgres', 'vector']) {
      expect((await stat(join(directory, '.embedded', name))).mode & 0o077).toBe(0);
    }
    const log = await readFile(join(directory, '.embedded/host.log'), 'utf8');
    const secrets = JSON.parse(await readFile(join(directory, '.embedded/credentials.json'), 'utf8')) as object;
    expect(Object.values(secrets).filter((secret) => log.includes(String(secret)))).toEqual([]);
  });

  it('works where everybody may enter the folder', async () => {
    const open = await mkdtemp(join(tmpdir(), 'embedded-open-'));
    try {
      await chmod(open, 0o755);
      const client = start(TASKS, open);
      const { tasksUrl } = await client.report();
      expect(await select(tasksUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await client.release();
    } finally {
      await rm(open, { recursive: true, force: true });
    }
  });

  it('ends when its client dies during the first start, and starts properly the next time', async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'embedded-fresh-'));
    try {
      const impatient = start(TASKS, fresh);
      await eventually('initdb to run', () => exists(join(fresh, '.embedded/postgres.new/base')));
      const { pid } = JSON.parse(await readFile(join(fresh, '.embedded/host.json'), 'utf8')) as { pid: number };
      await impatient.kill();
      await eventually('the host to end', () => !isAlive(pid));
      expect(await exists(join(fresh, '.embedded/postgres'))).toBe(false);
      const next = start(TASKS, fresh);
      expect(await select((await next.report()).tasksUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await next.release();
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  });

  it('says why it cannot start, and leaves no host', async () => {
    const broken = await mkdtemp(join(tmpdir(), 'embedded-broken-'));
    try {
      await mkdir(join(broken, '.embedded'), { mode: 0o711 });
      await mkdir(join(broken, '.embedded/postgres'), { mode: 0o700 });
      await writeFile(join(broken, '.embedded/postgres/PG_VERSION'), '9.0\n');
      const report = await start(TASKS, broken).report();
      expect(report.error).toBe('embedded_start_failed');
      expect(report.message).toContain('DATABASE_URL');
      expect(report.message).toContain('postgresql.conf');
      await eventually('the host to end', async () => !(await exists(join(broken, '.embedded/host.json'))));
    } finally {
      await rm(broken, { recursive: true, force: true });
    }
  });
});

async function select(url: string | undefined, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
