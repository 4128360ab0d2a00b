import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureVectorTables } from '#libs/vector-store';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { startService, type TestClient, type TestService } from '../harness/service.js';

interface BackupData {
  response: string;
  operation_id: string;
  backup_directory: string;
  backup_timestamp: string;
  manifest_file: string;
  tables_backed_up: Record<string, { row_count: number; backup_file: string; sha256: string }>;
  truncate_results: Record<string, { rows_before: number; rows_after: number }>;
  timestamp: string;
}

interface OperationData {
  status: string;
  attempts: number;
  error: { code: string } | null;
  files: { file_name: string; download_url: string }[];
}

describe('the vector backup API', () => {
  let services: SampleServices;
  let service: TestService;
  let client: TestClient;
  let storage: string;

  beforeAll(async () => {
    services = await createSampleServices('vectorbak');
    storage = join(services.directory, 'training_data');
    await mkdir(join(storage, 'task_20250721_213627'), { recursive: true });
    await fill(5);
    service = await startService({
      ...services.variables,
      VECTOR_BACKUP_LOCK_TIMEOUT: '1',
      VECTOR_BACKUP_WAIT: '20',
      SHUTDOWN_GRACE_SECONDS: '0',
    });
    client = service.client;
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  async function fill(count: number): Promise<void> {
    await onDatabase(services.vectorUrl, async (database) => {
      const { collectionIds } = await ensureVectorTables(database);
      await database.query(
        `INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document, cmetadata)
         SELECT gen_random_uuid() || '-ddl', $1, '[1,2,3]', '文档', '{"a": 1}' FROM generate_series(1, $2::int)`,
        [collectionIds.ddl, count],
      );
    });
  }

  function rowsLeft(): Promise<number> {
    return onDatabase(services.vectorUrl, async (database) => {
      const { rows } = await database.query<{ n: number }>('SELECT count(*)::int AS n FROM langchain_pg_embedding');
      return rows[0]?.n ?? -1;
    });
  }

  it('answers {} as the second seed shows, in the folder of all', async () => {
    const answer = await client.post<BackupData>('/vector/backup', {});
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      code: 200,
      success: true,
      message: '操作成功',
      data: {
        response: 'Vector表备份完成',
        backup_performed: true,
        truncate_performed: false,
        backup_directory: join(storage, 'vector_bak'),
        tables_backed_up: {
          langchain_pg_collection: { success: true, row_count: 3 },
          langchain_pg_embedding: { success: true, row_count: 5 },
        },
        errors: [],
      },
    });
    const { data } = answer.body;
    expect(data.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    const { backup_file: file, sha256 } = data.tables_backed_up['langchain_pg_embedding']!;
    expect(file).toMatch(/^langchain_pg_embedding_\d{8}_\d{6}\.csv$/);
    const content = await readFile(join(storage, 'vector_bak', file));
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    expect(await readdir(join(storage, 'vector_bak'))).toContain('vector_backup_log.txt');

    const operation = await client.get<OperationData>(`/vector/operations/${data.operation_id}`);
    expect(operation.body.data).toMatchObject({ status: 'completed', attempts: 1, error: null });
    const url = operation.body.data.files[1]?.download_url.replace('/api/v0/data_pipeline', '') ?? '';
    const whole = await client.raw('GET', url);
    expect([whole.status, whole.headers.get('etag')]).toEqual([200, `"${sha256}"`]);
    expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);
    const part = await client.raw('GET', url, { headers: { range: 'bytes=3-9' } });
    expect([part.status, await part.text()]).toEqual([206, content.subarray(3, 10).toString()]);
    const other = await client.raw('GET', url.replace(/[^/]+$/, 'vector_backup_log.txt'));
    expect(other.status).toBe(404);
  });

  it('takes a POST without a body, and does nothing when nothing is asked for', async () => {
    expect((await client.post('/vector/backup')).status).toBe(200);
    const nothing = await client.post('/vector/backup', { backup_vector_tables: false });
    expect(nothing.body.data).toEqual({
      response: expect.any(String),
      backup_performed: false,
      truncate_performed: false,
      timestamp: expect.any(String),
    });
  });

  it('backs up into the folder of a task and truncates the embeddings', async () => {
    const before = await rowsLeft();
    const answer = await client.post<BackupData>('/vector/backup', {
      task_id: 'task_20250721_213627',
      truncate_vector_tables: true,
      backup_vector_tables: false,
    });
    expect(answer.body.data).toMatchObject({
      backup_performed: true,
      truncate_performed: true,
      backup_directory: join(storage, 'task_20250721_213627', 'vector_bak'),
      truncate_results: { langchain_pg_embedding: { success: true, rows_before: before, rows_after: 0 } },
    });
    expect(await rowsLeft()).toBe(0);
    await fill(5);
  });

  it.each<[string, unknown, number, string, string, string]>([
    [
      'a bad task id',
      { task_id: '../x' },
      400,
      'INVALID_PARAMS',
      '请求参数错误',
      '无效的task_id格式,只能包含字母、数字和下划线',
    ],
    [
      'an unknown task',
      { task_id: 'task_20250721_999999' },
      404,
      'RESOURCE_NOT_FOUND',
      '资源未找到',
      '指定的任务目录不存在: task_20250721_999999',
    ],
    [
      'a wrong type',
      { truncate_vector_tables: 'yes' },
      400,
      'INVALID_PARAMS',
      '请求参数错误',
      'truncate_vector_tables',
    ],
    [
      'a connection string that is none',
      { db_connection: 'mysql://x/y' },
      400,
      'INVALID_PARAMS',
      '请求参数错误',
      'db_connection',
    ],
    [
      'a server that is not allowed',
      { db_connection: 'postgresql://u:hidden-pw@192.0.2.1:5432/x' },
      403,
      'FORBIDDEN',
      '禁止访问',
      '192.0.2.1:5432',
    ],
  ])('refuses %s in the form of the seed', async (_, body, status, type, message, response) => {
    const answer = await client.post('/vector/backup', body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({
      code: status,
      success: false,
      message,
      data: { response: expect.stringContaining(response), error_type: type },
    });
    expect(JSON.stringify(answer.body)).not.toContain('hidden-pw');
  });

  it('answers 500 DATABASE_ERROR in the words of the seed when the configured database refuses', async () => {
    const role = `vectorbak_${randomBytes(6).toString('hex')}`;
    const { hostname, port, pathname } = new URL(services.vectorUrl);
    const configured = `postgres://${role}:hidden-pw@${hostname}:${port}${pathname}`;
    const other = await startService({ ...services.variables, VECTOR_DATABASE_URL: configured, QUEUE_PREFIX: role });
    try {
      const refused = await other.client.post('/vector/backup', {});
      expect(refused.status).toBe(500);
      expect(refused.body).toMatchObject({
        success: false,
        code: 500,
        message: '系统内部错误',
        data: { response: '数据库连接失败,请检查连接配置', error_type: 'DATABASE_ERROR', can_retry: true },
      });
      expect(JSON.stringify(refused.body)).not.toContain('hidden-pw');
    } finally {
      await other.stop();
    }
  });

  it('answers 400 when db_connection names what refuses the login, and keeps the password to itself', async () => {
    const url = new URL(services.vectorUrl);
    url.pathname = '/no_such_database';
    url.password = 'hidden-pw';
    const refused = await client.post('/vector/backup', { db_connection: url.toString() });
    expect([refused.status, refused.body['details']]).toEqual([
      400,
      expect.objectContaining({ error_code: 'vector_login_refused', backup_performed: false }),
    ]);
    const rows = await onDatabase(services.taskUrl, async (database) => {
      const { rows } = await database.query('SELECT * FROM data_pipeline_vector_operations');
      return JSON.stringify(rows);
    });
    const printed = [service.api, ...service.workers].map((running) => running.output()).join('');
    expect(rows + printed + JSON.stringify(refused.body)).not.toContain('hidden-pw');
  });

  it('answers 403 when the role of db_connection may not read the tables, and offers no retry', async () => {
    const role = `reader_${Date.now().toString(36)}`;
    await onDatabase(services.vectorUrl, (database) =>
      database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'hidden-pw'`),
    );
    const url = new URL(services.vectorUrl);
    [url.username, url.password] = [role, 'hidden-pw'];
    for (const truncate of [false, true]) {
      const body = { db_connection: url.toString(), truncate_vector_tables: truncate };
      const denied = await client.post('/vector/backup', body);
      expect([denied.status, denied.body['details']]).toEqual([
        403,
        expect.objectContaining({ error_code: 'vector_permission_denied', backup_performed: false }),
      ]);
      expect(denied.body.data).toMatchObject({ can_retry: false });
    }
    await onDatabase(services.vectorUrl, (database) => database.query(`DROP ROLE ${role}`));
  });

  it('answers 202 on request, and cancels what waits for a lock with nothing changed', async () => {
    await onDatabase(services.vectorUrl, async (blocker) => {
      await blocker.query('BEGIN; LOCK TABLE langchain_pg_embedding IN ACCESS EXCLUSIVE MODE');
      const locked = await client.post('/vector/backup', { truncate_vector_tables: true });
      expect([locked.status, locked.body['details']]).toEqual([
        409,
        expect.objectContaining({ error_code: 'vector_tables_locked', truncate_performed: false }),
      ]);
      await blocker.query('ROLLBACK');
    });
    const started = await client.post<{ operation_id: string }>('/vector/backup', { async: true });
    expect(started.status).toBe(202);
    const path = `/vector/operations/${started.body.data.operation_id}`;
    await eventually(async () => expect((await client.get<OperationData>(path)).body.data.status).toBe('completed'));
    expect((await client.post(`${path}/cancel`)).status).toBe(409);
    const removed = await client.raw('DELETE', path);
    expect(removed.status).toBe(200);
    expect((await client.get(path)).status).toBe(404);
  });

  it('lists operations with a true total', async () => {
    const { body } = await client.get<{ operations: unknown[]; total: number }>(
      '/vector/operations?kind=backup&limit=2',
    );
    expect(body.data.operations).toHaveLength(2);
    expect(body.data.total).toBeGreaterThan(2);
    expect((await client.get('/vector/operations?status=nonsense')).status).toBe(400);
  });

  it('lists what can be restored, restores it, and verifies it', async () => {
    const made = await client.post<BackupData>('/vector/backup', {
      verify: true,
      compression: 'zstd',
      format: 'binary',
    });
    const { backup_timestamp: timestamp, operation_id: operationId } = made.body.data;
    const list = await client.get<{ backup_locations: { type: string; relative_path: string; backups: object[] }[] }>(
      '/vector/restore/list',
    );
    const [everywhere, ofTask] = list.body.data.backup_locations;
    expect([everywhere?.type, ofTask?.type]).toEqual(['global', 'task']);
    expect(everywhere?.backups[0]).toMatchObject({ timestamp, has_log: true, has_manifest: true, verified: true });
    const only = await client.get<{ summary: object }>('/vector/restore/list?task_id=task_20250721_213627');
    expect(only.body.data.summary).toMatchObject({ total_locations: 1, global_backups: 0, task_backups: 1 });

    const before = await rowsLeft();
    const path = { backup_path: everywhere?.relative_path, timestamp };
    const conflict = await client.post('/vector/restore', path);
    expect([conflict.status, conflict.body['details']]).toEqual([
      409,
      expect.objectContaining({ error_code: 'vector_restore_conflict' }),
    ]);
    await onDatabase(services.vectorUrl, (database) => database.query('TRUNCATE langchain_pg_embedding'));
    const restored = await client.post('/vector/restore', { operation_id: operationId, verify: true });
    expect(restored.body.data).toMatchObject({
      response: '向量表恢复完成',
      restore_performed: true,
      restore_results: { langchain_pg_embedding: { success: true, rows_restored: before } },
      errors: [],
    });
    expect(await rowsLeft()).toBe(before);
    expect((await client.post('/vector/verify', path)).body.data).toMatchObject({ verified: true });
    expect((await client.post('/vector/restore', { ...path, tables: [] })).body.data).toMatchObject({
      restore_performed: false,
    });
  });

  it.each<[string, unknown, number, string]>([
    ['no backup named', {}, 400, 'request_invalid'],
    ['a bad timestamp', { timestamp: '2025' }, 400, 'request_invalid'],
    ['an unknown table', { timestamp: '20250101_000000', tables: ['pg_authid'] }, 400, 'request_invalid'],
    ['a path of the server', { backup_path: '/etc', timestamp: '20250101_000000' }, 400, 'vector_backup_path_invalid'],
    [
      'a path that leads out',
      { backup_path: '../../x/vector_bak', timestamp: '20250101_000000' },
      400,
      'vector_backup_path_invalid',
    ],
    ['a backup that is not there', { timestamp: '20250101_000000' }, 404, 'vector_backup_not_found'],
  ])('refuses to restore: %s', async (_, body, status, code) => {
    const answer = await client.post('/vector/restore', body);
    expect([answer.status, answer.body['details']]).toEqual([status, expect.objectContaining({ error_code: code })]);
  });

  it('does the same from the command line, without the API', async () => {
    const cli = async (...args: string[]): Promise<string> => {
      const main = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
      const env = { PATH: process.env['PATH'] ?? '', ...services.variables };
      const { stdout } = await promisify(execFile)(process.execPath, [main, 'vector', ...args], { env });
      return stdout;
    };
    const made = JSON.parse(await cli('backup', '--format', 'binary', '--verify', '--json')) as BackupData;
    expect(made).toMatchObject({ backup_performed: true, verification: { verified: true } });
    expect(await cli('list')).toContain(made.backup_timestamp);
    const one = JSON.parse(await cli('backup', '--tables', 'langchain_pg_collection', '--json')) as BackupData;
    expect(Object.keys(one.tables_backed_up)).toEqual(['langchain_pg_collection']);
    expect(await cli('verify', '--operation', made.operation_id)).toContain('done in');
    const before = await rowsLeft();
    expect(await cli('restore', '--truncate', '--verify')).toContain(`langchain_pg_embedding: ${before} rows`);
    expect(await rowsLeft()).toBe(before);
    const { body } = await client.get<{ entries: Record<string, unknown>[] }>('/audit?limit=10');
    expect(body.data.entries).toContainEqual(
      expect.objectContaining({
        actor: expect.stringMatching(/^cli:/),
        action: 'vector restore',
        details: { task_id: null, parameters: expect.objectContaining({ truncate_before_restore: true }) },
      }),
    );
    await expect(cli('restore', '--timestamp', '20200101_000000')).rejects.toMatchObject({
      code: 4,
      stderr: expect.stringContaining('there is no such backup'),
    });
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'survives %s in the middle: nothing is lost, nothing done twice',
    async (end) => {
      await fill(60_000);
      const before = await rowsLeft();
      const started = await client.post<{ operation_id: string }>('/vector/backup', {
        truncate_vector_tables: true,
        async: true,
      });
      const path = `/vector/operations/${started.body.data.operation_id}`;
      await eventually(async () =>
        expect((await client.get<OperationData>(path)).body.data.status).not.toBe('pending'),
      );
      await service.workers.at(-1)?.stop(end);
      await service.addWorker();
      const ended = await eventually(async () => {
        const { body } = await client.get<OperationData & { result: BackupData }>(path);
        expect(body.data.status).toBe('completed');
        return body.data;
      }, 50_000);
      const { backup_file: file } = ended.result.tables_backed_up['langchain_pg_embedding']!;
      const csv = await readFile(join(storage, 'vector_bak', file), 'utf8');
      expect(csv.trimEnd().split('\n')).toHaveLength(before + 1);
      expect(await rowsLeft()).toBe(0);
      expect((await readdir(join(storage, 'vector_bak'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      await fill(5);
    },
  );
});
