import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createTestInstallation, type TestInstallation } from '../../../test/harness/test-config.js';
import { dataSourceOptions } from '#libs/database';
import { RequestCountRepository } from './request-count.repository.js';

describe('the common count of requests', () => {
  let installation: TestInstallation;
  let dataSource: DataSource;
  let counts: RequestCountRepository;
  let now = 0;

  beforeAll(async () => {
    installation = await createTestInstallation('counts', 'postgres');
    dataSource = await new DataSource(dataSourceOptions(installation.config.databaseUrl, 4, 'test')).initialize();
    counts = new RequestCountRepository(dataSource, () => now);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await installation.remove();
  });

  const age = (key: string, interval: string) =>
    dataSource.query('UPDATE data_pipeline_request_counts SET since = now() - $2::interval WHERE key_name = $1', [
      key,
      interval,
    ]);
  const kept = async (): Promise<string[]> => {
    const rows = await dataSource.query<{ key_name: string }[]>(
      'SELECT key_name FROM data_pipeline_request_counts ORDER BY 1',
    );
    return rows.map(({ key_name: key }) => key);
  };

  it('adds up what is taken at the same time, and begins again after a minute', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, () => counts.take('a', 2)));
    expect(taken.map(({ requests }) => requests).sort((a, b) => a - b)).toEqual([2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
    await age('a', '61 seconds');
    expect(await counts.take('a', 3)).toMatchObject({ requests: 3 });
  });

  it('forgets senders that have not come for an hour, once a minute, and not the one that comes', async () => {
    for (const key of ['old', 'older', 'fresh']) {
      await counts.take(key, 1);
    }
    await age('old', '61 minutes');
    await age('older', '2 days');
    expect(await counts.take('old', 1)).toMatchObject({ requests: 1 });
    expect(await kept()).toEqual(['a', 'fresh', 'old', 'older']);
    now += 60_000;
    await age('old', '61 minutes');
    await counts.take('old', 1);
    expect(await kept()).toEqual(['a', 'fresh', 'old']);
  });
});
