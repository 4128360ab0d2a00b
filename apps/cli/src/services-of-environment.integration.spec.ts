import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { callCommandLine, type Ended } from '../../../test/harness/command-line.js';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';

jest.setTimeout(120_000);

describe('commands that work on the services of the environment', () => {
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'data-pipeline-operator-'));
    database = await createTestDatabase('operator');
  });

  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const call = (args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    callCommandLine(args, { DATA_PIPELINE_LANG: 'en', DATA_DIRECTORY: folder, ...variables });

  it.each([
    [['keys', 'list', '--url', 'http://127.0.0.1:1']],
    [['--url', 'http://127.0.0.1:1', 'keys', 'list']],
    [['vector', 'backup', '--truncate', '--key', 'x']],
    [['vector', 'search', 'how many', '--local']],
    [['storage', 'adopt', '--url', 'http://127.0.0.1:1', '--key', 'x']],
    [['migrate', '--local']],
    [['start', '--url', 'http://127.0.0.1:1']],
  ])('refuse a server: %j', async (args) => {
    const { code, stdout, stderr } = await call(args);
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining('--env-file') });
    expect((await call([...args, '--json', '--lang', 'zh'])).stderr).toMatch(
      /^\{"error":.*不经过服务器.*"exit_code":2/,
    );
  });

  it.each([[['keys', 'list']], [['storage', 'adopt']]])(
    'say to migrate a database without tables: %j',
    async (args) => {
      const { code, stderr } = await call(args, { DATABASE_URL: database.url });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('run "npm run migrate" first') });
    },
  );

  it('say which database they work on where the environment names a server', async () => {
    const server = { DATA_PIPELINE_URL: 'http://127.0.0.1:1', DATABASE_URL: database.url };
    const { code, stderr } = await call(['migrate', '--dry-run'], server);
    const name = new URL(database.url).pathname;
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`${name}, not on the server of`),
    });
    expect((await call(['migrate', '--dry-run'], { DATABASE_URL: database.url })).stderr).toBe('');
  });

  it('make the tables of the embedded default themselves', async () => {
    const listed = await call(['keys', 'list']);
    expect(listed).toEqual({ code: 0, stdout: '', stderr: 'there are no keys\n' });
    expect(await call(['keys', 'create', '--name', 'first'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^dpk_/),
    });
    expect((await call(['keys', 'list'])).stdout).toMatch(/first/);
    expect(await call(['vector', 'list'])).toMatchObject({ code: 0, stderr: 'there are no backups\n' });
  });
});
