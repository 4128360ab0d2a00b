import type pg from 'pg';
import { releaseRecords } from './release-records.js';
import type { Staging } from './staging.js';
import { isOfEmbedder, type EmbedderDescription } from './embedder-description.js';
import type { VectorTables } from './vector-tables.js';

export interface MergeCounts {
  /** Records that are new to the store. */
  readonly inserted: number;
  /** Records that took the place of an earlier version of the same thing. */
  readonly updated: number;
  /** Records that were there already, word for word. */
  readonly unchanged: number;
  /** Rows deleted without a successor. */
  readonly removed: number;
}

/** Comparison of the staged records with the store. */
export interface Survey {
  /** Not held word for word with a vector of this model. */
  readonly pending: number;
  /** Held, but not as the task's. */
  readonly unclaimed: number;
  /** Stored rows that are other versions of staged records. */
  readonly superseded: number;
}

/** Our own advisory lock: one merge at a time in a database, so that loads neither deadlock nor miss each other. */
const MERGE_LOCK = '7203348810271994';

/** Serialises the rest of the transaction with the merges of other loads. */
export async function lockMerges(client: pg.ClientBase, { table }: VectorTables): Promise<void> {
  // Temporary tables have no statistics; without them the planner sorts where a hash is faster.
  await client.query(`SET LOCAL enable_mergejoin = off; SELECT pg_advisory_xact_lock(${MERGE_LOCK})`);
  // Now, not at the first write: after a read this transaction blocks a truncating backup, and would then wait for it.
  await client.query(`LOCK TABLE ${table} IN ROW EXCLUSIVE MODE`);
}

/** Whether row `e` is the staged record `i`, word for word. */
const isSame = ({ collectionColumn, documentColumn }: VectorTables): string =>
  `e.${collectionColumn} = i.collection_id AND e.${documentColumn} = i.document`;

/** Row `e` is another version of a staged record. */
const isSuperseded = ({ idColumn, collectionColumn, metadataColumn }: VectorTables, { incoming }: Staging): string =>
  `(e.${collectionColumn}, e.${metadataColumn} ->> 'source') IN (SELECT collection_id, source FROM ${incoming})
   AND NOT EXISTS (SELECT FROM ${incoming} i WHERE i.id = e.${idColumn})`;

/**
 * One query on the store; a load without new records costs nothing else. `cmetadata` is evaluated before the join:
 * carrying it through the join takes as long as the query.
 */
export async function surveyStore(
  client: pg.ClientBase,
  tables: VectorTables,
  staging: Staging,
  { taskId, model, documentPrefix = '' }: EmbedderDescription & { readonly taskId: string },
): Promise<Survey> {
  const { table, idColumn, collectionColumn, documentColumn, metadataColumn } = tables;
  const { rows } = await client.query<{ state: string; count: string }>(
    `SELECT state, count(*) AS count
       FROM (SELECT CASE WHEN i.id IS NULL THEN 'other' WHEN ${isSame(tables)} THEN e.state ELSE 'pending' END AS state
               FROM ${staging.incoming} i
               FULL JOIN (SELECT ${idColumn} AS id, ${collectionColumn}, ${documentColumn},
                                 CASE WHEN embedding IS NULL OR NOT ${isOfEmbedder(metadataColumn, '$1', '$3')} THEN 'pending'
                                      WHEN ${metadataColumn}::jsonb @> $2 THEN 'settled'
                                      ELSE 'unclaimed' END AS state
                            FROM ${table}) AS e USING (id)) AS records
      GROUP BY state`,
    [model, JSON.stringify({ tasks: [taskId] }), documentPrefix],
  );
  const countOf = (state: string): number => Number(rows.find((row) => row.state === state)?.count ?? 0);
  return {
    pending: countOf('pending'),
    unclaimed: countOf('unclaimed'),
    superseded: countOf('other') > 0 ? await countSuperseded(client, tables, staging) : 0,
  };
}

async function countSuperseded(
  client: pg.ClientBase,
  { table, idColumn, collectionColumn, metadataColumn }: VectorTables,
  { incoming }: Staging,
): Promise<number> {
  // Apart, so that `source` is looked for in those rows alone that are not staged.
  const { rows } = await client.query<{ count: string }>(
    `WITH other AS MATERIALIZED (
       SELECT e.${collectionColumn} AS collection_id, e.${metadataColumn} ->> 'source' AS source FROM ${table} e
        WHERE NOT EXISTS (SELECT FROM ${incoming} i WHERE i.id = e.${idColumn}))
     SELECT count(*) AS count FROM other
      WHERE (collection_id, source) IN (SELECT collection_id, source FROM ${incoming})`,
  );
  return Number(rows[0]?.count ?? 0);
}

/** Numbers the staged records that need a vector and have no number yet. */
export async function appendPending(
  client: pg.ClientBase,
  tables: VectorTables,
  { incoming, pending }: Staging,
  { model, documentPrefix = '' }: EmbedderDescription,
): Promise<void> {
  await client.query(
    `INSERT INTO ${pending} (id, collection_id, source, document)
     SELECT DISTINCT ON (i.id) i.id, i.collection_id, i.source, i.document FROM ${incoming} i
      WHERE NOT EXISTS (SELECT FROM ${tables.table} e
                         WHERE e.${tables.idColumn} = i.id AND ${isSame(tables)} AND e.embedding IS NOT NULL
                           AND ${isOfEmbedder(`e.${tables.metadataColumn}`, '$1', '$2')})
        AND NOT EXISTS (SELECT FROM ${pending} p WHERE p.id = i.id)
      ORDER BY i.id`,
    [model, documentPrefix],
  );
}

