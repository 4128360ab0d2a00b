import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { VectorRecord } from './vector-record.js';
import type { VectorTables } from './vector-tables.js';
import { toWire } from './vector-wire.js';

/** Names of a load's temporary tables: random, because connections to the embedded store share one session. */
export interface Staging {
  /** id, collection_id, source, document, pending: one row a record of the load. */
  readonly incoming: string;
  /** id, embedding: vectors made so far. */
  readonly vectors: string;
  /** source, tasks: what the merge deleted because a newer version came. */
  readonly superseded: string;
}

export interface EmbeddedRecord {
  readonly id: string;
  readonly vector: Float32Array;
}

/** Rows in one statement; PostgreSQL takes at most 65,535 parameters. */
const ROWS_PER_INSERT = 500;

export async function createStaging(client: pg.ClientBase): Promise<Staging> {
  const suffix = randomBytes(6).toString('hex');
  const staging = { incoming: `incoming_${suffix}`, vectors: `vectors_${suffix}`, superseded: `superseded_${suffix}` };
  await client.query(`
    CREATE TEMP TABLE ${staging.incoming} (
      id text PRIMARY KEY, collection_id uuid NOT NULL, source text NOT NULL, document text NOT NULL,
      pending boolean NOT NULL DEFAULT true);
    CREATE TEMP TABLE ${staging.vectors} (id text PRIMARY KEY, embedding vector NOT NULL);
    CREATE TEMP TABLE ${staging.superseded} (source text NOT NULL, tasks jsonb);`);
  return staging;
}

export async function dropStaging(client: pg.ClientBase, staging: Staging): Promise<void> {
  await client.query(`DROP TABLE IF EXISTS ${staging.incoming}, ${staging.vectors}, ${staging.superseded}`);
}

/** Records with the same id are the same record; it is staged once. */
export async function stageRecords(
  client: pg.ClientBase,
  staging: Staging,
  tables: VectorTables,
  records: readonly VectorRecord[],
): Promise<void> {
  for (const batch of inBatches(records)) {
    await client.query(
      `INSERT INTO ${staging.incoming} (id, collection_id, source, document)
       SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[]) ON CONFLICT (id) DO NOTHING`,
      [
        batch.map(({ id }) => id),
        batch.map(({ collection }) => tables.collectionIds[collection]),
        batch.map(({ source }) => source),
        batch.map(({ document }) => document),
      ],
    );
  }
  await client.query(`ANALYZE ${staging.incoming}`);
}

export async function stageVectors(
  client: pg.ClientBase,
  staging: Staging,
  embedded: readonly EmbeddedRecord[],
): Promise<void> {
  for (const batch of inBatches(embedded)) {
    const rows = batch.map((_record, index) => `($${index * 2 + 1}::text, $${index * 2 + 2}::vector)`);
    await client.query(
      `INSERT INTO ${staging.vectors} (id, embedding) VALUES ${rows.join(', ')}
       ON CONFLICT (id) DO UPDATE SET embedding = excluded.embedding`,
      batch.flatMap(({ id, vector }) => [id, toWire(vector)]),
    );
  }
}

function* inBatches<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += ROWS_PER_INSERT) {
    yield items.slice(start, start + ROWS_PER_INSERT);
  }
}
