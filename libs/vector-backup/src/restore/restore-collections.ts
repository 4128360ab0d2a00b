import type pg from 'pg';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { TableShape } from '../backup/table-shape.js';
import type { BackupSet, BackupTable } from './backup-set.js';
import { loadRows } from './load-rows.js';
import { requireRows } from './stage-table.js';
import type { RestoreOptions } from './restore-options.js';

/** Temporary table with the uuid that each collection of the backup has in the target. */
export const COLLECTION_IDS = 'pg_temp.restored_collection_ids';

export interface RestoredCollections {
  readonly inserted: number;
  readonly matched: number;
  /** Every collection has the uuid of the backup: rows can be loaded as they are. */
  readonly sameIds: boolean;
}

/**
 * Restores the collections. Collections match by name, not by uuid; a uuid that another collection of the target uses
 * is replaced by a new one.
 */
export async function restoreCollections(
  client: pg.Client,
  set: BackupSet,
  table: BackupTable,
  shape: TableShape,
  options: Pick<RestoreOptions, 'onConflict'>,
  onBytes: (bytes: number) => void,
): Promise<RestoredCollections> {
  const target = qualifiedName(shape.schema, shape.table);
  const staged = 'pg_temp.restored_collection';
  await client.query(`CREATE TEMP TABLE restored_collection (LIKE ${target}) ON COMMIT DROP`);
  requireRows(table.name, await loadRows(client, set, table, staged, onBytes), table.rows);
  await client.query(
    `CREATE TEMP TABLE restored_collection_ids ON COMMIT DROP AS
     SELECT s.uuid AS backup_uuid, s.name, t.uuid IS NOT NULL AS matched,
            coalesce(t.uuid, CASE WHEN EXISTS (SELECT FROM ${target} o WHERE o.uuid = s.uuid)
                                  THEN gen_random_uuid() ELSE s.uuid END) AS target_uuid
       FROM ${staged} s LEFT JOIN ${target} t ON t.name = s.name`,
  );
  const others = table.columns.filter((name) => name !== 'uuid').map((name) => quoteIdentifier(name));
  const { rowCount } = await client.query(
    `INSERT INTO ${target} (uuid, ${others.join(', ')}) OVERRIDING SYSTEM VALUE
     SELECT i.target_uuid, ${others.map((name) => `s.${name}`).join(', ')}
       FROM ${staged} s JOIN ${COLLECTION_IDS} i ON i.backup_uuid = s.uuid WHERE NOT i.matched`,
  );
  const changed = others.filter((name) => name !== 'name');
  if (options.onConflict === 'replace' && changed.length > 0) {
    await client.query(
      `UPDATE ${target} t SET ${changed.map((name) => `${name} = s.${name}`).join(', ')}
         FROM ${staged} s JOIN ${COLLECTION_IDS} i ON i.backup_uuid = s.uuid
        WHERE i.matched AND t.uuid = i.target_uuid`,
    );
  }
  const { rows } = await client.query<{ matched: string; same: boolean | null }>(
    `SELECT count(*) FILTER (WHERE matched) AS matched, bool_and(backup_uuid = target_uuid) AS same FROM ${COLLECTION_IDS}`,
  );
  return { inserted: rowCount ?? 0, matched: Number(rows[0]?.matched ?? 0), sameIds: rows[0]?.same ?? true };
}
