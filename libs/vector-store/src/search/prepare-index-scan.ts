import type pg from 'pg';

/** pgvector's own default and limit for the candidates of a scan. */
const SCANNED = { default: 40, most: 1_000 };

/**
 * Settings of this transaction for a scan of an HNSW index: it gives as many records as it visits, 40 unless told, and
 * with a filter goes on until enough fit (since pgvector 0.8; before, the index is not used then).
 */
export async function prepareIndexScan(client: pg.ClientBase, depth: number, isFiltered: boolean): Promise<void> {
  if (depth > SCANNED.default) {
    await client.query(`SELECT set_config('hnsw.ef_search', $1, true)`, [String(Math.min(depth, SCANNED.most))]);
  }
  if (isFiltered) {
    await client.query(
      `SELECT CASE WHEN string_to_array(extversion, '.')::int[] >= '{0,8}'
                   THEN set_config('hnsw.iterative_scan', 'strict_order', true)
                   ELSE set_config('enable_indexscan', 'off', true) END
         FROM pg_extension WHERE extname = 'vector'`,
    );
  }
}
