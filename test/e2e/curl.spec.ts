import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { openApiConformance, type CheckAnswer } from '../harness/openapi-conformance.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { startService, type TestService } from '../harness/service.js';

const run = promisify(execFile);

/** Pages whose requests are run in this order: the last ones truncate the store. */
const PAGES = ['readers.md', 'curl.md'];
/** Their blocks: the status that stands before each, and the command as it stands there. */
const texts = PAGES.map((page) => readFile(new URL(`../../docs/${page}`, import.meta.url), 'utf8'));
const text = (await Promise.all(texts)).join('\n');
const examples = [...text.matchAll(/<!-- (\d{3}) -->\n```bash\n(.*?)\n```/gs)].map(
  ([, status = '', command = '']) => [command, Number(status)] as const,
);

/** The tasks and the file that the examples name. */
const TASK = 'task_20250627_143052';
const PAIR_FILE = 'qs_highway_db_20250627_143052_pair.json';
const TASK_IDS = [TASK, 'task_20250721_213627'];

describe('the requests of the documents', () => {
  let services: SampleServices;
  let service: TestService;
  let folder: string;
  /** A database of this name must exist, and suites share a server: so the examples name this one instead. */
  let businessDatabase: string;
  let check: CheckAnswer;

  beforeAll(async () => {
    services = await createSampleServices('curl');
    businessDatabase = new URL(services.variables['BUSINESS_DATABASE_URL'] ?? '').pathname.slice(1);
    const lists = join(services.directory, 'tables');
    await mkdir(lists, { recursive: true });
    await writeFile(join(lists, 'tables.txt'), 'bss_company\n');
    folder = await mkdtemp(join(tmpdir(), 'data-pipeline-curl-'));
    check = await openApiConformance();
    service = await startService(services.variables, 1);
    const created = await service.client.post<{ task_id: string }>('/tasks', {
      tables: ['bss_company', 'bss_service_area'],
      business_context: '高速公路服务区管理系统',
    });
    for (const taskId of TASK_IDS) {
      await copyTask(created.body.data.task_id, taskId);
      await mkdir(join(services.directory, 'training_data', taskId), { recursive: true });
    }
    // The store has something to back up once a task has loaded into it.
    await service.client.post(`/tasks/${TASK}/execute`);
    await idle();
    const loaded = await service.client.get(`/tasks/${TASK}`);
    expect(loaded.body.data).toMatchObject({ status: 'completed' });
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const copyTask = (from: string, to: string) =>
    onDatabase(services.taskUrl, (client) =>
      client.query(
        `INSERT INTO data_pipeline_tasks
         SELECT (jsonb_populate_record(task, jsonb_build_object('task_id', $2::text, 'output_directory', $2::text))).*
           FROM data_pipeline_tasks AS task WHERE task_id = $1`,
        [from, to],
      ),
    );

  /** A run of the task would have replaced it. */
  const uploadPairs = async () => {
    const form = new FormData();
    form.set('file', new Blob(['[]']), PAIR_FILE);
    expect((await service.client.raw('POST', `/tasks/${TASK}/files`, { body: form })).status).toBeLessThan(300);
  };

  const idle = () =>
    eventually(async () => {
      const { body } = await service.client.get<{ total: number }>('/tasks?status=in_progress');
      expect(body.data.total).toBe(0);
    }, 50_000);

  it('has every example that it should', () => {
    expect(examples.length).toBeGreaterThan(25);
    expect(text.match(/^curl /gm)).toHaveLength(examples.length);
  });

  it.each(examples)('%s', async (command, status) => {
    await idle();
    if (command.includes(PAIR_FILE)) {
      await uploadPairs();
    }
    const here = command
      .replaceAll('http://localhost:8084', service.client.origin)
      .replaceAll('"highway_db"', `"${businessDatabase}"`);
    const { stdout } = await run('bash', ['-c', `${here} -sS -w '\n%{http_code} %{content_type} %{method} %{url}'`], {
      cwd: folder,
      maxBuffer: 50_000_000,
    });
    const end = stdout.lastIndexOf('\n');
    const [, code = '', contentType = '', method = '', url = ''] =
      /^(\d+) (.*) ([A-Z]+) (\S+)$/.exec(stdout.slice(end + 1)) ?? [];
    const body = stdout.slice(0, end);
    expect([Number(code), body]).toEqual([status, expect.anything()]);
    if (!/ -o /.test(command)) {
      expect(check(method, new URL(url).pathname, { status, contentType, body })).toEqual([]);
    }
  });
});
