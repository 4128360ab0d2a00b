import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { cockroach, greenplum6, greenplum7, kingbase, openGauss, postgres } from '../harness/other-servers.js';
import { PosingProxy } from '../harness/posing-proxy.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const SAMPLE = { tables: ['public.*'], business_context: '高速公路服务区管理系统' };

describe('a business database that is not a current PostgreSQL', () => {
  let services: SampleServices;
  let service: TestService;
  let business: PosingProxy;

  beforeAll(async () => {
    services = await createSampleServices('other_servers');
    business = await PosingProxy.start(services.variables['BUSINESS_DATABASE_URL'] ?? '');
    service = await startService({ ...services.variables, BUSINESS_DATABASE_URL: business.url }, 1);
  });

  afterAll(async () => {
    await service?.stop();
    await business?.close();
    await services?.remove();
  });

  const create = (language: string) =>
    service.client.post<{ task_id: string }>('/tasks', SAMPLE, { 'accept-language': language });
  const total = async (): Promise<number> => (await service.client.get<{ total: number }>('/tasks')).body.data.total;

  async function written(taskId: string): Promise<string[]> {
    const { files } = (await service.client.get<{ files: { file_name: string }[] }>(`/tasks/${taskId}/files`)).body
      .data;
    return files.map(({ file_name: name }) => name).filter((name) => name.endsWith('.ddl') || name === 'schema.sql');
  }

  /** Runs the first step of a task. */
  async function documented(taskId: string): Promise<{ status: string; error_message: string | null }> {
    await service.client.post(`/tasks/${taskId}/execute`, { execution_mode: 'step', step_name: 'ddl_generation' });
    return eventually(async () => {
      const { data } = (await service.client.get<{ status: string; error_message: string | null }>(`/tasks/${taskId}`))
        .body;
      expect(data.status).toMatch(/failed|completed/);
      return data;
    });
  }

  it.each([
    ['PostgreSQL 11.3', postgres(11), 'pg_attribute.attgenerated, pg_collation.collisdeterministic'],
    ['Greenplum Database 6.25.3', greenplum6, 'pg_attribute.attidentity'],
    ['openGauss 5.0.0', openGauss, 'pg_class.relispartition'],
    ['CockroachDB CCL v23.1.11', cockroach, 'pg_get_ruledef(), pg_get_statisticsobjdef()'],
  ])(
    '%s is refused by name with what it lacks, in both languages, and no task is made',
    async (name, server, lacks) => {
      const before = await total();
      business.poseAs(server);
      const [chinese, english] = [await create('zh'), await create('en')];
      expect([chinese.status, english.status]).toEqual([400, 400]);
      expect(chinese.body['details']).toMatchObject({ error_code: 'business_database_catalog_incomplete' });
      expect(chinese.body.message).toMatch(/^\S.* 缺少读取表结构所需的系统目录：.*请使用 PostgreSQL 13 及以上版本/);
      expect(english.body.message).toMatch(
        / lacks parts of the catalogs that describe tables: .*Use PostgreSQL 13 or later/,
      );
      for (const { body } of [chinese, english]) {
        expect(body.message.startsWith(`${name} `)).toBe(true);
        expect(body.message).toContain(lacks);
      }
      // Nothing was asked that the server could not have answered.
      expect(
        business.queries.filter((query) => /pg_class c/.test(query) && !query.includes('server_version_num')),
      ).toEqual([]);
      const tables = await fetch(`${service.client.origin}/api/v0/database/tables`, { method: 'POST' });
      expect([tables.status, await tables.text()]).toEqual([400, expect.stringContaining(name)]);
      expect(await total()).toBe(before);
    },
  );

  it('a task whose server was replaced by an older one fails with the same message and writes nothing', async () => {
    business.poseAs(null);
    const taskId = (await create('en')).body.data.task_id;
    business.poseAs(postgres(11));
    const failed = await documented(taskId);
    expect(failed.status).toBe('failed');
    expect(failed.error_message).toContain('PostgreSQL 11.3');
    expect(failed.error_message).toContain('pg_attribute.attgenerated');
    expect(await written(taskId)).toEqual([]);
  });

  it.each([
    ['PostgreSQL 13', postgres(13), 13],
    ['PostgreSQL 14', postgres(14), 14],
    ['Greenplum 7', greenplum7, 12],
    ['KingbaseES', kingbase, 12],
  ])('%s is documented, with the catalogs that it has', async (_name, server, catalogs) => {
    business.poseAs(server);
    const taskId = (await create('en')).body.data.task_id;
    expect(await documented(taskId)).toMatchObject({ status: 'partial_completed', error_message: null });
    expect((await written(taskId)).length).toBeGreaterThan(1);
    const newer = { attcompression: 14, prosqlbody: 14, rngmultitypid: 14, indnullsnotdistinct: 15, conperiod: 18 };
    const absent = Object.entries(newer).filter(([, since]) => since > catalogs);
    const named = absent.filter(([column]) => business.queries.some((query) => query.includes(`.${column}`)));
    expect(named).toEqual([]);
  });
});
