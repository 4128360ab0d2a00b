import type pg from 'pg';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { TableShape } from '../backup/table-shape.js';
import { embeddingKey, type VectorTable } from '../tables.js';
import type { TableName } from '../verify/content-digest.js';
import type { BackupSet, BackupTable } from './backup-set.js';
import { loadRows } from './load-rows.js';
import { requireRows, stageTable } from './stage-table.js';
import { COLLECTION_IDS } from './restore-collections.js';
import type { RestoreOptions } from './restore-options.js';

export interface RestoredEmbeddings {
  readonly written: number;
  readonly skipped: number;
}

/** Loads the rows as they are; a row that the target has already ends the restore. */
export async function loadDirectly(
  client: pg.Client,
  set: BackupSet,
  table: BackupTable,
  shape: TableShape,
  onBytes: (bytes: number) => void,
): Promise<RestoredEmbeddings> {
  const written = await loadRows(client, set, table, qualifiedName(shape.schema, shape.table), onBytes);
  requireRows(table.name, written, table.rows);
  return { written, skipped: 0 };
}

/** Temporary table with the rows of the backup, while a restore through it lasts. */
export function stagedRows(table: VectorTable): TableName {
  return { schema: 'pg_temp', table: `restored_${table}` };
}

/** Loads the rows aside, and from there with the target's uuids of their collections, skipping or replacing rows. */
export async function loadThroughStaging(
  client: pg.Client,
  set: BackupSet,
  table: BackupTable,
  shape: TableShape,
  options: Pick<RestoreOptions, 'onConflict'> & { readonly mapCollections: boolean },
  onBytes: (bytes: number) => void,
  beforeCompare: (() => void) | null,
): Promise<RestoredEmbeddings> {
  const target = qualifiedName(shape.schema, shape.table);
  const aside = stagedRows(table.table);
  await client.query(`CREATE TEMP TABLE ${aside.table} (LIKE ${target}) ON COMMIT DROP`);
  const { rows: staged } = await stageTable(client, set, table, aside, onBytes, beforeCompare);
  const columns = table.columns.map((name) => quoteIdentifier(name));
  const values = columns.map((name) =>
    name === 'collection_id' && options.mapCollections ? 'coalesce(i.target_uuid, s.collection_id)' : `s.${name}`,
  );
  const join = options.mapCollections ? `LEFT JOIN ${COLLECTION_IDS} i ON i.backup_uuid = s.collection_id` : '';
  const { rowCount } = await client.query(
    `INSERT INTO ${target} (${columns.join(', ')}) OVERRIDING SYSTEM VALUE
     SELECT ${values.join(', ')} FROM pg_temp.${aside.table} s ${join} ${conflictClause(table, columns, options)}`,
  );
  const written = rowCount ?? 0;
  return { written, skipped: staged - written };
}

function conflictClause(
  table: BackupTable,
  columns: readonly string[],
  { onConflict }: Pick<RestoreOptions, 'onConflict'>,
): string {
  const key = embeddingKey(table.columns);
  switch (onConflict) {
    case 'error':
      return '';
    case 'skip':
      return 'ON CONFLICT DO NOTHING';
    case 'replace':
      return `ON CONFLICT (${key}) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`;
  }
}