/** Deletes other versions of the staged records, and rows to be rewritten; it remembers their tasks. */
export async function deleteSuperseded(
  client: pg.ClientBase,
  tables: VectorTables,
  staging: Staging,
): Promise<{ readonly superseded: number; readonly rewritten: number }> {
  const { table, metadataColumn } = tables;
  const deleteInto = async (condition: string, rewritten: boolean): Promise<number> => {
    const { rowCount } = await client.query(
      `WITH gone AS (DELETE FROM ${table} e WHERE ${condition} RETURNING e.${metadataColumn} AS metadata)
       INSERT INTO ${staging.superseded} (source, tasks, rewritten)
       SELECT coalesce(gone.metadata ->> 'source', ''), gone.metadata::jsonb -> 'tasks', ${rewritten} FROM gone`,
    );
    return rowCount ?? 0;
  };
  return {
    superseded: await deleteInto(isSuperseded(tables, staging), false),
    rewritten: await deleteInto(`e.${tables.idColumn} IN (SELECT id FROM ${staging.pending})`, true),
  };
}

export async function countMerge(
  client: pg.ClientBase,
  { incoming, pending, superseded }: Staging,
): Promise<MergeCounts> {
  const { rows } = await client.query<Record<keyof MergeCounts, string>>(
    `WITH by_source AS (
       SELECT source, count(DISTINCT i.id) FILTER (WHERE p.id IS NOT NULL) AS written,
              count(DISTINCT i.id) FILTER (WHERE p.id IS NULL) AS unchanged
         FROM ${incoming} i LEFT JOIN (SELECT id FROM ${pending}) AS p USING (id) GROUP BY source),
     deleted AS (
       SELECT source, count(*) FILTER (WHERE rewritten) AS known, count(*) FILTER (WHERE NOT rewritten) AS old
         FROM ${superseded} GROUP BY source),
     matched AS (
       SELECT written, unchanged, coalesce(known, 0) AS known, coalesce(old, 0) AS old
         FROM by_source LEFT JOIN deleted USING (source))
     SELECT coalesce(sum(written - known - least(written - known, old)), 0) AS inserted,
            coalesce(sum(known + least(written - known, old)), 0) AS updated,
            coalesce(sum(unchanged), 0) AS unchanged,
            coalesce(sum(greatest(old - (written - known), 0)), 0) AS removed
       FROM matched`,
  );
  const [counts] = rows;
  return {
    inserted: Number(counts?.inserted ?? 0),
    updated: Number(counts?.updated ?? 0),
    unchanged: Number(counts?.unchanged ?? 0),
    removed: Number(counts?.removed ?? 0),
  };
}

/** Adds the task, and the tasks of superseded records, to the records that do not name them yet. */
export async function claimRecords(
  client: pg.ClientBase,
  { table, idColumn, metadataColumn, metadataType }: VectorTables,
  { incoming, superseded }: Staging,
  taskId: string,
): Promise<void> {
  await client.query(
    `UPDATE ${table} target
        SET ${metadataColumn} = jsonb_set(target.${metadataColumn}::jsonb, '{tasks}', merged.tasks)::${metadataType}
       FROM (SELECT e.${idColumn} AS id,
                    (SELECT jsonb_agg(DISTINCT task ORDER BY task) FROM jsonb_array_elements(
                       coalesce(e.${metadataColumn}::jsonb -> 'tasks', '[]') || coalesce(former.tasks, '[]') || $1::jsonb
                     ) AS task) AS tasks
               FROM (SELECT DISTINCT id, source FROM ${incoming}) AS i
               JOIN ${table} e ON e.${idColumn} = i.id
               LEFT JOIN (SELECT source, jsonb_agg(DISTINCT task) AS tasks
                            FROM ${superseded}, jsonb_array_elements(tasks) AS task GROUP BY source) AS former
                 USING (source)) AS merged
      WHERE target.${idColumn} = merged.id AND target.${metadataColumn}::jsonb -> 'tasks' IS DISTINCT FROM merged.tasks`,
    [JSON.stringify([taskId])],
  );
}

/** Deletes the rows that `replace` covers or the task takes back, in addition to superseded ones. @returns their number */
export async function releaseReplaced(
  client: pg.ClientBase,
  tables: VectorTables,
  staging: Staging,
  {
    taskId,
    replace,
    withdrawn = [],
  }: { readonly taskId: string; readonly replace: Replace; readonly withdrawn?: readonly string[] },
): Promise<number> {
  if (replace === null && withdrawn.length === 0) {
    return 0;
  }
  const ofTask = replace === null ? { taskId, sources: withdrawn } : { taskId };
  const whose = replace === null || replace === 'task' ? ofTask : replace;
  return (await releaseRecords(client, tables, whose, staging)).deleted;
}

/** Rows that a load deletes if it does not contain them: none, those of its task, or all of a database. */
export type Replace = 'task' | { readonly database: string } | null;
