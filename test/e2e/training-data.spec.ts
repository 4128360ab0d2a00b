import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { errorReply, MisbehavingServer, type ReceivedRequest } from '../harness/misbehaving-model-server.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { startService, type TestService } from '../harness/service.js';

interface Detail {
  status: string;
  step_status: Record<string, string>;
}
interface Listed {
  records: { id: string; collection: string; document: string; source: string; tasks: string[] }[];
  total: number;
  next_after: string | null;
}
interface Executions {
  executions: { error_code: string | null; error_message: string | null; execution_result: Record<string, unknown> }[];
}

const PAIRS = Array.from({ length: 150 }, (_, index) => ({ question: `问题 ${index}？`, sql: `SELECT ${index};` }));
const FILES: Readonly<Record<string, string>> = {
  'orders.ddl': 'create table public.orders (\n  id integer primary key\n);',
  'orders_detail.md': '## orders（订单表）\n字段列表：\n- id (integer)',
  'qs_shop_pair.json': JSON.stringify(PAIRS),
};

const EXPORTED = ['training_data.jsonl', 'questions.json', 'tables.json'];

describe('training data over an embeddings endpoint', () => {
  const embeddings = new MisbehavingServer();
  let services: SampleServices;
  let service: TestService;
  /** Every text that an answer was given for: what a bill would name. */
  const paid: string[] = [];
  let refused = '';

  beforeAll(async () => {
    await embeddings.start();
    embeddings.reply(({ body }: ReceivedRequest) => {
      const texts = body['input'] as string[];
      if (refused !== '' && texts.some((text) => text.includes(refused))) {
        return errorReply(400, 'maximum context length exceeded');
      }
      paid.push(...texts);
      return { status: 200, json: { data: texts.map((text, index) => ({ index, embedding: vectorOf(text) })) } };
    });
    services = await createSampleServices('training');
    service = await startService({
      ...services.variables,
      EMBEDDING_BASE_URL: embeddings.baseUrl,
      EMBEDDING_MODEL: 'paid-model',
    });
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
    await embeddings.stop();
  });

  /** A task with files of its own, and nothing but its last step to run. */
  async function createTask(files = FILES, parameters = {}): Promise<string> {
    const created = await service.client.post<{ task_id: string }>('/tasks', {
      business_context: '服务区',
      tables: ['public.*'],
      ...parameters,
    });
    const { task_id: taskId } = created.body.data;
    for (const [name, content] of Object.entries(files)) {
      const form = new FormData();
      form.set('file', new Blob([content]), name);
      const answer = await service.client.raw('POST', `/tasks/${taskId}/files`, { body: form });
      expect([name, answer.status]).toEqual([name, 200]);
    }
    return taskId;
  }

  async function load(taskId: string): Promise<Executions['executions'][number]> {
    const body = { execution_mode: 'step', step_name: 'training_load', force_execution: true };
    expect((await service.client.post(`/tasks/${taskId}/execute`, body)).status).toBe(202);
    return eventually(async () => {
      const { data } = (await service.client.get<Detail>(`/tasks/${taskId}`)).body;
      expect(data.status).not.toBe('in_progress');
      const [newest] = (await service.client.get<Executions>(`/tasks/${taskId}/executions`)).body.data.executions;
      return newest as Executions['executions'][number];
    });
  }

  const list = async (taskId: string, search = ''): Promise<Listed> =>
    (await service.client.get<Listed>(`/tasks/${taskId}/training-data${search}`)).body.data;

  const storedRows = () =>
    onDatabase(services.vectorUrl, async (client) => {
      const { rows } = await client.query<{ made: boolean }>(
        `SELECT to_regclass('langchain_pg_embedding') IS NOT NULL AS made`,
      );
      return rows[0]?.made ? Number((await client.query('TABLE langchain_pg_embedding')).rowCount) : 0;
    });

  it('pays once for each text, also when a load fails in the middle', async () => {
    const taskId = await createTask();
    expect(await list(taskId)).toEqual(expect.objectContaining({ records: [], total: 0, next_after: null }));
    refused = 'orders（订单表）';
    const failed = await load(taskId);
    expect(failed.error_code).toBe('training_document_rejected');
    expect(failed.error_message).toContain('orders_detail.md');
    expect(await storedRows()).toBe(0);
    refused = '';
    expect(await load(taskId)).toMatchObject({
      error_code: null,
      execution_result: { load_successful: true, inserted: 152, embedded: 152, dimensions: 6 },
    });
    expect(await load(taskId)).toMatchObject({ execution_result: { inserted: 0, embedded: 0, unchanged: 152 } });
    // The questions of the self-check are texts of their own; each was asked once too.
    expect(paid.length).toBeGreaterThan(152);
    expect(new Set(paid).size).toBe(paid.length);
  });

  it('lists by pages what a task has brought, and takes it out again', async () => {
    const [first, second] = [await createTask(), await createTask({ 'orders.ddl': FILES['orders.ddl'] ?? '' })];
    await load(first);
    await load(second);
    const all: string[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: Listed = await list(first, `?limit=60${after === '' ? '' : `&after=${after}`}`);
      expect(page.total).toBe(152);
      all.push(...page.records.map(({ id }) => id));
      after = page.next_after;
    }
    expect([all.length, new Set(all).size]).toEqual([152, 152]);
    const { records } = await list(first, '?collection=ddl');
    expect(records).toMatchObject([{ collection: 'ddl', source: expect.stringMatching(/\/ddl\/orders\.ddl$/) }]);
    expect(records[0]?.tasks).toEqual(expect.arrayContaining([first, second]));

    const before = await storedRows();
    const removed = await service.client.raw('DELETE', `/tasks/${second}/training-data`);
    expect([removed.status, await removed.json()]).toEqual([
      200,
      expect.objectContaining({
        data: { task_id: second, removed: 0, kept_for_other_tasks: 1, removed_files: [...EXPORTED].sort() },
      }),
    ]);
    expect(await storedRows()).toBe(before);
    const { files } = (await service.client.get<{ files: { file_name: string }[] }>(`/tasks/${second}/files`)).body
      .data;
    const names = files.map(({ file_name: name }) => name);
    expect(names.filter((name) => EXPORTED.includes(name))).toEqual([]);
    expect(names).toContain('orders.ddl');
    for (const { task_id: taskId } of (await service.client.get<{ tasks: { task_id: string }[] }>('/tasks')).body.data
      .tasks) {
      expect((await service.client.raw('DELETE', `/tasks/${taskId}/training-data`)).status).toBe(200);
    }
    expect([await storedRows(), (await list(first)).total]).toEqual([0, 0]);
  });

  it('refuses what it cannot answer', async () => {
    const taskId = await createTask({});
    const statusOf = async (path: string, method = 'GET') => (await service.client.raw(method, path)).status;
    expect(await statusOf('/tasks/task_20000101_000000/training-data')).toBe(404);
    expect(await statusOf('/tasks/task_20000101_000000/training-data', 'DELETE')).toBe(404);
    for (const search of ['limit=0', 'limit=x', 'collection=other', 'after=', 'unknown=1']) {
      expect([search, await statusOf(`/tasks/${taskId}/training-data?${search}`)]).toEqual([search, 400]);
    }
  });

  it('exports files for fine-tuning and evaluation among the files of the task', async () => {
    const taskId = await createTask();
    await load(taskId);
    const file = async (name: string) =>
      (await service.client.raw('GET', `/tasks/${taskId}/files/download/${name}`)).text();
    const lines = (await file('training_data.jsonl')).trim().split('\n');
    expect(lines).toHaveLength(150);
    const { messages } = JSON.parse(lines[7] ?? '') as { messages: { role: string; content: string }[] };
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant']);
    expect(messages.slice(1).map(({ content }) => content)).toEqual(['问题 7？', 'SELECT 7;']);
    expect(JSON.parse(await file('questions.json'))).toHaveLength(150);
    expect(JSON.parse(await file('tables.json'))).toMatchObject([{ table_names_original: ['orders'] }]);
  });

  it('lists and removes what only the table of PGVectorStore has, and counts the records of all tables', async () => {
    const rows = (table: string) =>
      onDatabase(services.vectorUrl, async (client) => {
        const { rowCount } = await client.query(`SELECT FROM ${table}`);
        return rowCount;
      });
    const files = { 'items.ddl': 'create table public.items (\n  id integer primary key\n);' };
    const only = await createTask(files, { training_sinks: ['pgvector_store'] });
    expect(await load(only)).toMatchObject({ error_code: null, execution_result: { pgvector_store: { inserted: 1 } } });
    expect(await list(only)).toMatchObject({ total: 1, records: [{ collection: 'ddl', tasks: [only] }] });
    const before = await storedRows();
    const both = await createTask(files, { training_sinks: ['vanna', 'pgvector_store'] });
    await load(both);
    expect([await storedRows(), await rows('data_pipeline_records')]).toEqual([before + 1, 1]);
    const removal = async (taskId: string) =>
      (await service.client.raw('DELETE', `/tasks/${taskId}/training-data`)).json();
    expect(await removal(both)).toMatchObject({ data: { removed: 1, kept_for_other_tasks: 1, removed_files: [] } });
    expect(await removal(only)).toMatchObject({ data: { removed: 1, kept_for_other_tasks: 0 } });
    expect([await storedRows(), await rows('data_pipeline_records')]).toEqual([before, 0]);
  });
});

/** Another direction for another text; equal texts have equal vectors. */
function vectorOf(text: string): number[] {
  const vector = Array.from({ length: 6 }, () => 1);
  for (let index = 0; index < text.length; index++) {
    const place = index % 6;
    vector[place] = ((vector[place] ?? 0) * 31 + text.charCodeAt(index)) % 1009;
  }
  return vector.map((value) => value + 1);
}
