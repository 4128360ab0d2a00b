import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { inTransaction } from '#libs/postgres';
import { vectorStoreErrors } from './errors.js';
import type { Staging } from './staging.js';
import { COLLECTIONS, type Collection } from './vector-record.js';
import type { VectorTables } from './vector-tables.js';

/** The outcome for the index of a collection. */
export interface SimilarityIndex {
  /** Null for the one index of a table that is searched as a whole. */
  readonly collection: Collection | null;
  readonly name: string;
  readonly outcome: 'created' | 'present' | 'empty';
}

/** pgvector indexes at most this many dimensions, as float4 and as float2. */
const MOST_DIMENSIONS = { vector: 2_000, halfvec: 4_000 };

const PREFIX = 'data_pipeline_hnsw';
/** Of the table of `PGVectorStore`; its column has one length, so the name needs none. */
const RECORD_INDEX = 'data_pipeline_records_hnsw';

/** Advisory lock of this product: without it, an index under construction looks like an interrupted one. */
const BUILD_LOCK = '7203348810271995';
const LOCK_POLL_MS = 500;

/**
 * Builds an HNSW index for each collection that holds something, without locking writers out. The column has no
 * dimension, so an index needs the cast, and is used by queries with the same cast:
 * `WHERE collection_id = '…' ORDER BY embedding::vector(n) <=> $1`. See docs/training-load.md.
 *
 * Not to be called within a transaction.
 * @throws DomainError `vector_index_mixed_dimensions`, `vector_index_too_wide`
 */
export async function createSimilarityIndexes(client: pg.ClientBase, tables: VectorTables): Promise<SimilarityIndex[]> {
  return withBuildLock(client, async () => {
    if (tables.hasWords) {
      return [await createRecordIndex(client, tables)];
    }
    const dimensions = (await inTransaction(client, () => soleDimension(client))) ?? 0;
    if (dimensions > MOST_DIMENSIONS.halfvec) {
      const params = { dimensions, most: MOST_DIMENSIONS.halfvec };
      throw new DomainError(vectorStoreErrors.vector_index_too_wide, params);
    }
    const existing = await inTransaction(client, () => ourIndexes(client));
    const indexes: SimilarityIndex[] = [];
    for (const collection of COLLECTIONS) {
      const name = indexName(collection, dimensions);
      const id = tables.collectionIds[collection];
      const isPresent = existing.some((index) => index.name === name && index.valid);
      const isEmpty = !isPresent && !(await inTransaction(client, () => holdsRecords(client, id)));
      if (!isPresent && !isEmpty) {
        await build(client, name, id, dimensions);
      }
      indexes.push({ collection, name, outcome: isPresent ? 'present' : isEmpty ? 'empty' : 'created' });
    }
    return indexes;
  });
}

/** One index on the plain column, which `PGVectorStore` orders by: the queries of its readers use it. */
async function createRecordIndex(client: pg.ClientBase, tables: VectorTables): Promise<SimilarityIndex> {
  const { table, declaredDimensions } = tables;
  const dimensions = declaredDimensions ?? 0;
  if (dimensions > MOST_DIMENSIONS.vector) {
    throw new DomainError(vectorStoreErrors.vector_index_too_wide, { dimensions, most: MOST_DIMENSIONS.vector });
  }
  const { rows } = await inTransaction(client, () =>
    client.query<{ valid: boolean }>('SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)', [
      RECORD_INDEX,
    ]),
  );
  const isPresent = rows[0]?.valid ?? false;
  if (!isPresent) {
    await buildIndex(client, RECORD_INDEX, `ON ${table} USING hnsw (embedding vector_cosine_ops)`);
  }
  return { collection: null, name: RECORD_INDEX, outcome: isPresent ? 'present' : 'created' };
}

async function build(client: pg.ClientBase, name: string, collectionId: string, dimensions: number): Promise<void> {
  const type = dimensions <= MOST_DIMENSIONS.vector ? 'vector' : 'halfvec';
  // The id of a collection is a uuid of the database itself; DDL takes no parameters.
  await buildIndex(
    client,
    name,
    `ON langchain_pg_embedding USING hnsw ((embedding::${type}(${dimensions})) ${type}_cosine_ops)
      WHERE collection_id = '${collectionId}'`,
  );
}

