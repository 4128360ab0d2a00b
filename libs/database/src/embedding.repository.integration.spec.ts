import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createTaskDatabase } from '../../../test/harness/filled-database.js';
import type { TestDatabase } from '../../../test/harness/test-database.js';
import { dataSourceOptions } from './data-source.js';
import { EmbeddingRepository } from './embedding.repository.js';

const hash = (digit: string): string => digit.repeat(64);

describe('EmbeddingRepository', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let embeddings: EmbeddingRepository;

  beforeAll(async () => {
    database = await createTaskDatabase('embeddings');
    dataSource = await new DataSource(dataSourceOptions(database.url, 2, 'test')).initialize();
    embeddings = new EmbeddingRepository(dataSource);
  });

  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('gives back what was stored, of this model alone, bit by bit', async () => {
    const vector = Float32Array.of(0.1, -1 / 3, 1e-30, 0);
    await embeddings.store('m', [
      { hash: hash('a'), vector },
      { hash: hash('b'), vector: Float32Array.of(1) },
    ]);
    await embeddings.store('m', [{ hash: hash('b'), vector: Float32Array.of(2) }]);
    await embeddings.store('other', [{ hash: hash('c'), vector }]);
    const found = await embeddings.find('m', [hash('a'), hash('b'), hash('c'), hash('d')]);
    expect(found).toEqual(
      new Map([
        [hash('a'), vector],
        [hash('b'), Float32Array.of(2)],
      ]),
    );
  });

  it('takes the same texts from several processes at once', async () => {
    const entries = [...'0123456789'].map((digit) => ({ hash: hash(digit), vector: Float32Array.of(Number(digit)) }));
    await Promise.all([entries, entries.toReversed(), entries].map((some) => embeddings.store('race', some)));
    expect(
      (
        await embeddings.find(
          'race',
          entries.map((entry) => entry.hash),
        )
      ).size,
    ).toBe(10);
  });

  it('deletes embeddings that were not used for half a year, and keeps used ones', async () => {
    const vector = Float32Array.of(1);
    await embeddings.store('old', [
      { hash: hash('e'), vector },
      { hash: hash('f'), vector },
    ]);
    await dataSource.query(`UPDATE data_pipeline_embeddings SET last_used_at = now() - interval '181 days'
      WHERE model = 'old'`);
    await embeddings.find('old', [hash('f')]);
    await new EmbeddingRepository(dataSource).store('old', [{ hash: hash('0'), vector }]);
    const left = await embeddings.find('old', [hash('e'), hash('f')]);
    expect([...left.keys()]).toEqual([hash('f')]);
  });
});
