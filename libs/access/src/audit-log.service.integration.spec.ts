import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { createTestInstallation, type TestInstallation } from '../../../test/harness/test-config.js';
import { AuditEntryEntity, dataSourceOptions, TurnRepository } from '#libs/database';
import { AuditLog, type NewAuditEntry } from './audit-log.service.js';

const FULL: NewAuditEntry = {
  at: new Date(),
  actor: 'ci',
  keyId: '7',
  action: 'POST /tasks',
  target: '/tasks',
  status: 201,
  ipAddress: '127.0.0.1',
  userAgent: 'curl "8", {x}',
  requestId: 'r1',
  details: { body: { task_ids: ['a', 'b'], text: '"quoted", {braces}, \\ and 中文' } },
};
const BARE: NewAuditEntry = { ...FULL, keyId: null, ipAddress: null, userAgent: null, requestId: null, details: null };

describe('the audit log', () => {
  let installation: TestInstallation;
  let dataSource: DataSource;

  beforeAll(async () => {
    installation = await createTestInstallation('audit', 'postgres');
    const { databaseUrl } = installation.config;
    dataSource = await new DataSource(dataSourceOptions(databaseUrl, 2, 'test')).initialize();
  });

  afterAll(async () => {
    await dataSource.destroy();
    await installation.remove();
  });

  it('has every entry, in order, when a shutdown has waited for it', async () => {
    const log = new AuditLog(
      dataSource.getRepository(AuditEntryEntity),
      new TurnRepository(dataSource),
      installation.config,
    );
    const given = Array.from({ length: 1_200 }, (_, number) => ({ ...BARE, target: String(number) }));
    [FULL, ...given].forEach((entry) => log.add(entry));
    await log.beforeApplicationShutdown();
    const { entries, total } = await log.list({ limit: 2_000 });
    expect(total).toBe(1_201);
    const ids: unknown = expect.any(String);
    expect(entries.toReversed()).toEqual([FULL, ...given].map((entry) => ({ id: ids, ...entry })));
    expect(await log.list({ limit: 5, mentions: '{braces}' })).toMatchObject({ entries: [FULL], total: 1 });
    expect(await log.list({ limit: 5, mentions: '1199' })).toMatchObject({ entries: [{ target: '1199' }], total: 1 });
    expect(await log.list({ limit: 5, mentions: '%' })).toEqual({ entries: [], total: 0 });
    const page = await log.list({ limit: 2, actor: 'ci', beforeId: entries[0]?.id });
    expect([page.entries.map(({ target }) => target), page.total]).toEqual([['1198', '1197'], 1_201]);
    expect((await log.list({ limit: 2, actor: 'c' })).total).toBe(0);
  });

  it('has what comes while old entries are deleted', async () => {
    const late = { ...BARE, target: 'late' };
    const turns = new TurnRepository(dataSource);
    const log = new AuditLog(dataSource.getRepository(AuditEntryEntity), turns, installation.config);
    jest.spyOn(turns, 'take').mockImplementationOnce(async () => {
      log.add(late);
      return false;
    });
    log.add({ ...BARE, target: 'early' });
    await log.beforeApplicationShutdown();
    expect((await log.list({ limit: 2 })).entries.map(({ target }) => target)).toEqual(['late', 'early']);
  });

  it('writes no body to the process log when it cannot be written', async () => {
    const lines: unknown[] = [];
    const spy = jest.spyOn(Logger.prototype, 'error').mockImplementation((line: unknown) => void lines.push(line));
    const lost = await new DataSource(dataSourceOptions(installation.config.databaseUrl, 1, 'test')).initialize();
    const rows = lost.getRepository(AuditEntryEntity);
    const log = new AuditLog(rows, new TurnRepository(lost), installation.config);
    await lost.destroy();
    log.add({ ...FULL, details: { body: { business_context: 'the content of a body' } } });
    await log.beforeApplicationShutdown();
    spy.mockRestore();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"action":"POST /tasks"');
    expect(lines[0]).not.toContain('the content of a body');
  });
});
