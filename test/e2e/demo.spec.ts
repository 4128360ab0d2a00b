import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../scripts/free-port.mjs';
import { Redis } from 'ioredis';
import pg from 'pg';
import { eventually } from '../harness/eventually.js';
import { createTestDatabase } from '../harness/test-database.js';

const CLI = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const DEADLINE_MS = 120_000;

/** The demo starts and stops everything by itself, whatever is configured. */
describe('the demo', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'data-pipeline-demo-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  function environment(): NodeJS.ProcessEnv {
    return { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  }

  /** The demo works below the current folder. */
  function demo(options: readonly string[], variables: NodeJS.ProcessEnv = {}) {
    return promisify(execFile)(process.execPath, [CLI, 'demo', ...options], {
      cwd: directory,
      env: { ...environment(), ...variables },
    });
  }

  const summaryIn = (stdout: string) => JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;

  const readText = (name: string): Promise<string> => readFile(new URL(`../../${name}`, import.meta.url), 'utf8');

  /** The pairs that a readme quotes are those that the demo has made: one as its whole record, four without. */
  async function expectQuoted(summary: Record<string, unknown>, readme: string): Promise<void> {
    const folder = String(summary['output_directory']);
    const file = (await readdir(folder)).find((name) => /^qs_.*_pair\.json$/.test(name)) ?? '';
    const pairs = JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<string, unknown>[];
    const text = await readText(readme);
    const [, record = ''] = /^```json\n(\{\n {2}"question"[\s\S]*?)^```$/m.exec(text) ?? [];
    const others = [...text.matchAll(/^(.+)\n(SELECT .+;)$/gm)].map(([, question, sql]) => ({ question, sql }));
    expect(others).toHaveLength(4);
    const isMade = (quoted: object): boolean =>
      pairs.some((pair) => Object.entries(quoted).every(([name, value]) => isDeepStrictEqual(pair[name], value)));
    const quotes = [JSON.parse(record) as object, ...others];
    // Quote others that the demo makes, where the words of questions have changed.
    expect(quotes.filter((quoted) => !isMade(quoted))).toEqual([]);
  }

  /** Processes whose command line or environment names the folder of this demo. */
  async function processesLeft(): Promise<string[]> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const commands = await Promise.all(
      pids.map(async (pid) => {
        const [command, variables] = await Promise.all(
          ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
        );
        return `${command} ${variables}`.includes(directory) ? `${pid} ${command?.replaceAll('\0', ' ')}` : '';
      }),
    );
    return commands.filter(Boolean);
  }

  it(
    'runs the main job on the bundled sample and ends with one line of JSON, with nothing left running',
    async () => {
      const { stdout } = await demo(['--json', '--port', '0']);
      const summary = summaryIn(stdout);
      await expectQuoted(summary, 'README.zh-CN.md');
      const [pairs, records] = [summary['pairs'], summary['records_loaded']].map(String);
      expect(await readText('README.md')).toContain(
        `7 tables, ${pairs} question–SQL pairs, all of them valid, and ${records} records loaded.`,
      );
      expect(await readText('README.zh-CN.md')).toContain(
        `7 张表、${pairs} 个问答对（全部有效）、加载 ${records} 条记录。`,
      );
      expect(summary).toMatchObject({
        task_id: expect.stringMatching(/^task_\d{8}_\d{6}/),
        status: 'completed',
        steps: {
          ddl_generation: 'completed',
          qa_generation: 'completed',
          sql_validation: 'completed',
          training_load: 'completed',
        },
        tables: 7,
        ddl_files: 7,
        base_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      });
      expect(summary['valid_pairs']).toBe(summary['pairs']);
      expect(summary['records_loaded']).toBeGreaterThan(50);
      expect(await readdir(String(summary['output_directory']))).toContain('bss_company.ddl');
      await eventually(async () => expect(await processesLeft()).toEqual([]));
    },
    DEADLINE_MS,
  );

  it(
    'gives in English what the English readme quotes, with its figures',
    async () => {
      const summary = summaryIn((await demo(['--json', '--port', '0', '--language', 'en'])).stdout);
      await expectQuoted(summary, 'README.md');
      const [pairs, records] = [summary['pairs'], summary['records_loaded']].map(String);
      expect(await readText('README.md')).toContain(
        `With \`--language en\` it is ${pairs} pairs and ${records} records.`,
      );
      expect(await readText('README.zh-CN.md')).toContain(
        `加上 \`--language en\` 则是 ${pairs} 个问答对、${records} 条记录。`,
      );
    },
    DEADLINE_MS,
  );

  it(
    'stops everything after Ctrl-C',
    async () => {
      const child = spawn(process.execPath, [CLI, 'demo', '--keep', '--port', '0'], {
        cwd: directory,
        env: { ...environment(), LANG: 'zh_CN.UTF-8' },
      });
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      await eventually(() => expect(printed).toContain('按 Ctrl-C 停止'), DEADLINE_MS);
      for (const said of ['正在启动服务', '用时', '已生成文档的表', '已加载的记录', '在向量库中检索']) {
        expect(printed).toContain(said);
      }
      expect(printed).toMatch(/Swagger +http/);
      expect(printed).toMatch(/Bull Board +http/);
      const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      expect(await exit).toBe(0);
      await eventually(async () => expect(await processesLeft()).toEqual([]));
    },
    DEADLINE_MS,
  );

  it(
    'fails with a reason when the business database is away, with nothing left running',
    async () => {
      const run = demo(['--json', '--port', '0', '--business-url', 'postgres://nobody@127.0.0.1:9/nothing'], {
        STEP_ATTEMPTS: '1',
      });
      const failure = (await run.catch((error: unknown) => error)) as { code: number; stdout: string; stderr: string };
      expect(failure.code).toBe(1);
      expect(failure.stderr).toContain('127.0.0.1:9/nothing');
      expect(JSON.parse(failure.stdout.trim())).toMatchObject({ status: 'failed', tables: 0 });
      await eventually(async () => expect(await processesLeft()).toEqual([]));
    },
    DEADLINE_MS,
  );

  it(
    'runs twice concurrently with `npm start` in one folder, each with its own databases, files and port',
    async () => {
      const port = await freePort();
      const service = spawn(process.execPath, [CLI, 'start'], {
        cwd: directory,
        env: { ...environment(), PORT: String(port) },
        stdio: 'ignore',
      });
      const ended = new Promise((resolve) => service.once('exit', resolve));
      const runs = await Promise.all([demo(['--json']), demo(['--json'])]);
      const tasks = await eventually(async () => {
        const response = await fetch(`http://127.0.0.1:${port}/api/v0/data_pipeline/tasks`);
        return ((await response.json()) as { data: { total: number } }).data;
      }, DEADLINE_MS);
      service.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(tasks.total).toBe(0);
      const summaries = runs.map(({ stdout }) => summaryIn(stdout));
      expect(summaries.map(({ status }) => status)).toEqual(['completed', 'completed']);
      for (const fact of ['base_url', 'output_directory']) {
        expect(new Set(summaries.map((summary) => summary[fact])).size).toBe(2);
      }
      const folders = await readdir(join(directory, 'data_pipeline'));
      expect(folders).toEqual(expect.arrayContaining(['.embedded', 'demo', 'demo-2']));
      await eventually(async () => expect(await processesLeft()).toEqual([]));
    },
    2 * DEADLINE_MS,
  );

  it(
    'leaves everything alone that the environment configures, and writes where an option says',
    async () => {
      const database = await createTestDatabase('demo_environment');
      const elsewhere = join(directory, 'elsewhere');
      try {
        const queueUrl = process.env['TEST_REDIS_URL'] ?? '';
        // The demos before this one wrote elsewhere.
        const outputs = join(directory, 'outputs');
        const { stdout } = await demo(['--json', '--out', outputs], {
          DATABASE_URL: database.url,
          VECTOR_DATABASE_URL: database.url,
          BUSINESS_DATABASE_URL: database.url,
          QUEUE_URL: queueUrl,
          QUEUE_PREFIX: 'demo_environment',
          STORAGE_URL: pathToFileURL(elsewhere).toString(),
          DATA_DIRECTORY: elsewhere,
          API_KEYS: 'a'.repeat(20),
          LLM_BASE_URL: 'http://127.0.0.1:9/v1',
          LLM_MODEL: 'none',
          WORKER_STEPS: 'maintenance',
          PORT: '1',
        });
        const folder = expect.stringContaining(outputs) as unknown;
        expect(summaryIn(stdout)).toMatchObject({ status: 'completed', tables: 7, output_directory: folder });
        const client = new pg.Client(database.url);
        await client.connect();
        const { rows } = await client.query(
          "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')",
        );
        await client.end();
        expect(rows).toEqual([]);
        const redis = new Redis(queueUrl);
        expect(await redis.keys('demo_environment*')).toEqual([]);
        redis.disconnect();
        expect((await readdir(directory)).sort()).toEqual(['data_pipeline', 'outputs']);
      } finally {
        await database.drop();
      }
    },
    DEADLINE_MS,
  );

  it.each([
    [['--port', 'x'], /a number from 0 to 65535/],
    [['--business-url', 'mysql://x/y'], /postgres:\/\//],
    [['--tables', 'a', '--table-list', 'b'], /cannot be used with/],
    [['--language', 'fr'], /zh, en/],
  ])('refuses %j', async (options, message) => {
    const failure = (await demo(options).catch((error: unknown) => error)) as { code: number; stderr: string };
    expect(failure.code).toBe(2);
    expect(failure.stderr).toMatch(message);
  });
});
