import type pg from 'pg';
import { copyRows } from './binary-copy.js';
import type { RowField } from './binary-rows.js';
import { decodeRows, type RowSpool } from './row-spool.js';
import { collectionBytes, inBatches, uuidBytes } from './staging.js';
import { embeddingOfRecord, type EmbedderDescription } from './embedder-description.js';
import { tsvectorBytes, wordsOf } from './text-search-vector.js';
import type { VectorTables } from './vector-tables.js';

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

/** Columns of a row as `embeddedRows` makes it, with the types that parameters must be cast to. */
function columnsOf(tables: VectorTables): readonly (readonly [name: string, type: string])[] {
  return [
    ...(tables.keyColumn === 'uuid' ? [['uuid', 'uuid'] as const] : []),
    ...(tables.hasWords
      ? [['content_tsv', 'tsvector'] as const, ['database', 'text'] as const, ['embedding_model', 'text'] as const]
      : []),
    [tables.idColumn, 'text'],
    [tables.collectionColumn, tables.collectionType],
    ['embedding', 'vector'],
    [tables.documentColumn, 'text'],
    [tables.metadataColumn, tables.metadataType],
  ];
}

/**
 * Rows as Vanna and langchain_postgres write them, with additional keys of this product in the metadata. One row at a
 * time, because a page of rows would outlive the young generation.
 */
export function* embeddedRows(
  records: readonly PendingRecord[],
  vectors: readonly Float32Array[],
  tables: VectorTables,
  { taskId, ...embedder }: EmbedderDescription & { readonly taskId: string },
): Generator<RowField[]> {
  const { collectionIds, keyColumn, metadataType } = tables;
  const { model } = embedder;
  const idBytes = new Map(Object.values(collectionIds).map((id) => [id, collectionBytes(tables, id)]));
  // The binary form of jsonb is its text after a version number.
  const begin = metadataType === 'jsonb' ? '\u0001{"id":' : '{"id":';
  const embedding = JSON.stringify(embeddingOfRecord(embedder, vectors[0]?.length ?? 0));
  const end = `,"embedding_model":${JSON.stringify(model)},"embedding":${embedding},"tasks":${JSON.stringify([taskId])}}`;
  for (const [index, { id, collectionId, source, document }] of records.entries()) {
    const created = collectionId === collectionIds.sql ? ',"createdat":null' : '';
    const fields: RowField[] = [
      id,
      idBytes.get(collectionId) ?? collectionBytes(tables, collectionId),
      vectors[index] ?? new Float32Array(),
      document,
      `${begin}${JSON.stringify(id)}${created},"source":${JSON.stringify(source)}${end}`,
    ];
    if (tables.hasWords) {
      yield [tsvectorBytes(wordsOf(document)), source.slice(0, source.indexOf(`/${collectionId}/`)), model, ...fields];
    } else {
      yield keyColumn === 'uuid' ? [uuidBytes(keyOf(id, tables)), ...fields] : fields;
    }
  }
}

/** The key of our record's row, as text. */
export function keyOf(id: string, { keyColumn }: VectorTables): string {
  return keyColumn === 'uuid' ? id.slice(0, 36) : id;
}

/** Writes the spooled rows; none of their ids may be in the table. */
export async function writeRows(client: pg.ClientBase, tables: VectorTables, spool: RowSpool): Promise<void> {
  const columns = columnsOf(tables);
  const names = columns.map(([name]) => name).join(', ');
  if (tables.canCopy) {
    await copyRows(client, `${tables.table} (${names})`, spool.read());
    return;
  }
  for await (const batch of inBatches(decodeRows(spool.read()), ROWS_PER_INSERT)) {
    const values = batch.map((_row, row) => {
      const places = columns.map(([, type], column) => `$${row * columns.length + column + 1}::${type}`);
      return `(${places.join(', ')})`;
    });
    // Buffers are sent as binary parameters, in the encoding of the fields.
    await client.query(`INSERT INTO ${tables.table} (${names}) VALUES ${values.join(', ')}`, batch.flat());
  }
}
