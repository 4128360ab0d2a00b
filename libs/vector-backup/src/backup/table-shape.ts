import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { databaseNameOf } from '#libs/postgres';
import { vectorBackupErrors } from '../errors.js';
import type { ManifestTable } from '../manifest.js';
import type { VectorTable } from '../tables.js';

/** A table as it is in the transaction at hand. */
export interface TableShape {
  readonly table: VectorTable;
  readonly schema: string;
  readonly columns: ManifestTable['columns'];
  readonly ddl: string[];
  /** Blocks of its heap; 0 where it has none of its own (a partitioned table). */
  readonly blocks: number;
  /** Bytes of heap and TOAST. */
  readonly bytes: number;
}

interface ShapeRow {
  readonly table: VectorTable;
  readonly schema: string;
  readonly columns: ManifestTable['columns'];
  readonly ddl: string[];
  readonly blocks: string;
  readonly bytes: string;
}

/** Generated columns are left out: they are made anew by a restore. */
const SHAPES = `
  SELECT c.relname AS "table", n.nspname AS "schema",
         (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                                            'nullable', NOT a.attnotnull) ORDER BY a.attnum)
            FROM pg_attribute a
           WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
         array(SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
                 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'c') ORDER BY k.conname)
           || array(SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
                     WHERE i.indrelid = c.oid
                       AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
                     ORDER BY i.indexrelid::regclass::text) AS ddl,
         CASE WHEN c.relkind = 'r' THEN pg_relation_size(c.oid) / current_setting('block_size')::int ELSE 0 END AS blocks,
         pg_table_size(c.oid) AS bytes
    FROM unnest($1::text[]) WITH ORDINALITY AS wanted(name, position)
    JOIN pg_class c ON c.oid = to_regclass(CASE WHEN $2::text IS NULL THEN wanted.name
                                                ELSE quote_ident($2) || '.' || wanted.name END)
                   AND c.relkind IN ('r', 'p')
    JOIN pg_namespace n ON n.oid = c.relnamespace
   ORDER BY wanted.position`;

/** The tables that are there, of the search path or of a schema. */
export async function readTableShapes(
  client: pg.ClientBase,
  tables: readonly VectorTable[],
  schema: string | null,
): Promise<TableShape[]> {
  const { rows } = await client.query<ShapeRow>(SHAPES, [tables, schema]);
  return rows.map((row) => ({ ...row, blocks: Number(row.blocks), bytes: Number(row.bytes) }));
}

/**
 * Looks without waiting for anybody's lock.
 * @throws DomainError `vector_table_missing`
 */
export async function requireTables(
  client: pg.ClientBase,
  connectionString: string,
  tables: readonly VectorTable[],
): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT name FROM unnest($1::text[]) AS wanted(name) WHERE to_regclass(name) IS NULL',
    [tables],
  );
  if (rows.length > 0) {
    const params = { database: databaseNameOf(connectionString), tables: rows.map(({ name }) => name).join(', ') };
    throw new DomainError(vectorBackupErrors.vector_table_missing, params);
  }
}
