import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { startService, type TestService } from '../harness/service.js';

interface Created {
  task_id: string;
}

interface Detail {
  status: string;
  error_message: string | null;
  step_status: Record<string, string>;
  current_execution: { execution_id: string; step: string } | null;
  steps: { step_name: string; step_status: string; stale_reason: string | null }[];
}

interface FileList {
  files: {
    file_name: string;
    file_size: number;
    content_hash: string | null;
    download_url: string;
    file_type: string;
  }[];
}

const SAMPLE = { tables: ['public.*'], business_context: '高速公路服务区管理系统' };

describe('a complete run over Redis, PostgreSQL and pgvector, with two workers', () => {
  let services: SampleServices;
  let service: TestService;

  beforeAll(async () => {
    services = await createSampleServices('complete');
    service = await startService(services.variables, 2);
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  async function create(body: Record<string, unknown> = SAMPLE): Promise<string> {
    return (await service.client.post<Created>('/tasks', body)).body.data.task_id;
  }

  async function finished(taskId: string): Promise<Detail> {
    return eventually(async () => {
      const { data } = (await service.client.get<Detail>(`/tasks/${taskId}`)).body;
      if (data.status === 'in_progress') {
        throw new Error(`still in progress: ${JSON.stringify(data.step_status)}`);
      }
      return data;
    }, 50_000);
  }

  async function fileNames(taskId: string): Promise<string[]> {
    return (await service.client.get<FileList>(`/tasks/${taskId}/files`)).body.data.files.map(
      ({ file_name: name }) => name,
    );
  }

  it('documents, asks, validates and loads the sample database, and shows all of it', async () => {
    const taskId = await create();
    const accepted = await service.client.post(`/tasks/${taskId}/execute`, {
      execution_mode: 'complete',
      clean_existing_files: true,
    });
    expect(accepted.status).toBe(202);
    expect(accepted.body).toMatchObject({
      success: true,
      code: 202,
      message: '任务执行已启动',
      data: { status: 'running' },
    });
    const done = await finished(taskId);
    expect(done).toMatchObject({ status: 'completed', error_message: null });
    expect(new Set(Object.values(done.step_status))).toEqual(new Set(['completed']));

    // Written right after the status is: a moment later on a busy machine.
    const names = await eventually(async () => {
      const listed = await fileNames(taskId);
      expect(listed).toContain('task_result.json');
      return listed;
    });
    for (const expected of [
      'task_config.json',
      'ddl_generation_result.json',
      'qa_generation_result.json',
      'sql_validation_result.json',
      'training_load_result.json',
      'bss_company.ddl',
      'bss_company_detail.md',
      'metadata.txt',
      'filename_mapping.txt',
      'schema.sql',
      'data_pipeline.log',
      'table_list.txt',
    ]) {
      expect(names).toContain(expected);
    }
    expect(names.filter((name) => /^bss_.*\.ddl$/.test(name))).toHaveLength(7);
    expect(names.some((name) => /^qs_.+_\d{8}_\d{6}_pair\.json$/.test(name))).toBe(true);
    expect(names.some((name) => /^sql_validation_\d{8}_\d{6}_summary\.log$/.test(name))).toBe(true);
    expect(names.some((name) => /^sql_validation_\d{8}_\d{6}_report\.json$/.test(name))).toBe(true);

    const executions = await service.client.get<{ executions: { status: string; execution_step: string }[] }>(
      `/tasks/${taskId}/executions`,
    );
    expect(executions.body.data.executions.map(({ execution_step: step }) => step)).toEqual([
      'training_load',
      'sql_validation',
      'qa_generation',
      'ddl_generation',
    ]);

    const [ddl, documentation, sql] = await onDatabase(services.vectorUrl, async (client) => {
      const { rows } = await client.query<{ name: string; count: number }>(
        `SELECT c.name, count(*)::int AS count FROM langchain_pg_embedding e JOIN langchain_pg_collection c ON c.uuid = e.collection_id GROUP BY 1 ORDER BY 1`,
      );
      return rows.map(({ count }) => count);
    });
    expect(ddl).toBe(7);
    expect(documentation).toBeGreaterThanOrEqual(7);
    expect(sql).toBeGreaterThanOrEqual(40);
  });

  it('serves files by both paths, whole, in part, and not at all when the client has them', async () => {
    const taskId = await create();
    const { files } = (await service.client.get<FileList>(`/tasks/${taskId}/files`)).body.data;
    const config = files.find(({ file_name: name }) => name === 'task_config.json');
    const whole = await service.client.raw('GET', `/tasks/${taskId}/files/task_config.json`);
    const text = await whole.text();
    expect(whole.headers.get('etag')).toBe(`"${createHash('sha256').update(text).digest('hex')}"`);
    expect(config?.content_hash).toBe(createHash('sha256').update(text).digest('hex'));
    expect(whole.headers.get('content-type')).toBe('application/json; charset=utf-8');

    const url = new URL(config?.download_url ?? '', service.client.origin);
    const part = await fetch(url, { headers: { range: 'bytes=2-9' } });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      `bytes 2-9/${Buffer.byteLength(text)}`,
      text.slice(2, 10),
    ]);
    // fetch adds `Cache-Control: no-cache`, which asks for the whole file, unless another value stands there.
    const conditional = { 'if-none-match': whole.headers.get('etag') ?? '', 'cache-control': 'max-age=0' };
    const cached = await fetch(url, { headers: conditional });
    expect(cached.status).toBe(304);
    const beyond = await fetch(url, { headers: { range: 'bytes=999999-' } });
    expect(beyond.status).toBe(416);
  });

  it.each(['..%2F..%2Fetc%2Fpasswd', '%2e%2e/x', '.staging/x', 'a%00b', 'x%5c..%5cy', '%2Fetc%2Fpasswd'])(
    'does not serve %s',
    async (name) => {
      const taskId = await create();
      const response = await service.client.raw('GET', `/tasks/${taskId}/files/download/${name}`);
      expect([400, 404]).toContain(response.status);
      expect(await response.text()).not.toMatch(/root:/);
    },
  );

  it('starts a task once, however many ask at once', async () => {
    const taskId = await create();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => service.client.post(`/tasks/${taskId}/execute`)),
    );
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(99);
    expect((await finished(taskId)).status).toBe('completed');
  });

  it('runs one step at a time, and a re-run leaves no stale pair file', async () => {
    const taskId = await create();
    const step = (name: string) =>
      service.client.post(`/tasks/${taskId}/execute`, { execution_mode: 'step', step_name: name });
    expect((await step('qa_generation')).status).toBe(409);
    await step('ddl_generation');
    expect((await finished(taskId)).status).toBe('partial_completed');
    await step('qa_generation');
    await finished(taskId);
    await step('qa_generation');
    await finished(taskId);
    expect((await fileNames(taskId)).filter((name) => name.endsWith('_pair.json'))).toHaveLength(1);
  });

  it('fails naming every table that is missing by now and its near matches', async () => {
    const onBusiness = (sql: string) =>
      onDatabase(services.variables['BUSINESS_DATABASE_URL'] ?? '', (client) => client.query(sql));
    await onBusiness('CREATE TABLE bss_companies (id int); CREATE TABLE no_such_thing (id int)');
    const taskId = await create({ ...SAMPLE, tables: ['bss_companies', 'bss_company', 'no_such_thing'] });
    await onBusiness('DROP TABLE bss_companies, no_such_thing');
    await service.client.post(`/tasks/${taskId}/execute`);
    const failed = await finished(taskId);
    expect(failed.status).toBe('failed');
    expect(failed.error_message).toContain('bss_companies');
    expect(failed.error_message).toContain('bss_company');
    expect(failed.error_message).toContain('no_such_thing');
    expect((await fileNames(taskId)).filter((name) => name.endsWith('.ddl'))).toEqual([]);
  });

  it('survives the death of the worker in the middle of a step, with the same outcome', async () => {
    const taskId = await create();
    await service.client.post(`/tasks/${taskId}/execute`);
    const executions = () =>
      service.client.get<{ executions: { status: string; worker_id: string | null; attempts: number }[] }>(
        `/tasks/${taskId}/executions`,
      );
    const workerId = await eventually(async () => {
      const running = (await executions()).body.data.executions.find(({ status }) => status === 'running');
      if (!running?.worker_id) {
        throw new Error('no step is running yet');
      }
      return running.worker_id;
    });
    const victim = service.workers.find(({ pid }) => workerId.includes(`-${pid}-`));
    await victim?.stop('SIGKILL');
    service.workers.splice(service.workers.indexOf(victim!), 1);
    expect((await finished(taskId)).status).toBe('completed');
    const rows = (await executions()).body.data.executions;
    expect(rows).toHaveLength(4);
    expect(Math.max(...rows.map(({ attempts }) => attempts))).toBeGreaterThanOrEqual(2);
    await service.addWorker();
  });

  it('hands a running step over when its worker is told to stop', async () => {
    const taskId = await create();
    await service.client.post(`/tasks/${taskId}/execute`);
    const codes = await Promise.all(service.workers.splice(0).map((worker) => worker.stop('SIGTERM')));
    expect(codes.every((code) => code === 0)).toBe(true);
    await service.addWorker();
    await service.addWorker();
    expect((await finished(taskId)).status).toBe('completed');
  });

  it('cancels a running task', async () => {
    const taskId = await create();
    await service.client.post(`/tasks/${taskId}/execute`);
    expect((await service.client.post(`/tasks/${taskId}/cancel`)).status).toBe(202);
    const done = await finished(taskId);
    expect(done.status).toBe('cancelled');
  });

  it('writes a log of the form that people of the original know, each table named in it', async () => {
    const taskId = await create({ ...SAMPLE, tables: ['bss_company', 'bss_car_day_count'] });
    const begun = await service.client.post<{ run_id: string }>(`/tasks/${taskId}/execute`);
    const { run_id: runId } = begun.body.data;
    await finished(taskId);
    await eventually(async () => {
      const log = await (await service.client.raw('GET', `/tasks/${taskId}/files/data_pipeline.log`)).text();
      const lines = log.split('\n').map((line) => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /, ''));
      expect(lines[0]).toBe(`[INFO] TaskDir_${taskId}: 任务目录日志初始化完成 - 任务ID: ${taskId}`);
      expect(lines).toEqual(
        expect.arrayContaining([
          '[INFO] SimpleWorkflowExecutor: [ddl_generation] 开始执行步骤: ddl_generation',
          '[INFO] DDLMDGenerator: 开始处理表: bss_company',
          '[INFO] DDLMDGenerator: 开始处理表: bss_car_day_count',
        ]),
      );
      expect(lines.slice(1, 4)).toEqual([
        `[INFO] TaskDir_${taskId}: [complete] 开始执行步骤: complete`,
        '[INFO] DataPipelineOrchestrator: 开始执行完整工作流',
        `[INFO] DataPipelineOrchestrator: 运行ID: ${runId}，执行模式: complete，发起者: anonymous`,
      ]);
    });
    const runs = await service.client.get<{ runs: { executions: { run_id: string }[] }[] }>(`/tasks/${taskId}/runs`);
    expect(runs.body.data).toMatchObject({
      total: 1,
      runs: [
        { run_id: runId, execution_mode: 'complete', status: 'completed', requested_by: 'anonymous', error_code: null },
      ],
    });
    const executions = runs.body.data.runs[0]?.executions ?? [];
    expect(executions.map((execution) => execution.run_id)).toEqual(executions.map(() => runId));
    const { logs } = (
      await service.client.get<{ logs: { run_id: string | null }[] }>(`/tasks/${taskId}/logs?limit=200`)
    ).body.data;
    expect(new Set(logs.map((entry) => entry.run_id))).toEqual(new Set([runId, null]));
    const result = JSON.parse(
      await (await service.client.raw('GET', `/tasks/${taskId}/files/task_result.json`)).text(),
    ) as Record<string, unknown>;
    expect(result).toMatchObject({ run_id: runId, stale_steps: [] });
  });

  it('gives the texts of a task in the language of its reader', async () => {
    const taskId = await create({ ...SAMPLE, tables: ['bss_company'] });
    await service.client.post(`/tasks/${taskId}/execute`, { step_name: 'ddl_generation' });
    await finished(taskId);
    const messages = async (language?: string): Promise<string[]> => {
      const headers = language === undefined ? {} : { 'accept-language': language };
      const answer = await service.client.raw('GET', `/tasks/${taskId}/logs?limit=200`, { headers });
      const { data } = (await answer.json()) as { data: { logs: { message: string }[] } };
      return data.logs.map(({ message }) => message);
    };
    await eventually(async () => {
      expect(await messages()).toContain('步骤执行完成: ddl_generation');
    });
    expect(await messages('zh-CN')).toEqual(await messages());
    const english = await messages('en');
    expect(english).toContain('documenting table bss_company');
    expect(english.filter((message) => /\p{Script=Han}/u.test(message))).toEqual([]);
  });

  it('marks later steps as stale, says why, and resumes with them', async () => {
    const taskId = await create({ ...SAMPLE, tables: ['bss_company'] });
    await service.client.post(`/tasks/${taskId}/execute`);
    await finished(taskId);
    await service.client.post(`/tasks/${taskId}/execute`, { step_name: 'qa_generation' });
    const stale = await finished(taskId);
    expect(stale).toMatchObject({ status: 'partial_completed', stale_steps: ['sql_validation', 'training_load'] });
    expect(stale.steps.map((step) => [step.step_name, step.step_status, step.stale_reason])).toContainEqual([
      'training_load',
      'completed',
      '步骤 qa_generation 在它之后重新执行过',
    ]);
    const refused = await service.client.post(`/tasks/${taskId}/execute`, { step_name: 'training_load' });
    expect(refused.status).toBe(409);
    expect(refused.body.details).toMatchObject({ error_code: 'dependency_stale', stale_steps: ['sql_validation'] });
    const resumed = await service.client.post(`/tasks/${taskId}/execute`, { execution_mode: 'resume' });
    expect(resumed.body.data).toMatchObject({
      execution_mode: 'resume',
      execution_ids: [expect.any(String), expect.any(String)],
    });
    expect(await finished(taskId)).toMatchObject({ status: 'completed', stale_steps: [] });
    expect((await service.client.post(`/tasks/${taskId}/execute`, { execution_mode: 'resume' })).status).toBe(409);
  });

  it('keeps secrets out of every answer, file and log line', async () => {
    const refused = await service.client.post('/tasks', {
      ...SAMPLE,
      business_context: '数据库 postgres://app:hunter2@db/shop',
    });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.body)).not.toContain('hunter2');
    const taskId = await create({ ...SAMPLE, business_context: '服务区，口令 password=hunter2' });
    await service.client.post(`/tasks/${taskId}/execute`, { execution_mode: 'step', step_name: 'ddl_generation' });
    await finished(taskId);
    const log = await readFile(join(services.directory, 'training_data', taskId, 'data_pipeline.log'), 'utf8');
    expect(log).not.toContain('hunter2');
    expect(service.api.output() + service.workers.map((worker) => worker.output()).join('')).not.toContain('hunter2');
  });
});
