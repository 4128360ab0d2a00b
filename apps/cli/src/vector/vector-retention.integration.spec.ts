import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTestInstallation, type TestInstallation } from '../../../../test/harness/test-config.js';
import { onDatabase } from '../../../../test/harness/test-database.js';
import { ensureVectorTables } from '#libs/vector-store';
import { createProgram } from '../program.js';

jest.setTimeout(120_000);

describe('vector retention', () => {
  let installation: TestInstallation;
  let printed: string[];

  const run = async (...args: string[]): Promise<string> => {
    printed = [];
    const { databaseUrl, vectorDatabaseUrl, dataDirectory } = installation.config;
    const environment = {
      DATABASE_URL: databaseUrl,
      QUEUE_URL: databaseUrl,
      BUSINESS_DATABASE_URL: databaseUrl,
      VECTOR_DATABASE_URL: vectorDatabaseUrl,
      DATA_DIRECTORY: dataDirectory,
      DATA_PIPELINE_LANG: 'en',
      VECTOR_BACKUP_KEEP_DAILY: '1',
    };
    const program = await createProgram(environment);
    await program.parseAsync(['vector', ...args], { from: 'user' });
    return printed.join('\n');
  };

  beforeAll(async () => {
    installation = await createTestInstallation('cli_retention', 'postgres');
    await onDatabase(installation.config.vectorDatabaseUrl, ensureVectorTables);
  });

  afterAll(() => installation?.remove());

  beforeEach(() => {
    jest.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
    jest.spyOn(console, 'error').mockImplementation((line: string) => void printed.push(line));
  });

  it('shows what stays and why, for people and for programs, and removes nothing', async () => {
    await run('backup');
    expect(await run('retention')).toMatch(
      /vector_bak\n {2}keep +\d{8}_\d{6} +[\d.]+ KB {2}the newest backup; the newest of its day \(last 1 day\)$/,
    );
    const found = JSON.parse(await run('retention', '--json')) as Record<string, unknown>;
    expect(found).toMatchObject({
      rules: { keep: null, keep_daily: 1 },
      time_zone: 'Asia/Shanghai',
      locations: [{ task_id: null, backups: [{ keeps: true, reasons: ['newest', 'daily'], is_usable: true }] }],
    });
    expect(await run('list')).toMatch(/\n {2}\d{8}_\d{6} /);
  });
});
