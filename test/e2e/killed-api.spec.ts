import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../../scripts/free-port.mjs';
import { eventually } from '../harness/eventually.js';
import { HoldingProxy, type Hold } from '../harness/holding-proxy.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { startBuilt, startService, TestClient, type RunningProcess, type TestService } from '../harness/service.js';

interface CheckedFile {
  file_name: string;
  state: string;
}

const COMMIT = /Q.{4}COMMIT\0/s;
const FIRST_FILES = ['data_pipeline.log', 'table_list.txt', 'task_config.json'];
/** The sweep leaves requests half a minute. */
const PATIENCE_MS = 90_000;

/** Each moment of a request that changes files at which its process can be killed, by the statement it does not get beyond. */
const CREATION: readonly (readonly [string, Hold])[] = [
  ['before the row', { statement: /data_pipeline_task_creation/, keep: 'statement' }],
  ['after the row, before the files', { statement: /data_pipeline_task_creation/, keep: 'answer' }],
  ['after the files, before their records', { statement: /data_pipeline_output_recording/, keep: 'statement' }],
  ['after everything, before the answer', { statement: /data_pipeline_output_recording/, keep: 'answer' }],
];
const CHANGE: readonly (readonly [string, Hold])[] = [
  ['after its announcement', { statement: /data_pipeline_file_change_announce/, keep: 'answer' }],
  ['before its records', { statement: /INSERT INTO data_pipeline_task_outputs/, keep: 'statement' }],
  ['after its records, before the commit', { statement: /INSERT INTO data_pipeline_task_outputs/, keep: 'answer' }],
  ['after a commit', { statement: COMMIT, keep: 'answer' }],
];

