import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ensureVectorTables } from '#libs/vector-store';
import { eventually } from '../harness/eventually.js';
import { readArchive } from '../harness/read-archive.js';
import { startS3Server, type S3Server } from '../harness/s3-server.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { startService, type TestClient, type TestService } from '../harness/service.js';

const PREFIX = 'installations/one';

interface FileList {
  files: { file_name: string; file_size: number; content_hash: string | null; download_url: string }[];
}

interface BackupData {
  operation_id: string;
  backup_directory: string;
  backup_timestamp: string;
  tables_backed_up: Record<string, { row_count: number; backup_file: string; sha256: string }>;
}

interface OperationData {
  status: string;
  files: { file_name: string; download_url: string }[];
  result: BackupData;
}

// Megabytes go through two servers and a proxy: on a busy machine that takes its time.
jest.setTimeout(180_000);

describe('an installation whose files are in a bucket', () => {
  let services: SampleServices;
  let server: S3Server;
  let service: TestService;
  let client: TestClient;

  beforeAll(async () => {
    [services, server] = await Promise.all([createSampleServices('s3'), startS3Server()]);
    service = await startService({
      ...services.variables,
      ...server.credentials,
      STORAGE_URL: server.urlOf(PREFIX),
      SHUTDOWN_GRACE_SECONDS: '0',
    });
    client = service.client;
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
    await server?.stop();
  });

  afterEach(() => {
    server.faults.length = 0;
  });

  function routeOf(url: string | undefined): string {
    return url?.replace('/api/v0/data_pipeline', '') ?? '';
  }

  /** The table with these rows alone. */
  async function fill(count: number, dimensions: number): Promise<void> {
    await onDatabase(services.vectorUrl, async (database) => {
      const { collectionIds } = await ensureVectorTables(database);
      await database.query('TRUNCATE langchain_pg_embedding');
      await database.query(
        `INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document, cmetadata)
         SELECT gen_random_uuid() || '-ddl', $1, (SELECT array_agg(sin(n + d))::vector FROM generate_series(1, $3::int) d),
                '文档', '{"a": 1}' FROM generate_series(1, $2::int) n`,
        [collectionIds.ddl, count, dimensions],
      );
    });
  }

  function rowsLeft(): Promise<number> {
    return onDatabase(services.vectorUrl, async (database) => {
      const { rows } = await database.query<{ n: number }>('SELECT count(*)::int AS n FROM langchain_pg_embedding');
      return rows[0]?.n ?? -1;
    });
  }

  it('keeps its workers when a task is deleted while its archive is built', async () => {
    for (const format of ['zip', 'tar.gz']) {
      const created = await client.post<{ task_id: string }>('/tasks', { tables: ['public.*'], business_context: 'x' });
      const task = `/tasks/${created.body.data.task_id}`;
      await Promise.all([
        client.post(`${task}/files/archive`, { delivery: 'job', format }),
        new Promise((resolve) => setTimeout(resolve, 20)).then(() => client.raw('DELETE', task)),
      ]);
    }
    await eventually(async () => {
      const { body } = await client.get<{ status: string }>('/monitor/status');
      expect(body.data).toMatchObject({ queues: { archives: { waiting: 0, active: 0, delayed: 0 } } });
    });
    // Throws when the worker has ended by itself.
    await service.workers.pop()?.stop();
    await service.addWorker();
  });

  it('runs a task, and serves, packs, checks and removes its files', async () => {
    const created = await client.post<{ task_id: string }>('/tasks', {
      tables: ['public.*'],
      business_context: '服务区',
    });
    const taskId = created.body.data.task_id;
    await client.post(`/tasks/${taskId}/execute`, { execution_mode: 'complete' });
    await eventually(async () => {
      const { data } = (await client.get(`/tasks/${taskId}`)).body;
      expect(data).toMatchObject({ status: 'completed', step_status: { training_load: 'completed' } });
    }, 100_000);
    const files = await eventually(async () => {
      const listed = (await client.get<FileList>(`/tasks/${taskId}/files`)).body.data.files;
      expect(listed.map(({ file_name: name }) => name)).toEqual(
        expect.arrayContaining([
          'bss_company.ddl',
          'bss_company_detail.md',
          'data_pipeline.log',
          'training_load_result.json',
          'task_result.json',
        ]),
      );
      return listed;
    });
    expect(existsSync(join(services.directory, 'training_data'))).toBe(false);
    expect((await server.keys(`${PREFIX}/${taskId}/`)).filter((key) => key.includes('.staging'))).toEqual([]);

    const ddl = files.find(({ file_name: name }) => name === 'bss_company.ddl');
    const whole = await client.raw('GET', routeOf(ddl?.download_url));
    const content = Buffer.from(await whole.arrayBuffer());
    expect(createHash('sha256').update(content).digest('hex')).toBe(ddl?.content_hash);
    const part = await client.raw('GET', routeOf(ddl?.download_url), { headers: { range: 'bytes=3-9' } });
    expect([part.status, await part.text()]).toEqual([206, content.subarray(3, 10).toString()]);
    const log = files.find(({ file_name: name }) => name === 'data_pipeline.log');
    expect(await (await client.raw('GET', routeOf(log?.download_url))).text()).toContain('[ddl_generation]');

    for (const text of ['first', 'second']) {
      const form = new FormData();
      form.append('file', new Blob([text]), 'notes.md');
      expect((await client.raw('POST', `/tasks/${taskId}/files`, { body: form })).status).toBe(200);
    }
    const kept = await client.raw('GET', `/tasks/${taskId}/files/notes.md_bak1`);
    expect(await kept.text()).toBe('first');
    expect((await client.raw('DELETE', `/tasks/${taskId}/files/notes.md_bak1`)).status).toBe(200);

    const integrity = await client.get(`/tasks/${taskId}/files/integrity`);
    expect(integrity.body.data).toMatchObject({ verdict: 'intact' });
    const asked = await client.post<{ status_url: string; download_url: string }>(`/tasks/${taskId}/files/archive`, {
      delivery: 'job',
      files: ['*.ddl'],
    });
    await eventually(async () => {
      const archive = await client.get(routeOf(asked.body.data.status_url));
      expect(archive.body.data).toMatchObject({ status: 'completed' });
    });
    const packed = await client.raw('GET', routeOf(asked.body.data.download_url));
    const entries = await readArchive('zip', Buffer.from(await packed.arrayBuffer()));
    expect(entries[`${taskId}/bss_company.ddl`]).toBe(content.toString());

    expect((await client.raw('DELETE', `/tasks/${taskId}`)).status).toBe(200);
    await eventually(async () => expect(await server.keys(`${PREFIX}/${taskId}/`)).toEqual([]));
  });

  it('backs up into the bucket, lists, serves, verifies, restores and deletes', async () => {
    await fill(50, 8);
    const answer = await client.post<BackupData>('/vector/backup', { truncate_vector_tables: true, verify: true });
    expect(answer.body).toMatchObject({ code: 200, data: { truncate_performed: true, errors: [] } });
    const { data } = answer.body;
    expect(data.backup_directory).toBe(`s3://${server.bucket}/${PREFIX}/vector_bak`);
    expect(await rowsLeft()).toBe(0);
    const list = await client.get('/vector/restore/list');
    expect(list.body.data).toMatchObject({
      backup_locations: [
        {
          type: 'global',
          relative_path: 'installations/one/vector_bak',
          backups: [{ timestamp: data.backup_timestamp, verified: true }],
        },
      ],
    });
    const { backup_file: file, sha256 } = data.tables_backed_up['langchain_pg_embedding']!;
    const route = `/vector/operations/${data.operation_id}`;
    const whole = await client.raw('GET', `${route}/files/${file}`);
    const content = Buffer.from(await whole.arrayBuffer());
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    const part = await client.raw('GET', `${route}/files/${file}`, { headers: { range: 'bytes=-5' } });
    expect([part.status, await part.text()]).toEqual([206, content.subarray(-5).toString()]);
    const restored = await client.post('/vector/restore', {
      backup_path: 'installations/one/vector_bak',
      timestamp: data.backup_timestamp,
      verify: true,
    });
    expect(restored.body.data).toMatchObject({ restore_performed: true });
    expect(await rowsLeft()).toBe(50);
    // It is the last verified one.
    expect((await client.raw('DELETE', route)).status).toBe(409);
    expect((await client.raw('DELETE', `${route}?include_backups=true`)).status).toBe(200);
    expect(await server.keys(`${PREFIX}/vector_bak/`)).toEqual([`${PREFIX}/vector_bak/vector_backup_log.txt`]);
  });

  it('leaves nothing of a backup whose worker was killed, and makes it', async () => {
    await fill(900, 1_024);
    const before = await rowsLeft();
    server.faults.push({ request: /PUT .*partNumber=/, answer: 'hang' });
    const started = await client.post<{ operation_id: string }>('/vector/backup', {
      truncate_vector_tables: true,
      async: true,
    });
    await eventually(() => {
      expect(server.requests.some((line) => line.includes('partNumber='))).toBe(true);
    }, 60_000);
    await service.workers.at(-1)?.stop('SIGKILL');
    expect(await server.openUploads(`${PREFIX}/vector_bak/`)).toHaveLength(1);
    server.faults.length = 0;
    await service.addWorker();
    const ended = await eventually(async () => {
      const { body } = await client.get<OperationData>(`/vector/operations/${started.body.data.operation_id}`);
      expect(body.data.status).toBe('completed');
      return body.data;
    }, 100_000);
    expect(ended.result.tables_backed_up['langchain_pg_embedding']).toMatchObject({ row_count: before });
    expect(await rowsLeft()).toBe(0);
    expect(await server.openUploads(`${PREFIX}/vector_bak/`)).toEqual([]);
    expect((await server.keys(`${PREFIX}/vector_bak/`)).filter((key) => key.includes('.claims'))).toEqual([]);
  });

  it('is not ready while the bucket is unreachable, and reports it', async () => {
    expect((await client.get('/health/ready')).status).toBe(200);
    server.faults.push({ request: /./, answer: 500 });
    const answer = await client.get('/health/ready');
    expect(answer.status).toBe(503);
    expect(answer.body['error']).toMatchObject({ storage: { status: 'down', message: expect.any(String) } });
  });
});
