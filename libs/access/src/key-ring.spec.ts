import { describe, expect, it } from '@jest/globals';
import type { ApiKeyEntity } from '#libs/database';
import { hashApiKey } from './api-key.js';
import { KeyRing } from './key-ring.js';

const entity = (id: string, key: string, over: Partial<ApiKeyEntity> = {}): ApiKeyEntity => ({
  id,
  name: `key ${id}`,
  keyHash: hashApiKey(key),
  keyPrefix: key.slice(0, 12),
  scopes: ['read'],
  createdAt: new Date(0),
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  ...over,
});

/** A key table whose content a test sets, and a clock that a test moves. */
function keysOf(configured: string[], stored: ApiKeyEntity[]) {
  const table = { stored, reads: 0, away: false, used: [] as string[] };
  const clock = { now: 1_000_000 };
  const repository = {
    list: async () => {
      table.reads += 1;
      if (table.away) {
        throw new Error('the database is away');
      }
      return table.stored;
    },
    markUsed: async (id: string) => void table.used.push(id),
  };
  return { ring: new KeyRing(configured, repository, () => clock.now), table, clock };
}

describe('KeyRing', () => {
  it('needs no key while there has never been one', async () => {
    const { ring } = keysOf([], []);
    expect(await ring.identify(null)).toMatchObject({ name: 'anonymous', scopes: ['admin'] });
    expect(await ring.identify('anything')).toMatchObject({ name: 'anonymous' });
  });

  it('knows the keys of both places, and no others', async () => {
    const { ring, table } = keysOf(['configured-key-1'], [entity('7', 'stored-key')]);
    expect(await ring.identify('configured-key-1')).toEqual({ name: 'API_KEYS #1', keyId: null, scopes: ['admin'] });
    expect(await ring.identify('stored-key')).toEqual({ name: 'key 7', keyId: '7', scopes: ['read'] });
    await expect(ring.identify(null)).rejects.toMatchObject({ code: 'key_missing' });
    await expect(ring.identify('stored-key ')).rejects.toMatchObject({ code: 'key_unknown' });
    expect(table.used).toEqual(['7']);
  });

  it('does not open the house when the last key is revoked', async () => {
    const { ring } = keysOf([], [entity('1', 'old', { revokedAt: new Date() })]);
    await expect(ring.identify(null)).rejects.toMatchObject({ code: 'key_missing' });
    await expect(ring.identify('old')).rejects.toMatchObject({ code: 'key_unknown' });
  });

  it('refuses a key from the moment that it expires', async () => {
    const { ring, clock } = keysOf([], [entity('1', 'short', { expiresAt: new Date(1_001_000) })]);
    await expect(ring.identify('short')).resolves.toMatchObject({ keyId: '1' });
    clock.now = 1_001_000;
    await expect(ring.identify('short')).rejects.toMatchObject({ code: 'key_unknown' });
  });

  it('notices new and revoked keys within seconds, reading the table once for many requests', async () => {
    const { ring, table, clock } = keysOf([], [entity('1', 'first')]);
    await Promise.all(Array.from({ length: 50 }, () => ring.identify('first')));
    expect(table.reads).toBe(1);
    table.stored = [entity('2', 'second'), entity('1', 'first', { revokedAt: new Date() })];
    clock.now += 5_001;
    await expect(ring.identify('first')).rejects.toMatchObject({ code: 'key_unknown' });
    await expect(ring.identify('second')).resolves.toMatchObject({ keyId: '2' });
    expect([
      await ring.isValid(hashApiKey('first')),
      await ring.isValid(hashApiKey('second')),
      await ring.isValid(null),
    ]).toEqual([false, true, false]);
  });

  it('goes on with what it knows while the database is away, and opens nothing when it knows nothing', async () => {
    const known = keysOf([], [entity('1', 'first')]);
    await known.ring.identify('first');
    known.table.away = true;
    known.clock.now += 60_000;
    await expect(known.ring.identify('first')).resolves.toMatchObject({ keyId: '1' });
    const ignorant = keysOf([], []);
    ignorant.table.away = true;
    await expect(ignorant.ring.identify(null)).rejects.toThrow('the database is away');
  });
});