const REMOVAL: readonly (readonly [string, Hold])[] = [
  ['after its announcement', { statement: /data_pipeline_file_change_announce/, keep: 'answer' }],
  ['after the folder, before the rows', { statement: /DELETE FROM "?data_pipeline_tasks/, keep: 'statement' }],
];

interface KilledRequest {
  readonly name: string;
  readonly moments: readonly (readonly [string, Hold])[];
  readonly prepare?: (taskId: string) => Promise<unknown>;
  readonly send: (client: TestClient, taskId: string) => Promise<unknown>;
  readonly verify?: (taskId: string) => Promise<void>;
}

describe('an api that is killed', () => {
  let services: SampleServices;
  let service: TestService;
  let proxy: HoldingProxy;

  beforeAll(async () => {
    services = await createSampleServices('apikill');
    proxy = await HoldingProxy.before(services.taskUrl);
    service = await startService({ ...services.variables, SWEEP_INTERVAL_SECONDS: '5' });
  });

  afterAll(async () => {
    await service?.stop();
    await proxy?.close();
    await services?.remove();
  });

  /** Sends the request to an api of its own, which is killed there. */
  async function killed(hold: Hold, send: (client: TestClient) => Promise<unknown>): Promise<void> {
    const port = await freePort();
    const api: RunningProcess = await startBuilt('api', {
      ...services.variables,
      DATABASE_URL: proxy.url,
      PORT: String(port),
      QUEUE_CHECK_SECONDS: '3600',
    });
    const held = proxy.stopAt(hold);
    const answered = send(new TestClient(`http://127.0.0.1:${port}`));
    answered.catch(() => undefined);
    const refused = answered.then((answer) => {
      throw new Error(`it was not stopped there: ${JSON.stringify(answer)}`);
    });
    refused.catch(() => undefined);
    await Promise.race([held, refused]).finally(() => api.stop('SIGKILL'));
  }

  async function expectWhole(taskId: string): Promise<void> {
    const { body } = await service.client.get<{ files: CheckedFile[] }>(`/tasks/${taskId}/files/integrity`);
    const states = Object.fromEntries(body.data.files.map(({ file_name, state }) => [file_name, state]));
    expect(states).toMatchObject({
      'table_list.txt': 'ok',
      'task_config.json': 'ok',
      'data_pipeline.log': 'unrecorded',
    });
    expect(Object.values(states)).not.toContain('changed');
    expect(Object.values(states)).not.toContain('missing');
    const open = await onDatabase(services.taskUrl, async (database) => {
      const { rows } = await database.query<object>('SELECT * FROM data_pipeline_file_changes WHERE task_id = $1', [
        taskId,
      ]);
      return rows;
    });
    expect(open).toEqual([]);
  }

  it.each(CREATION)(
    '%s of a task leaves it whole for the retry with the same key',
    async (point, hold) => {
      const body = { tables: ['public.*'], business_context: '电商' };
      const headers = { 'idempotency-key': `killed-${point.replaceAll(/\W+/g, '-')}` };
      await killed(hold, (client) => client.post('/tasks', body, headers));
      const created = await service.client.post<{ task_id: string }>('/tasks', body, headers);
      expect(created.status).toBe(201);
      const { task_id: taskId } = created.body.data;
      await expectWhole(taskId);
      const { body: listed } = await service.client.get<{ files: { file_name: string }[] }>(`/tasks/${taskId}/files`);
      expect(listed.data.files.map(({ file_name }) => file_name).sort()).toEqual(FIRST_FILES);
    },
    PATIENCE_MS,
  );

  async function newTask(): Promise<string> {
    const body = { tables: ['public.*'], business_context: '电商' };
    return (await service.client.post<{ task_id: string }>('/tasks', body)).body.data.task_id;
  }

  async function upload(client: TestClient, taskId: string, content: string): Promise<unknown> {
    const body = new FormData();
    body.set('file', new Blob([content]), 'notes.md');
    return client.raw('POST', `/tasks/${taskId}/files`, { body });
  }

  /** Requests that change files, with what is true before them and after them. */
  const requests: readonly KilledRequest[] = [
    {
      name: 'another table list',
      moments: CHANGE,
      send: (client, taskId) =>
        client.post(`/tasks/${taskId}/table-list`, { tables: ['bss_company', 'bss_service_area'] }),
      verify: expectListInFile,
    },
    {
      name: 'an upload',
      moments: CHANGE,
      prepare: (taskId) => upload(service.client, taskId, 'first'),
      send: (client, taskId) => upload(client, taskId, 'second'),
    },
    { name: 'the removal of the task', moments: REMOVAL, send: (client, id) => client.raw('DELETE', `/tasks/${id}`) },
  ];

  async function expectListInFile(taskId: string): Promise<void> {
    const list = await onDatabase(services.taskUrl, async (database) => {
      const { rows } = await database.query<{ table_list: string[] }>(
        'SELECT table_list FROM data_pipeline_tasks WHERE task_id = $1',
        [taskId],
      );
      return rows[0]?.table_list;
    });
    const file = await readFile(join(services.directory, 'training_data', taskId, 'table_list.txt'), 'utf8');
    expect(file.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual(list);
  }

  describe('leaves a task whole for the next look, when it dies', () => {
    const cases = requests.flatMap(({ moments, ...request }) =>
      moments.map(([moment, hold]) => ({ ...request, hold, title: `${moment}: ${request.name}` })),
    );
    const taskIds = new Map<string, string>();

    // All die first: the sweep leaves a request half a minute, which passes once for all of them.
    beforeAll(async () => {
      for (const { title, hold, prepare, send } of cases) {
        const taskId = await newTask();
        await prepare?.(taskId);
        await killed(hold, (client) => send(client, taskId));
        taskIds.set(title, taskId);
      }
    }, PATIENCE_MS * 2);

    it.each(cases)(
      '$title',
      async ({ title, verify }) => {
        const taskId = taskIds.get(title) ?? '';
        await eventually(() => expectWhole(taskId), PATIENCE_MS);
        await verify?.(taskId);
      },
      PATIENCE_MS * 2,
    );
  });
});
