import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import { vectorBackupErrors } from '../errors.js';
import { copyDeletedKeys } from '../incremental/row-keys.js';
import { EMBEDDING_TABLE, embeddingKey } from '../tables.js';
import { digestOfFile, digestOfTable, requireEqualContent, type TableName } from '../verify/content-digest.js';
import { manifestName, timestampOf } from '../folder/backup-names.js';
import { chainOf, type BackupSet, type BackupTable } from './backup-set.js';
import { loadRows } from './load-rows.js';

const INCREMENT: TableName = { schema: 'pg_temp', table: 'restored_increment' };
const INCREMENT_NAME = qualifiedName(INCREMENT.schema, INCREMENT.table);

export interface StagedTable {
  readonly rows: number;
  /** Milliseconds that went into reading back and comparing, not into loading. */
  readonly comparedMs: number;
}

/**
 * Loads the rows of a backup into an empty table: from its file, or for the embeddings of an incremental backup from
 * the whole chain, oldest first.
 * @param beforeCompare null: rows are only counted; otherwise they are also read back and compared
 * @throws DomainError `vector_restore_differs`, `vector_manifest_invalid`
 */
export async function stageTable(
  client: pg.Client,
  set: BackupSet,
  table: BackupTable,
  target: TableName,
  onBytes: (bytes: number) => void,
  beforeCompare: (() => void) | null,
): Promise<StagedTable> {
  let comparedMs = 0;
  const load = async (from: BackupSet, part: BackupTable, into: TableName): Promise<number> => {
    const loaded = await loadRows(client, from, part, qualifiedName(into.schema, into.table), onBytes);
    requireRows(part.name, loaded, part.rows);
    if (beforeCompare !== null) {
      beforeCompare();
      const began = performance.now();
      requireEqualContent(part, await digestOfFile(from, part), await digestOfTable(client, into, part, ''));
      comparedMs += performance.now() - began;
    }
    return loaded;
  };
  const [first = { set, table }, ...increments] = table.table === EMBEDDING_TABLE ? chainOf(set) : [];
  let rows = await load(first.set, first.table, target);
  if (increments.length > 0) {
    await client.query(
      `CREATE TEMP TABLE restored_increment (LIKE ${qualifiedName(target.schema, target.table)}) ON COMMIT DROP`,
    );
    await client.query('CREATE TEMP TABLE restored_deleted (key text) ON COMMIT DROP');
  }
  for (const increment of increments) {
    await copyDeletedKeys(client, increment.set, 'pg_temp.restored_deleted');
    rows += await load(increment.set, increment.table, INCREMENT);
    rows -= await removeReplaced(client, target, embeddingKey(increment.table.columns));
    await client.query(`INSERT INTO ${qualifiedName(target.schema, target.table)} SELECT * FROM ${INCREMENT_NAME}`);
    await client.query(`TRUNCATE ${INCREMENT_NAME}, pg_temp.restored_deleted`);
    requireRows(increment.table.name, rows, increment.set.increment?.totalRows ?? null);
  }
  return { rows, comparedMs };
}

async function removeReplaced(client: pg.Client, target: TableName, column: string): Promise<number> {
  const key = `${quoteIdentifier(column)}::text`;
  const { rowCount } = await client.query(
    `DELETE FROM ${qualifiedName(target.schema, target.table)} WHERE ${key} IN
       (SELECT key FROM pg_temp.restored_deleted UNION ALL SELECT ${key} FROM ${INCREMENT_NAME})`,
  );
  return rowCount ?? 0;
}

/** The name of the manifest of a file. */
function manifestOf(file: string): string {
  return manifestName(timestampOf(file) ?? '');
}

/** @throws DomainError `vector_manifest_invalid` */
export function requireRows(file: string, loaded: number, expected: number | null): void {
  if (expected !== null && loaded !== expected) {
    // The file is the one that the manifest names by its hash, so the manifest is wrong.
    const reason = `rows of ${file}: ${loaded} / ${expected}`;
    throw new DomainError(vectorBackupErrors.vector_manifest_invalid, { file: manifestOf(file), reason });
  }
}
