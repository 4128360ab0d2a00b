import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/test-database.js';
import { withVectorDatabase } from './connection.js';
import { loadRecords } from './load.fixture.js';
import { ensureRecordTable } from './record-table.js';
import { findStoreEmbedders } from './store-embedders.js';
import { vectorRecord } from './vector-record.js';
import { ensureVectorTables } from './vector-tables.js';

const { signal } = new AbortController();
const DDL = vectorRecord('ddl', { database: 'shop', key: 'a' }, 'create table a ()');
const PREFIXED = { model: 'model-1', documentPrefix: 'passage: ' };

describe('the embedders of a store', () => {
  let database: TestDatabase;
  const onDatabase = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> =>
    withVectorDatabase(database.url, signal, work);

  beforeAll(async () => {
    database = await createTestDatabase('embedders');
  });
  afterAll(() => database.drop());
  beforeEach(() =>
    onDatabase((client) =>
      client.query('DROP TABLE IF EXISTS data_pipeline_records, langchain_pg_embedding, langchain_pg_collection'),
    ),
  );

  it('are none before the first load', async () => {
    expect(await onDatabase(findStoreEmbedders)).toEqual([]);
    await onDatabase((client) => ensureRecordTable(client, 8));
    expect(await onDatabase(findStoreEmbedders)).toEqual([]);
  });

  it('are found in the tables of Vanna, in that of PGVectorStore, and once in both', async () => {
    const expected = [{ model: 'model-1', documentPrefix: 'passage: ', dimensions: 8 }];
    await onDatabase(async (client) => loadRecords(client, await ensureRecordTable(client, 8), [DDL], PREFIXED));
    expect(await onDatabase(findStoreEmbedders)).toEqual(expected);
    await onDatabase(async (client) => loadRecords(client, await ensureVectorTables(client), [DDL], PREFIXED));
    expect(await onDatabase(findStoreEmbedders)).toEqual(expected);
    await onDatabase((client) => client.query('DROP TABLE data_pipeline_records'));
    expect(await onDatabase(findStoreEmbedders)).toEqual(expected);
  });

  it('of records that name none are those of the collection', async () => {
    await onDatabase(async (client) => {
      await loadRecords(client, await ensureVectorTables(client), [DDL], PREFIXED);
      await client.query(`UPDATE langchain_pg_embedding SET cmetadata = '{"id": "theirs"}'`);
    });
    expect(await onDatabase(findStoreEmbedders)).toEqual([
      { model: 'model-1', documentPrefix: 'passage: ', dimensions: 8 },
    ]);
  });
});