async function buildIndex(client: pg.ClientBase, name: string, on: string): Promise<void> {
  // A build that was cut off leaves an index that is kept up to date and never used.
  const drop = () => client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  await drop();
  try {
    await client.query(`CREATE INDEX CONCURRENTLY ${name} ${on}`);
  } catch (error) {
    // The first error is the one to report; over a broken connection nothing can be dropped, the next build does it.
    await drop().catch(() => undefined);
    throw error;
  }
}

async function withBuildLock<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  const isLocked = async (): Promise<boolean> => {
    const { rows } = await client.query<{ locked: boolean }>(`SELECT pg_try_advisory_lock(${BUILD_LOCK}) AS locked`);
    return rows[0]?.locked ?? false;
  };
  // Polled: a build waits for every running query, also for one that waits for the lock.
  while (!(await isLocked())) {
    await sleep(LOCK_POLL_MS);
  }
  try {
    return await work();
  } finally {
    // The lock ends with the connection, if not before.
    await client.query(`SELECT pg_advisory_unlock(${BUILD_LOCK})`).catch(() => undefined);
  }
}

/**
 * Removes our indexes that do not accept rows of this dimension. Part of a merge that passed `checkFit`: the merge
 * removes every row of another dimension from the loaded collections.
 */
export async function dropMisfitIndexes(
  client: pg.ClientBase,
  tables: VectorTables,
  staging: Staging,
  dimensions: number,
): Promise<void> {
  if (tables.hasWords) {
    return;
  }
  const { rows } = await client.query<{ id: string }>(`SELECT DISTINCT collection_id AS id FROM ${staging.pending}`);
  const loaded = COLLECTIONS.filter((collection) => rows.some(({ id }) => id === tables.collectionIds[collection]));
  for (const { name, collection } of await ourIndexes(client)) {
    if (loaded.includes(collection) && name !== indexName(collection, dimensions)) {
      await client.query(`DROP INDEX ${name}`);
    }
  }
}

/** For records of all collections that get vectors of this length. */
export async function dropIndexesOfOtherDimensions(
  client: pg.ClientBase,
  tables: VectorTables,
  dimensions: number,
): Promise<void> {
  if (tables.hasWords) {
    await client.query(`DROP INDEX IF EXISTS ${RECORD_INDEX}`);
    return;
  }
  for (const { name, collection } of await ourIndexes(client)) {
    if (name !== indexName(collection, dimensions)) {
      await client.query(`DROP INDEX ${name}`);
    }
  }
}

async function ourIndexes(client: pg.ClientBase) {
  const { rows } = await client.query<{ name: string; valid: boolean }>(
    `SELECT c.relname AS name, i.indisvalid AS valid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid = to_regclass('langchain_pg_embedding') AND starts_with(c.relname, $1)`,
    [`${PREFIX}_`],
  );
  return rows.flatMap(({ name, valid }) => {
    const collection = COLLECTIONS.find((candidate) => name.startsWith(`${PREFIX}_${candidate}_`));
    return collection ? [{ name, valid, collection }] : [];
  });
}

/** The one dimension of all vectors of the table; null when it holds none. */
async function soleDimension(client: pg.ClientBase): Promise<number | null> {
  const { rows } = await client.query<{ dimensions: number }>(
    `SELECT DISTINCT vector_dims(embedding) AS dimensions FROM langchain_pg_embedding
      WHERE embedding IS NOT NULL ORDER BY 1`,
  );
  if (rows.length > 1) {
    const dimensions = rows.map((row) => row.dimensions).join(', ');
    throw new DomainError(vectorStoreErrors.vector_index_mixed_dimensions, { dimensions });
  }
  return rows[0]?.dimensions ?? null;
}

async function holdsRecords(client: pg.ClientBase, collectionId: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM langchain_pg_embedding WHERE collection_id = $1 LIMIT 1', [
    collectionId,
  ]);
  return rowCount === 1;
}

function indexName(collection: Collection, dimensions: number): string {
  return `${PREFIX}_${collection}_${dimensions}`;
}
