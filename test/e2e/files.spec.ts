import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, readlink, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkEveryAnswer, type AnswerWatch } from '../harness/check-every-answer.js';
import { eventually } from '../harness/eventually.js';
import { readArchive } from '../harness/read-archive.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { startService, type Answer, type TestClient, type TestService } from '../harness/service.js';

const DAY_MS = 86_400_000;

interface FileList {
  files: {
    file_name: string;
    file_type: string;
    file_size: number;
    content_hash: string | null;
    download_url: string;
  }[];
  total: number;
  directory_info: { total_files: number; folders: string[] };
}

interface Uploaded {
  skipped: boolean;
  uploaded_file: { action: string; filename: string; content_hash: string };
  backup_info: { backup_filename: string; backup_version: number } | null;
}

interface Cleanup {
  files: { task_id: string; file_name: string; kind: string }[];
  files_removed: number;
  bytes_freed: number;
  tasks_running: string[];
}

describe('the files of tasks', () => {
  let services: SampleServices;
  let service: TestService;
  let client: TestClient;
  let watch: AnswerWatch;
  let taskId: string;
  let folder: string;

  beforeAll(async () => {
    services = await createSampleServices('files');
    service = await startService(services.variables, 1);
    client = service.client;
    watch = await checkEveryAnswer();
  });

  afterAll(async () => {
    watch?.stop();
    await service?.stop();
    await services?.remove();
  });

  beforeEach(async () => {
    const created = await client.post<{ task_id: string }>('/tasks', {
      tables: ['bss_company'],
      business_context: 'x',
    });
    taskId = created.body.data.task_id;
    folder = join(services.directory, 'training_data', taskId);
  });

  async function json<T>(method: string, path: string, init: RequestInit = {}): Promise<Answer<T>> {
    const response = await client.raw(method, path, init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer<T>['body'] };
  }

  function upload(name: string, content: string | Uint8Array<ArrayBuffer>, mode?: string): Promise<Answer<Uploaded>> {
    const form = new FormData();
    form.set('file', new Blob([content]), name);
    // After the file, where a reader that stops at the file would miss it.
    if (mode !== undefined) {
      form.set('overwrite_mode', mode);
    }
    return json<Uploaded>('POST', `/tasks/${taskId}/files`, { body: form });
  }

  async function list(search = ''): Promise<FileList> {
    return (await client.get<FileList>(`/tasks/${taskId}/files${search}`)).body.data;
  }

  function errorCode(answer: Answer<unknown>): [number, unknown] {
    return [answer.status, (answer.body['details'] as { error_code?: string }).error_code];
  }

  /** A file that appeared in the folder without the service, some days ago. */
  async function place(name: string, content: string, daysAgo = 0): Promise<void> {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
    await age(name, daysAgo);
  }

  async function age(name: string, daysAgo: number): Promise<void> {
    const then = new Date(Date.now() - daysAgo * DAY_MS);
    await utimes(join(folder, name), then, then);
  }

  describe('lists', () => {
    it('filters, sorts and pages, with the true total', async () => {
      await place('vector_bak/data.csv', 'a,b\n');
      await place('big.md', 'x'.repeat(5000));
      const all = await list();
      expect(all.files.map(({ file_name: name }) => name)).toEqual([
        'big.md',
        'data_pipeline.log',
        'table_list.txt',
        'task_config.json',
        'vector_bak/data.csv',
      ]);
      expect(all).toMatchObject({ total: 5, directory_info: { total_files: 5, folders: ['vector_bak'] } });
      expect(await list('?limit=1&sort_by=file_size&sort_order=desc')).toMatchObject({
        files: [{ file_name: 'big.md', file_type: 'markdown', file_size: 5000, content_hash: null }],
        total: 5,
      });
      expect((await list('?file_type=json')).files).toMatchObject([{ file_name: 'task_config.json' }]);
      expect(await list('?folder=vector_bak')).toMatchObject({ files: [{ file_type: 'csv' }], total: 1 });
      expect((await list('?folder=&offset=3')).files).toMatchObject([{ file_name: 'task_config.json' }]);
      expect((await client.get(`/tasks/${taskId}/files?limit=0`)).status).toBe(400);
    });

    it('downloads what the list names, also from sub-folders', async () => {
      await place('vector_bak/备份 1.csv', 'a,b\n');
      const file = (await list()).files.find(({ file_name: name }) => name.startsWith('vector_bak/'));
      const answer = await fetch(`${client.origin}${file?.download_url}`);
      expect([answer.status, await answer.text()]).toEqual([200, 'a,b\n']);
    });
  });

  describe('archives', () => {
    beforeEach(async () => {
      await place('问答对.json', '[]');
      await place('vector_bak/data.csv', 'a,b\n1,2\n');
    });

    const contents = () => ({
      [`${taskId}/问答对.json`]: '[]',
      [`${taskId}/vector_bak/data.csv`]: 'a,b\n1,2\n',
    });

    it('answers a small one directly, as zip by default', async () => {
      const answer = await client.raw('POST', `/tasks/${taskId}/files/archive`, {
        headers: { 'content-type': 'application/json' },
        body: '{"archive_format": "zip"}',
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-archive-delivery')).toBe('direct');
      expect(answer.headers.get('content-type')).toBe('application/zip');
      expect(answer.headers.get('content-disposition')).toContain(`${taskId}.zip`);
      const files = await readArchive('zip', Buffer.from(await answer.arrayBuffer()));
      expect(files).toMatchObject(contents());
      expect(Object.keys(files)).toHaveLength(5);
    });

    it('makes tar.gz, of a selection', async () => {
      const answer = await client.raw('POST', `/tasks/${taskId}/files/archive`, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ archive_format: 'tar.gz', files: ['问答对.json', 'vector_bak/*'] }),
      });
      expect(answer.headers.get('content-type')).toBe('application/gzip');
      expect(await readArchive('tar.gz', Buffer.from(await answer.arrayBuffer()))).toEqual(contents());
    });

    it('lets a worker build one, which can be downloaded in parts', async () => {
      const asked = await client.post<{ status_url: string; download_url: string; status: string }>(
        `/tasks/${taskId}/files/archive`,
        { delivery: 'job', files: ['问答对.json', 'vector_bak/*'] },
      );
      expect([asked.status, asked.headers.get('x-archive-delivery')]).toEqual([202, 'job']);
      const { status_url: statusUrl, download_url: downloadUrl } = asked.body.data;
      const built = await eventually(async () => {
        const state = (await (await fetch(`${client.origin}${statusUrl}`)).json()) as {
          data: { status: string; file_size: number; content_hash: string };
        };
        expect(state.data.status).toBe('completed');
        return state.data;
      });
      const bytes = Buffer.from(await (await fetch(`${client.origin}${downloadUrl}`)).arrayBuffer());
      expect(bytes.byteLength).toBe(built.file_size);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(built.content_hash);
      expect(await readArchive('zip', bytes)).toEqual(contents());
      const part = await fetch(`${client.origin}${downloadUrl}`, { headers: { range: 'bytes=0-1' } });
      expect([part.status, await part.text()]).toEqual([206, 'PK']);
      expect((await list()).files.some(({ file_name: name }) => name.includes('archive'))).toBe(false);
      const other = await client.get(`/tasks/${taskId}/archives/00000000-0000-4000-8000-000000000000`);
      expect(errorCode(other)).toEqual([404, 'archive_not_found']);
    });

    it('puts files of several tasks into one', async () => {
      const first = taskId;
      const second = (
        await client.post<{ task_id: string }>('/tasks', { business_context: '服务区', tables: ['bss_company'] })
      ).body.data.task_id;
      const answer = await client.raw('POST', '/files/archive', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ task_ids: [first, second], files: ['task_config.json', 'vector_bak/*'] }),
      });
      expect(Object.keys(await readArchive('zip', Buffer.from(await answer.arrayBuffer()))).sort()).toEqual([
        `${first}/task_config.json`,
        `${first}/vector_bak/data.csv`,
        `${second}/task_config.json`,
      ]);
    });

    it('closes its files when the client goes away', async () => {
      await writeFile(join(folder, 'noise.csv'), randomBytes(48 * 1024 * 1024));
      const stop = new AbortController();
      const answer = await client.raw('POST', `/tasks/${taskId}/files/archive`, {
        headers: { 'content-type': 'application/json' },
        body: '{"files": ["noise.csv"]}',
        signal: stop.signal,
      });
      await answer.body?.getReader().read();
      // The header of the archive may come before the file is opened; the file does not fit into what is buffered.
      await eventually(async () => expect(await openFiles()).toContain(join(folder, 'noise.csv')));
      stop.abort();
      await eventually(async () => expect(await openFiles()).not.toContain(join(folder, 'noise.csv')));
    });

    /** Files that the api process has open. */
    async function openFiles(): Promise<string[]> {
      const descriptors = `/proc/${service.api.pid}/fd`;
      const names = await readdir(descriptors);
      return Promise.all(names.map((name) => readlink(join(descriptors, name)).catch(() => 'closed meanwhile')));
    }

    it.each<[string, unknown, number, string]>([
      ['an unknown format', { archive_format: 'rar' }, 400, 'request_invalid'],
      ['a file that is not there', { files: ['nothing.txt'] }, 404, 'files_not_selected'],
      ['a path that leads out', { files: ['../../etc/passwd'] }, 404, 'files_not_selected'],
      ['an empty selection', { files: [] }, 400, 'request_invalid'],
      ['a pattern that takes long', { files: ['*a'.repeat(40)] }, 400, 'request_invalid'],
      ['malformed JSON', '{', 400, 'body_malformed'],
    ])('refuses %s', async (_, body, status, code) => {
      expect(errorCode(await client.post(`/tasks/${taskId}/files/archive`, body))).toEqual([status, code]);
    });
  });

  describe('integrity', () => {
    it('tells ok, missing, changed and unrecorded files apart', async () => {
      await upload('kept.md', 'kept');
      await upload('changed.md', 'before');
      await upload('missing.md', 'gone');
      const check = () =>
        client.get<{ verdict: string; summary: object; files: { file_name: string; state: string }[] }>(
          `/tasks/${taskId}/files/integrity`,
        );
      expect((await check()).body.data).toMatchObject({ verdict: 'intact', is_valid: true, summary: { missing: 0 } });
      await writeFile(join(folder, 'changed.md'), 'after!');
      await rm(join(folder, 'missing.md'));
      const { data } = (await check()).body;
      expect(Object.fromEntries(data.files.map(({ file_name: name, state }) => [name, state]))).toEqual({
        'changed.md': 'changed',
        'data_pipeline.log': 'unrecorded',
        'kept.md': 'ok',
        'missing.md': 'missing',
        'table_list.txt': 'ok',
        'task_config.json': 'ok',
      });
      expect(data).toMatchObject({
        verdict: 'damaged',
        summary: { total: 6, ok: 3, missing: 1, changed: 1, unrecorded: 1 },
      });
    });
  });

  describe('uploads', () => {
    it('keeps what was there, replaces it, or leaves it, as asked', async () => {
      expect((await upload('说明.md', 'one')).body.data.uploaded_file).toMatchObject({ action: 'created' });
      expect((await upload('说明.md', 'two')).body.data).toMatchObject({
        uploaded_file: { action: 'replaced' },
        backup_info: { backup_filename: '说明.md_bak1', backup_version: 1 },
      });
      expect((await upload('说明.md', 'three', 'backup')).body.data.backup_info?.backup_filename).toBe('说明.md_bak2');
      expect((await upload('说明.md', 'four', 'replace')).body.data.backup_info).toBeNull();
      expect((await upload('说明.md', 'five', 'skip')).body.data).toMatchObject({
        skipped: true,
        uploaded_file: { action: 'skipped' },
      });
      const texts = await Promise.all(
        ['说明.md', '说明.md_bak1', '说明.md_bak2'].map((name) => readFile(join(folder, name), 'utf8')),
      );
      expect(texts).toEqual(['four', 'one', 'two']);
      const file = (await list()).files.find(({ file_name: name }) => name === '说明.md');
      expect(file?.content_hash).toBe(createHash('sha256').update('four').digest('hex'));
    });

    it('loses nothing when many send the same name at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => upload('same.md', `content ${index}`)),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
      const names = (await readdir(folder)).filter((name) => name.startsWith('same.md'));
      const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
      expect(texts.sort()).toEqual(Array.from({ length: 12 }, (_, index) => `content ${index}`).sort());
    });

    it.each<[string, string, string, number, string]>([
      ['an unknown type', 'run.exe', 'x', 400, 'upload_type_unsupported'],
      ['an empty file', 'a.md', '', 400, 'upload_empty'],
      ['a file over 10 MB', 'a.md', 'x'.repeat(10 * 1024 * 1024 + 1), 413, 'upload_too_large'],
      ['a name that leads out', '../escape.md', 'x', 400, 'upload_name_invalid'],
      ['an absolute name', '/tmp/escape.md', 'x', 400, 'upload_name_invalid'],
      ['the configuration of the task', 'task_config.json', '{}', 400, 'upload_name_protected'],
      ['the result of the task', 'task_result.json', '{}', 400, 'upload_name_protected'],
      ['the table list', 'table_list.txt', 'x', 400, 'upload_name_protected'],
      ['a device name', 'NUL.txt', 'x', 400, 'upload_name_invalid'],
    ])('refuses %s', async (_, name, content, status, code) => {
      const before = await readdir(folder, { recursive: true });
      expect(errorCode(await upload(name, content))).toEqual([status, code]);
      expect((await list()).total).toBe(3);
      expect((await readdir(folder, { recursive: true })).filter((path) => !path.startsWith('.staging'))).toEqual(
        before.filter((path) => !path.startsWith('.staging')),
      );
    });

    it('takes a file of exactly 10 MB', async () => {
      expect((await upload('full.csv', 'x'.repeat(10 * 1024 * 1024))).status).toBe(200);
    });

    it('refuses an unknown mode, a form without a file, a broken form, and no form at all', async () => {
      expect(errorCode(await upload('a.md', 'x', 'overwrite'))).toEqual([400, 'request_invalid']);
      const form = new FormData();
      form.set('overwrite_mode', 'skip');
      expect(errorCode(await json('POST', `/tasks/${taskId}/files`, { body: form }))).toEqual([
        400,
        'upload_part_missing',
      ]);
      const broken = await json('POST', `/tasks/${taskId}/files`, {
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\nno end',
      });
      expect(errorCode(broken)).toEqual([400, 'form_malformed']);
      expect(errorCode(await json('POST', `/tasks/${taskId}/files`, { body: '{}' }))).toEqual([
        415,
        'media_type_unsupported',
      ]);
      expect((await list()).total).toBe(3);
    });

    it('survives a client that goes away in the middle', async () => {
      const abandoned = httpRequest(`${client.origin}/api/v0/data_pipeline/tasks/${taskId}/files`, {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 1_000_000 },
      });
      abandoned.on('error', () => undefined);
      abandoned.write('--x\r\nContent-Disposition: form-data; name="file"; filename="half.md"\r\n\r\nhalf of it');
      await new Promise((resolve) => abandoned.once('socket', (socket) => socket.once('connect', resolve)));
      abandoned.destroy();
      expect((await upload('whole.md', 'whole')).status).toBe(200);
      expect((await list()).files.map(({ file_name: name }) => name)).not.toContain('half.md');
    });
  });

  describe('deletion', () => {
    it('deletes a file, but none of the system', async () => {
      await upload('a.md', 'text');
      expect((await json<{ deleted_size: number }>('DELETE', `/tasks/${taskId}/files/a.md`)).body.data).toMatchObject({
        file_name: 'a.md',
        deleted_size: 4,
      });
      expect((await list()).total).toBe(3);
      expect(errorCode(await json('DELETE', `/tasks/${taskId}/files/a.md`))).toEqual([404, 'file_not_found']);
      expect(errorCode(await json('DELETE', `/tasks/${taskId}/files/task_config.json`))).toEqual([
        400,
        'upload_name_protected',
      ]);
      expect(errorCode(await json('DELETE', `/tasks/${taskId}/files/..%2F..%2Fx`))).toEqual([400, 'file_name_invalid']);
    });

    it('deletes a task with everything', async () => {
      const answer = await json('DELETE', `/tasks/${taskId}`);
      expect(answer.body.data).toMatchObject({
        success: true,
        directory_deleted: true,
        database_records_deleted: true,
        deleted_files_count: 3,
      });
      expect((await client.get(`/tasks/${taskId}`)).status).toBe(404);
      await expect(stat(folder)).rejects.toThrow('ENOENT');
      expect((await json('DELETE', `/tasks/${taskId}`)).status).toBe(404);
    });

    it('keeps the record when asked, as a task that can run again', async () => {
      await client.post(`/tasks/${taskId}/execute`, { execution_mode: 'step', step_name: 'ddl_generation' });
      await finished();
      const answer = await json('DELETE', `/tasks/${taskId}?delete_database_records=false`);
      expect(answer.body.data).toMatchObject({ directory_deleted: true, database_records_deleted: false });
      expect((await client.get(`/tasks/${taskId}`)).body.data).toMatchObject({
        status: 'pending',
        directory_exists: false,
        step_status: { ddl_generation: 'pending' },
      });
      expect(
        errorCode(
          await client.post(`/tasks/${taskId}/execute`, { execution_mode: 'step', step_name: 'qa_generation' }),
        ),
      ).toEqual([409, 'dependency_not_completed']);
      await client.post(`/tasks/${taskId}/execute`, { execution_mode: 'step', step_name: 'ddl_generation' });
      expect(await finished()).toMatchObject({ status: 'partial_completed', directory_exists: true });
      expect((await list()).files.map(({ file_name: name }) => name)).toContain('bss_company.ddl');
    });

    it('deletes several, says what it could not, and asks for a confirmation', async () => {
      const second = (
        await client.post<{ task_id: string }>('/tasks', { business_context: '服务区', tables: ['bss_company'] })
      ).body.data.task_id;
      const remove = (body: unknown) =>
        json('DELETE', '/tasks', { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      expect(errorCode(await remove({ task_ids: [taskId] }))).toEqual([400, 'delete_unconfirmed']);
      expect(errorCode(await remove({ confirm: true }))).toEqual([400, 'delete_tasks_unnamed']);
      expect(errorCode(await remove({ task_ids: ['..'], confirm: true }))).toEqual([400, 'request_invalid']);
      expect(errorCode(await remove({ task_ids: [''], confirm: true }))).toEqual([400, 'request_invalid']);
      const answer = await remove({
        task_ids: [taskId, 'task_absent', second],
        confirm: true,
        delete_database_records: true,
      });
      expect(answer.body.data).toMatchObject({
        deleted_tasks: [{ task_id: taskId }, { task_id: second }],
        failed_tasks: [{ task_id: 'task_absent', error_code: 'task_not_found' }],
        summary: { total_requested: 3, successfully_deleted: 2, failed: 1, not_attempted: 0 },
      });
      const third = (
        await client.post<{ task_id: string }>('/tasks', { business_context: '服务区', tables: ['bss_company'] })
      ).body.data.task_id;
      const byQuery = await json('DELETE', `/tasks?task_ids[]=${third}&confirm=true&delete_database_records=true`);
      expect(byQuery.body.data).toMatchObject({ summary: { successfully_deleted: 1 } });
    });

    it('leaves a running task alone', async () => {
      await onDatabase(services.taskUrl, (database) =>
        database.query(`UPDATE data_pipeline_tasks SET status = 'in_progress' WHERE task_id = $1`, [taskId]),
      );
      expect(errorCode(await json('DELETE', `/tasks/${taskId}`))).toEqual([409, 'task_delete_while_running']);
      expect(errorCode(await json('DELETE', `/tasks/${taskId}/files/a.md`))).toEqual([409, 'task_files_while_running']);
      expect(errorCode(await upload('a.md', 'x'))).toEqual([409, 'task_files_while_running']);
      expect((await list()).total).toBe(3);
    });
  });

  describe('cleanup', () => {
    const clean = async (body: object): Promise<Cleanup> =>
      (await client.post<Cleanup>('/files/cleanup', body)).body.data;
    const mine = (report: Cleanup) =>
      report.files.filter(({ task_id: id }) => id === taskId).map(({ file_name: name, kind }) => [name, kind]);

    it('removes old unused files, and lists them in a dry run', async () => {
      await upload('notes.md', 'one');
      await upload('notes.md', 'two');
      await place('stray.txt', 'stray', 40);
      await place('young.txt', 'young', 20);
      await place('vector_bak/data.csv', 'a', 40);
      await Promise.all(
        ['notes.md', 'notes.md_bak1', 'task_config.json', 'data_pipeline.log'].map((name) => age(name, 40)),
      );
      const expected = [
        ['notes.md_bak1', 'kept_copy'],
        ['stray.txt', 'unrecorded'],
      ];
      const preview = await clean({ days_to_keep: 30, dry_run: true });
      expect(mine(preview)).toEqual(expected);
      expect((await list()).total).toBe(8);
      const done = await clean({ days_to_keep: 30 });
      expect(mine(done)).toEqual(expected);
      expect(done.bytes_freed).toBeGreaterThanOrEqual(8);
      expect((await list()).files.map(({ file_name: name }) => name)).toEqual([
        'data_pipeline.log',
        'notes.md',
        'table_list.txt',
        'task_config.json',
        'vector_bak/data.csv',
        'young.txt',
      ]);
      expect(mine(await clean({ days_to_keep: 30, include_newest_runs: true, include_backups: true }))).toEqual([
        ['notes.md', 'newest_run'],
        ['vector_bak/data.csv', 'backup'],
      ]);
    });

    it('never touches a running task, and collects folders without one', async () => {
      await place('stray.txt', 'stray', 40);
      await onDatabase(services.taskUrl, (database) =>
        database.query(`UPDATE data_pipeline_tasks SET status = 'in_progress' WHERE task_id = $1`, [taskId]),
      );
      const orphan = join(services.directory, 'training_data', 'task_20240101_000000');
      await mkdir(orphan);
      await writeFile(join(orphan, 'old.md'), 'old');
      const past = new Date(Date.now() - 40 * DAY_MS);
      await utimes(orphan, past, past);
      const report = await clean({ days_to_keep: 30 });
      expect(mine(report)).toEqual([]);
      expect(report.tasks_running).toContain(taskId);
      expect(report.files).toContainEqual(expect.objectContaining({ task_id: 'task_20240101_000000', kind: 'orphan' }));
      await expect(stat(orphan)).rejects.toThrow('ENOENT');
    });

    it.each([{ days_to_keep: -1 }, { days_to_keep: 'x' }, { days_to_keep: 1.5 }, { unknown: true }])(
      'refuses %j',
      async (body) => {
        expect((await client.post('/files/cleanup', body)).status).toBe(400);
      },
    );
  });

  async function finished(): Promise<Record<string, unknown>> {
    return eventually(async () => {
      const { data } = (await client.get(`/tasks/${taskId}`)).body;
      expect(data['status']).not.toBe('in_progress');
      return data;
    }, 30_000);
  }

  it('answers everything as the API document says', async () => {
    expect(await watch.problems()).toEqual([]);
  });
});
