import type pg from 'pg';
import { copyRows, encodeRow } from './binary-copy.js';
import { decodeRows, type RowSpool } from './row-spool.js';
import { inBatches, uuidBytes } from './staging.js';
import type { VectorTables } from './vector-tables.js';
import { toWire } from './vector-wire.js';

/** A record that needs a vector. */
export interface PendingRecord {
  /** Place among the pending records of the load, from 1. */
  readonly n: number;
  readonly id: string;
  readonly collectionId: string;
  readonly source: string;
  readonly document: string;
}

/** Rows in one statement where COPY cannot be used; PostgreSQL takes at most 65,535 parameters. */
const ROWS_PER_INSERT = 500;

/** Columns of a row as `embeddedRow` encodes it, with the types that parameters need to be told. */
function columnsOf(tables: VectorTables): readonly (readonly [name: string, type: string])[] {
  return [
    ...(tables.keyColumn === 'uuid' ? [['uuid', 'uuid'] as const] : []),
    [tables.idColumn, 'text'],
    ['collection_id', 'uuid'],
    ['embedding', 'vector'],
    ['document', 'text'],
    ['cmetadata', tables.metadataType],
  ];
}

/** What Vanna and langchain_postgres write for a record, with our own keys beside theirs in `cmetadata`. */
export function embeddedRow(
  record: PendingRecord,
  vector: Float32Array,
  tables: VectorTables,
  { taskId, model }: { readonly taskId: string; readonly model: string },
): Buffer {
  const { id, collectionId, source, document } = record;
  const metadata = JSON.stringify({
    id,
    ...(collectionId === tables.collectionIds.sql ? { createdat: null } : {}),
    source,
    embedding_model: model,
    tasks: [taskId],
  });
  return encodeRow([
    ...(tables.keyColumn === 'uuid' ? [uuidBytes(id.slice(0, 36))] : []),
    id,
    uuidBytes(collectionId),
    toWire(vector),
    document,
    // The binary form of jsonb is its text after a version number.
    tables.metadataType === 'jsonb' ? `\u0001${metadata}` : metadata,
  ]);
}

/** Writes the spooled rows; none of their ids may be in the table. */
export async function writeRows(
  client: pg.ClientBase,
  tables: VectorTables,
  spool: RowSpool,
  canCopy: boolean,
): Promise<void> {
  const columns = columnsOf(tables);
  const names = columns.map(([name]) => name).join(', ');
  if (canCopy) {
    await copyRows(client, `langchain_pg_embedding (${names})`, spool.read());
    return;
  }
  for await (const batch of inBatches(decodeRows(spool.read()), ROWS_PER_INSERT)) {
    const values = batch.map((_row, row) => {
      const places = columns.map(([, type], column) => `$${row * columns.length + column + 1}::${type}`);
      return `(${places.join(', ')})`;
    });
    // Buffers are sent as binary parameters, which is what the fields are encoded as.
    await client.query(`INSERT INTO langchain_pg_embedding (${names}) VALUES ${values.join(', ')}`, batch.flat());
  }
}
