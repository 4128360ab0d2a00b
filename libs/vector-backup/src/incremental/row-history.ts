import type pg from 'pg';
import { qualifiedName } from '#libs/postgres';
import type { TableShape } from '../backup/table-shape.js';
import type { Manifest } from '../manifest.js';

type RowHistory = Manifest['row_history'];

/** `xmin` has the lower half of a transaction id. */
const HALF = 2n ** 32n;
/** Ids below this one belong to no transaction of a user. */
const FIRST_NORMAL = 3;

/**
 * Identity of server, timeline and table, and the oldest transaction still running at the snapshot: the snapshot may
 * miss rows of it and of later ones. Null when the role lacks the permission.
 */
export async function readRowHistory(client: pg.ClientBase, shape: TableShape): Promise<RowHistory> {
  const { rows: allowed } = await client.query<{ allowed: boolean }>(
    `SELECT has_function_privilege('pg_control_system()', 'EXECUTE')
            AND has_function_privilege('pg_control_checkpoint()', 'EXECUTE') AS allowed`,
  );
  if (!allowed[0]?.allowed) {
    return null;
  }
  // A server that was set back in time counts its transactions again, on another timeline.
  const { rows } = await client.query<NonNullable<RowHistory>>(
    `SELECT concat_ws(':', (SELECT system_identifier FROM pg_control_system()),
                      CASE WHEN pg_is_in_recovery() THEN (SELECT timeline_id FROM pg_control_checkpoint())::text
                           ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END,
                      (SELECT oid FROM pg_database WHERE datname = current_database()), $1::regclass::oid) AS "table",
            pg_snapshot_xmin(pg_current_snapshot())::text AS oldest_running`,
    [qualifiedName(shape.schema, shape.table)],
  );
  return rows[0] ?? null;
}

/**
 * A condition (SQL text) on the rows of the table: written since the base, or not known to be older. Rows that are
 * older may be among them; none that is newer is missing.
 */
export async function writtenSince(client: pg.ClientBase, base: RowHistory, now: RowHistory): Promise<string> {
  if (base === null || base.table !== now?.table) {
    return 'true';
  }
  const { rows } = await client.query<{ next: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next');
  const next = BigInt(rows[0]?.next ?? 0);
  const epoch = next - (next % HALF);
  const lower = 'xmin::text::bigint';
  const whole = `CASE WHEN ${lower} + ${epoch} > ${next} THEN ${lower} + ${epoch - HALF} ELSE ${lower} + ${epoch} END`;
  return `(${lower} >= ${FIRST_NORMAL} AND ${whole} >= ${BigInt(base.oldest_running)})`;
}
