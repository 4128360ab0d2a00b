import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { copyRows } from './binary-copy.js';
import { BinaryRows } from './binary-rows.js';
import { createWaitingRows } from './lexical/lexical-rows.js';
import type { VectorRecord } from './vector-record.js';
import type { VectorTables } from './vector-tables.js';

/** A load's temporary tables, their names random because connections to the embedded store share one session. */
export interface Staging {
  /** id, collection_id, source, document: the records of the load, as they came. */
  readonly incoming: string;
  /** n, id, collection_id, source, document: those that need a vector, each once, numbered in order of their ids. */
  readonly pending: string;
  /** source, tasks, rewritten: rows that the merge deleted; `rewritten` if the same id is written again. */
  readonly superseded: string;
  /** Rows of the lexical side, see `lexicalRow`. */
  readonly lexical: string;
}

/** Rows in one statement where COPY cannot be used; PostgreSQL takes at most 65,535 parameters. */
const ROWS_PER_INSERT = 500;

function columnsOf({ collectionType }: VectorTables): string {
  return `id text NOT NULL, collection_id ${collectionType} NOT NULL, source text NOT NULL, document text NOT NULL`;
}

/** Makes `incoming`; the others come with `createWorkTables`. */
export async function createStaging(client: pg.ClientBase, tables: VectorTables): Promise<Staging> {
  const suffix = randomBytes(6).toString('hex');
  const staging = {
    incoming: `incoming_${suffix}`,
    pending: `pending_${suffix}`,
    superseded: `superseded_${suffix}`,
    lexical: `lexical_${suffix}`,
  };
  await client.query(`CREATE TEMP TABLE ${staging.incoming} (${columnsOf(tables)})`);
  return staging;
}

/** Makes the tables that only a load with something to write needs; doing it again does nothing. */
export async function createWorkTables(
  client: pg.ClientBase,
  tables: VectorTables,
  { pending, superseded, lexical }: Staging,
): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE IF NOT EXISTS ${pending} (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, ${columnsOf(tables)});
    CREATE TEMP TABLE IF NOT EXISTS ${superseded} (source text NOT NULL, tasks jsonb, rewritten boolean NOT NULL);`);
  if (tables.hasLexicalSide) {
    await createWaitingRows(client, lexical);
  }
}

/** One message, and so a transaction of its own. */
export async function dropStaging(client: pg.ClientBase, staging: Staging): Promise<void> {
  const { incoming, pending, superseded, lexical } = staging;
  await client.query(`DROP TABLE IF EXISTS ${incoming}, ${pending}, ${superseded}, ${lexical}`);
}

/** @param records each id once @returns their number */
export async function stageRecords(
  client: pg.ClientBase,
  { incoming }: Staging,
  tables: VectorTables,
  records: Iterable<VectorRecord> | AsyncIterable<VectorRecord>,
): Promise<number> {
  const tally = { records: 0 };
  if (tables.canCopy) {
    await copyRows(client, incoming, encodeRecords(records, tables, tally));
    return tally.records;
  }
  for await (const batch of inBatches(records, ROWS_PER_INSERT)) {
    tally.records += batch.length;
    await client.query(
      `INSERT INTO ${incoming} (id, collection_id, source, document)
       SELECT * FROM unnest($1::text[], $2::${tables.collectionType}[], $3::text[], $4::text[])`,
      [
        batch.map(({ id }) => id),
        batch.map(({ collection }) => tables.collectionIds[collection]),
        batch.map(({ source }) => source),
        batch.map(({ document }) => document),
      ],
    );
  }
  return tally.records;
}

async function* encodeRecords(
  records: Iterable<VectorRecord> | AsyncIterable<VectorRecord>,
  tables: VectorTables,
  tally: { records: number },
): AsyncGenerator<Buffer> {
  const ids = {
    sql: collectionBytes(tables, tables.collectionIds.sql),
    ddl: collectionBytes(tables, tables.collectionIds.ddl),
    documentation: collectionBytes(tables, tables.collectionIds.documentation),
  };
  const rows = new BinaryRows();
  const add = ({ id, collection, source, document }: VectorRecord): Buffer | null => {
    tally.records++;
    return rows.add([id, ids[collection], source, document]);
  };
  if (Symbol.asyncIterator in records) {
    for await (const record of records) {
      const full = add(record);
      if (full !== null) {
        yield full;
      }
    }
  } else {
    // A loop of its own: `for await` over an array costs as much as encoding its records.
    for (const record of records) {
      const full = add(record);
      if (full !== null) {
        yield full;
      }
    }
  }
  yield rows.take();
}

/** The id of a collection in the binary form of its type. */
export function collectionBytes({ collectionType }: VectorTables, id: string): Buffer {
  return collectionType === 'uuid' ? uuidBytes(id) : Buffer.from(id);
}

export function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

export async function* inBatches<T>(items: Iterable<T> | AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) {
    yield batch;
  }
}
