import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { callCommandLine, type Ended } from '../harness/command-line.js';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';
import { runSql } from '../harness/test-database.js';

jest.setTimeout(180_000);

const CLI = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const TABLES = 'public.bss_company,public.bss_service_area,public.bss_section_route';

interface Started {
  /** What it has printed so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

describe('the command line', () => {
  let services: SampleServices;
  let service: TestService;
  let folder: string;
  let taskId: string;
  let pairId: string;

  function start(args: readonly string[], variables: Record<string, string> = {}): Started {
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder, ...variables };
    const child = spawn(process.execPath, ['--', CLI, ...args], {
      env,
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()));
    return {
      output: () => printed.stdout + printed.stderr,
      kill: (signal) => void child.kill(signal),
      ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, ...printed }))),
    };
  }

  /** A command against the service of this suite, within this process. */
  const run = (...args: string[]): Promise<Ended> =>
    callCommandLine(args, { DATA_PIPELINE_URL: service.client.origin, DATA_PIPELINE_LANG: 'en' });
  const file = (name: string): string => join(folder, name);

  async function json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await run(...args, '--json');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    return JSON.parse(stdout) as T;
  }

  beforeAll(async () => {
    services = await createSampleServices('cli');
    service = await startService(services.variables);
    folder = await mkdtemp(join(tmpdir(), 'data-pipeline-cli-'));
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('creates a task, runs it and follows it to its end', async () => {
    const created = await json<{ task_id: string }>(
      'task',
      'create',
      '--context',
      '高速公路服务区管理系统',
      '--tables',
      TABLES,
      '--set',
      'theme_count=2',
      '--name',
      '服务区',
    );
    taskId = created.task_id;
    const { code, stdout } = await run('task', 'run', taskId, '--follow');
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining(`Task ${taskId}: completed`) });
    expect(stdout).toMatch(/ddl_generation\s+completed[\s\S]*training_load\s+completed/);
  });

  it('lists and shows it, with the names of the API', async () => {
    const list = await json<{ tasks: { task_id: string }[]; total: number }>('task', 'list', '--status', 'completed');
    expect(list).toMatchObject({ total: 1, tasks: [{ task_id: taskId, task_name: '服务区', db_name: null }] });
    expect(await json('--json', 'task', 'show', taskId)).toMatchObject({
      task_id: taskId,
      step_status: { training_load: 'completed' },
      parameters: { theme_count: 2 },
    });
    const { stdout } = await run('--lang', 'zh', 'task', 'list');
    expect(stdout).toMatch(new RegExp(`^任务\\s+状态.*\\n${taskId}\\s+completed`));
    // A script that counts the lines of a list counts its rows.
    expect((await run('--lang', 'zh', 'pairs', 'list', taskId)).stdout).not.toMatch(/^编号/);
  });

  it('prints the log, oldest line first', async () => {
    const { stdout } = await run('task', 'logs', taskId, '--limit', '1000');
    const times = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, 25));
    expect(times.toSorted()).toEqual(times);
    expect(stdout).toContain('[ddl_generation]');
    const last = await run('task', 'logs', taskId, '--limit', '1', '--json', '--follow');
    expect(JSON.parse(last.stdout)).toMatchObject({ level: 'INFO', step_name: 'training_load' });
  });

  it('pulls files once; a file that is here and unchanged is left alone', async () => {
    const first = await json<{ pulled: number; folder: string }>(
      'task',
      'files',
      'pull',
      taskId,
      '--only',
      '*.ddl',
      '--out',
      file('pulled'),
    );
    expect(first).toMatchObject({ pulled: 3, unchanged: 0 });
    expect((await readdir(join(folder, 'pulled'))).sort()).toEqual([
      'bss_company.ddl',
      'bss_section_route.ddl',
      'bss_service_area.ddl',
    ]);
    await writeFile(join(folder, 'pulled/bss_section_route.ddl'), 'changed here');
    expect(await json('task', 'files', 'pull', taskId, '--only', '*.ddl', '--out', file('pulled'))).toMatchObject({
      pulled: 1,
      unchanged: 2,
    });
    expect(await readFile(join(folder, 'pulled/bss_section_route.ddl'), 'utf8')).toMatch(
      /create table public.bss_section_route/i,
    );
    const { files, total } = await json<{ files: { file_name: string }[]; total: number }>(
      'task',
      'files',
      'list',
      taskId,
    );
    expect(files).toHaveLength(total);
  });

  it('lists, shows and exports pairs', async () => {
    const { pairs, total } = await json<{ pairs: { id: string; kind: string; sql: string }[]; total: number }>(
      'pairs',
      'list',
      taskId,
    );
    expect(pairs).toHaveLength(total);
    const [pair] = pairs;
    pairId = pair?.id ?? '';
    expect(await json('pairs', 'show', taskId, pair?.id ?? '')).toEqual(pair);
    const { stdout } = await run('pairs', 'export', taskId, '--format', 'jsonl');
    expect(stdout.trimEnd().split('\n')).toHaveLength(total);
    await run('pairs', 'export', taskId, '--format', 'csv', '--out', file('pairs.csv'));
    expect(await readFile(join(folder, 'pairs.csv'), 'utf8')).toMatch(
      /^id,question,sql,kind,difficulty,source\r\npair_/,
    );
    expect(await run('pairs', 'show', taskId, 'pair_0')).toMatchObject({ code: 2 });
  });

  // check:docs compares the commands of the Chinese page with these.
  it('runs every example of its page', async () => {
    const text = await readFile(new URL('../../docs/command-line.md', import.meta.url), 'utf8');
    const examples = [...text.matchAll(/^npx data-pipeline (.+)$/gm)].map(([, words = '']) =>
      [...words.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word = '']) =>
        (quoted ?? word)
          .replace('TASK_ID', taskId)
          .replace('PAIR_ID', pairId)
          .replace(/^(\w+\.(?:csv|xml|html))$/, (name) => file(name)),
      ),
    );
    expect(examples.length).toBeGreaterThan(3);
    for (const args of examples) {
      expect({ args, ...(await run(...args)) }).toMatchObject({ args, code: 0 });
    }
  });

  it('reviews pairs: one, several, all that match, and takes it back', async () => {
    const review = <T>(...args: string[]): Promise<T> => json<T>('pairs', 'review', ...args);
    type Reviewed = { pair_id: string; review: { state: string; comment: string | null } };
    type Listed = { pairs: Reviewed[]; total: number };
    const { pairs, total } = await review<Listed>('list', taskId, '--state', 'new');
    const { total: all } = await review<Listed>('list', taskId);
    const [first = '', second = ''] = pairs.map(({ pair_id: id }) => id);
    expect(await review('approve', taskId, first, second, '--comment', 'checked')).toMatchObject({
      pairs: [first, second].map((id) => ({ pair_id: id, review: { state: 'approved', comment: 'checked' } })),
    });
    expect(await review('reject', taskId, second)).toMatchObject({ pairs: [{ review: { state: 'rejected' } }] });
    expect(await review('undo', taskId)).toEqual({ pair_ids: [second] });
    const bulk = ['bulk', taskId, '--decision', 'approved', '--state', 'new'];
    expect(await review(...bulk)).toMatchObject({ dry_run: true, count: total - 2, batch_id: null });
    const done = await review<{ batch_id: string }>(...bulk, '--yes');
    expect(done).toMatchObject({ dry_run: false, count: total - 2 });
    expect((await run('pairs', 'review', 'list', taskId, '--state', 'approved')).stderr).toContain(`pairs: ${all};`);
    await review('undo', taskId, '--batch', done.batch_id);
    expect((await run('pairs', 'review', 'show', taskId, first)).stdout).toContain('checked');
    expect(await run('pairs', 'review', 'bulk', taskId, '--decision', 'rejected', '--yes')).toMatchObject({ code: 2 });
    expect(await run('pairs', 'review', 'approve', taskId, 'pair_0')).toMatchObject({ code: 4 });
  });

  it('evaluates: follows, gates, reports and compares', async () => {
    const evaluate = (...args: string[]): Promise<Ended> => run('evaluate', ...args);
    const listed = async () =>
      (await json<{ evaluations: { evaluation_id: string }[] }>('evaluate', 'list', taskId)).evaluations.map(
        ({ evaluation_id: id }) => id,
      );
    // The examples of the page have made one.
    const earlier = await listed();
    const passed = await evaluate(
      'run',
      taskId,
      '--min-all-tables',
      '1',
      '--max-questions',
      '10',
      '--report',
      file('r.md'),
    );
    expect(passed).toMatchObject({ code: 0, stdout: expect.stringMatching(/arm +questions[\s\S]*schema +\d/) });
    expect(passed.stdout).toMatch(/min_all_tables \(\w+\): [\d.]+ % \/ 1 %: reached/);
    expect(await readFile(file('r.md'), 'utf8')).toContain('# ');
    const set = file('questions.json');
    const bothCounts = 'SELECT (SELECT count(*) FROM bss_company) + (SELECT count(*) FROM bss_service_area)';
    const hard = [{ question: 'How many section routes belong to nobody?', gold_sql: bothCounts }];
    await writeFile(set, JSON.stringify(hard));
    const gate = ['--arms', 'schema', '--results', '1', '--min-sufficiency', '100'];
    expect(await evaluate('run', taskId, '--questions', set, ...gate)).toMatchObject({ code: 6 });
    const [newest, oldest, ...others] = (await listed()) as [string, string, ...string[]];
    expect(others).toEqual(earlier);
    expect((await evaluate('show', taskId, newest)).stdout).toContain(newest);
    expect((await evaluate('results', taskId, newest)).stdout).toContain('section routes');
    expect(await json('evaluate', 'compare', taskId, oldest, oldest)).toMatchObject({ first: oldest, second: oldest });
    expect((await evaluate('report', taskId, oldest, '--format', 'html')).stdout).toContain('<html');
    expect(await evaluate('run', 'task_20200101_000000')).toMatchObject({ code: 4 });
  });

  it('lets the server examine itself, and names no secret', async () => {
    const { code, stdout } = await run('doctor');
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/✔ ok +server +http.* runs version/),
    });
    expect(stdout.match(/^✔ ok +clock/gm)).toHaveLength(3);
    expect(await run('doctor', '--strict', '--json')).toMatchObject({ code: 1 });
    expect((await service.client.get('/monitor/doctor')).body.data).toMatchObject({ status: 'warn' });
  });

  it('resumes a task: nothing is left to do, which is a conflict', async () => {
    expect(await run('task', 'resume', taskId)).toMatchObject({ code: 4 });
  });

  it('finds tables and pairs that no longer fit the database, for CI', async () => {
    const clean = await run('task', 'diff', taskId);
    expect(clean).toMatchObject({ code: 0, stdout: expect.stringContaining('up to date') });
    const url = services.variables['BUSINESS_DATABASE_URL'] ?? '';
    await runSql(
      url,
      'ALTER TABLE bss_company RENAME COLUMN company_name TO company_title; ALTER TABLE bss_section_route ADD COLUMN note text',
    );
    const text = await run('task', 'diff', taskId);
    expect(text.code).toBe(5);
    expect(text.stdout).toContain('  public.bss_section_route\n    + note');
    expect(text.stdout).toContain('    + company_title\n    - company_name');
    const diff = JSON.parse((await run('task', 'diff', taskId, '--json')).stdout) as {
      pairs: { stale: { sql: string }[] };
    };
    expect(diff).toMatchObject({ up_to_date: false, tables: { checked: 3, added: [], removed: [] } });
    expect(diff.pairs.stale.length).toBeGreaterThan(0);
    expect(diff.pairs.stale.every(({ sql }) => sql.includes('company_name'))).toBe(true);
    const junit = await run('task', 'diff', taskId, '--format', 'junit', '--out', file('diff.xml'));
    expect(junit).toMatchObject({ code: 5, stdout: '' });
    const xml = await readFile(join(folder, 'diff.xml'), 'utf8');
    expect(xml).toContain(
      `<testsuites tests="${2 + 1 + diff.pairs.stale.length + 1}" failures="${2 + diff.pairs.stale.length}"`,
    );
    expect(xml).toContain(' name="public.bss_section_route"');
    const markdown = await run('task', 'diff', taskId, '--format', 'markdown', '--lang', 'zh');
    expect(markdown.stdout).toMatch(/^## .*已过期[\s\S]*\| `public.bss_section_route` \| \+ note \|/);
    await runSql(url, 'DROP TABLE bss_section_route CASCADE');
    const gone = JSON.parse((await run('task', 'diff', taskId, '--json')).stdout) as object;
    expect(gone).toMatchObject({ tables: { removed: ['public.bss_section_route'] } });
  });

  it('refuses to compare a task without documents', async () => {
    const { task_id: other } = await json<{ task_id: string }>(
      'task',
      'create',
      '--context',
      'x',
      '--tables',
      'bss_company',
    );
    const { code, stderr } = await run('task', 'diff', other);
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: `task ${other} has no documents to compare yet: run ddl_generation first\n`,
    });
  });

  it('leaves a task running when Ctrl-C ends the follower', async () => {
    const { task_id: other } = await json<{ task_id: string }>(
      'task',
      'create',
      '--context',
      'x',
      '--tables',
      'public.*',
    );
    await service.workers[0]?.stop();
    const follower = start(['task', 'run', other, '--follow'], {
      DATA_PIPELINE_URL: service.client.origin,
      LANG: 'en_GB.UTF-8',
    });
    await eventually(() => expect(follower.output()).toContain(`Following task ${other}`));
    follower.kill('SIGINT');
    expect(await follower.ended).toMatchObject({
      code: 130,
      stderr: expect.stringContaining(`task ${other} continues`),
    });
    expect(await json('task', 'show', other)).toMatchObject({ status: 'in_progress', cancel_requested: false });
    expect(await json('task', 'cancel', other)).toMatchObject({ task_id: other, cancel_requested: true });
    service.workers.pop();
    await service.addWorker();
  });

  it.each([
    [2, ['task', 'create', '--env-file', 'nowhere.env'], 'nowhere.env cannot be read (ENOENT)'],
    [3, ['task', 'list', '--url', 'http://127.0.0.1:2'], 'http://127.0.0.1:2 does not answer: connection refused'],
    [4, ['task', 'show', 'task_20200101_000000'], 'task not found'],
    [4, ['task', 'cancel', 'task_20200101_000000'], 'task not found'],
    [4, ['task', 'create', '--context', 'x', '--set', 'theme_cuont=3'], 'did you mean theme_count?'],
  ])('exits with %i for %j', async (expected, args, text) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, printed: stdout + stderr }).toEqual({ code: expected, printed: expect.stringContaining(text) });
  });

  it('reports a failure as JSON when it prints JSON', async () => {
    const { code, stdout, stderr } = await run('task', 'show', 'task_20200101_000000', '--json');
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ error: { exit_code: 4, code: 404, can_retry: false } });
  });

  it('manages keys, and reads its settings from a .env file as docker compose does', async () => {
    const lines = [
      '# settings',
      `DATABASE_URL=${services.taskUrl}`,
      'VECTOR_BACKUP_SCHEDULE="30 3 * * *"   # every night',
      'EMBEDDING_QUERY_PREFIX=',
      'LOG_LEVEL=not one of them',
    ];
    await writeFile(join(folder, '.env'), lines.join('\r\n'));
    const refused = await start(['keys', 'list', '--env-file', '.env']).ended;
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('1 problem(s):\n  - LOG_LEVEL') });
    const keys = async (...args: string[]): Promise<{ keys: object[]; total: number }> => {
      const { code, stdout, stderr } = await start(['keys', ...args, '--env-file', '.env', '--json'], {
        LOG_LEVEL: 'info',
      }).ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      return JSON.parse(stdout) as { keys: object[]; total: number };
    };
    expect(await keys('list')).toEqual({ keys: [], total: 0 });
    const made = await keys('create', '--name', 'ci', '--scopes', 'read');
    expect(made).toMatchObject({ name: 'ci', scopes: ['read'], key: expect.stringMatching(/^dpk_/), valid: true });
    const { id, key } = made as unknown as { id: string; key: string };
    const listed = await keys('list');
    expect(listed).toMatchObject({ total: 1, keys: [{ id, name: 'ci', expires_at: null, revoked_at: null }] });
    expect(JSON.stringify(listed)).not.toContain(key);
    const inChinese = start(['keys', 'list', '--env-file', '.env', '--lang', 'zh'], { LOG_LEVEL: 'info' });
    expect((await inChinese.ended).stdout).toMatch(/^编号\s+名称\s.*\s状态\n\d+\s+ci\s.*\s有效\n$/);
    // From now on a key is needed.
    await eventually(async () => expect(await run('task', 'list')).toMatchObject({ code: 4 }));
    expect(await run('task', 'list', '--key', key)).toMatchObject({ code: 0 });
    await keys('revoke', id);
  });

  it('tells its version and that of the server, and completes words', async () => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await json('version')).toEqual({ cli: version, node: process.versions.node, server: version });
    expect((await service.client.get('/health/ready')).body).toMatchObject({ status: 'ok', version });
    expect((await run('completion', 'bash')).stdout).toContain('data-pipeline');
    expect((await run('complete', '--', 'task', 'fo')).stdout).toMatch(/^follow\t/);
  });

  it.each([['--help'], ['completion', 'bash']])('ends quietly when nobody reads the rest of %s', async (...args) => {
    const child = spawn(process.execPath, ['--', CLI, ...args]);
    child.stdout.destroy();
    const [complaints, ended] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect([complaints, ended]).toEqual(['', [0, null]]);
  });

  it('learns the port of a service of its own from that service, so no other program can take it before', async () => {
    const api = fork(fileURLToPath(new URL('../../dist/apps/api/src/main.js', import.meta.url)), [], {
      env: { PATH: process.env['PATH'], ...services.variables, PORT: '0' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const exited = once(api, 'exit');
    const [ready] = (await once(api, 'message')) as [{ type: string; url: string }];
    expect(ready).toEqual({ type: 'ready', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/) });
    expect(await fetch(`${ready.url}/health/live`)).toMatchObject({ status: 200 });
    api.kill('SIGTERM');
    await exited;
  });

  it('starts a service of its own with --local, and finds its tasks again the next time', async () => {
    const { DATABASE_URL: _tasks, QUEUE_URL: _queue, QUEUE_PREFIX: _prefix, ...rest } = services.variables;
    const variables = { ...rest, DATA_DIRECTORY: join(folder, 'own'), LANG: 'C' };
    const made = await start(
      ['task', 'create', '--context', 'x', '--tables', 'bss_company', '--local', '--json'],
      variables,
    ).ended;
    expect({ code: made.code, stderr: made.stderr }).toMatchObject({ code: 0 });
    const { task_id: own } = JSON.parse(made.stdout) as { task_id: string };
    const listed = await start(['task', 'list', '--local', '--json'], variables).ended;
    expect(JSON.parse(listed.stdout)).toMatchObject({ total: 1, tasks: [{ task_id: own }] });
  }, 300_000);
});
