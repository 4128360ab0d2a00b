import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createTestInstallation, type TestInstallation } from '../../../test/harness/test-config.js';
import { dataSourceOptions } from '#libs/database';
import { hashApiKey } from './api-key.js';
import { ApiKeyRepository } from './api-key.repository.js';

describe('the keys in the database', () => {
  let installation: TestInstallation;
  let dataSource: DataSource;
  let keys: ApiKeyRepository;

  beforeAll(async () => {
    installation = await createTestInstallation('keys', 'postgres');
    dataSource = await new DataSource(dataSourceOptions(installation.config.databaseUrl, 2, 'test')).initialize();
    keys = new ApiKeyRepository(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await installation.remove();
  });

  it('are made, used and revoked, and show the key itself once only', async () => {
    const { entity, key } = await keys.create({ name: 'ci', scopes: ['read'], expiresAt: null });
    expect(key).toMatch(/^dpk_[\w-]{43}$/);
    expect(JSON.stringify(await keys.list())).not.toContain(key);
    expect(await keys.list()).toMatchObject([
      { id: entity.id, name: 'ci', scopes: ['read'], keyHash: hashApiKey(key), revokedAt: null, lastUsedAt: null },
    ]);

    await keys.markUsed(entity.id);
    expect(await keys.list()).toMatchObject([{ lastUsedAt: expect.any(Date), revokedAt: null }]);

    expect(await keys.revoke(entity.id)).toMatchObject({ id: entity.id });
    expect(await keys.list()).toMatchObject([{ id: entity.id, revokedAt: expect.any(Date) }]);
    await expect(keys.revoke(entity.id)).rejects.toMatchObject({ code: 'key_not_found' });
    await expect(keys.revoke('999')).rejects.toMatchObject({ code: 'key_not_found', params: { id: '999' } });
  });
});
