import type pg from 'pg';
import type { Staging } from './staging.js';
import type { VectorTables } from './vector-tables.js';

export interface MergeCounts {
  /** Records of things that the store did not know. */
  readonly inserted: number;
  /** Records that took the place of an earlier version of the same thing. */
  readonly updated: number;
  /** Records that were there already, word for word. */
  readonly unchanged: number;
  /** Rows deleted without a successor. */
  readonly removed: number;
}

export interface LoadIdentity {
  readonly taskId: string;
  /** Name of the embedding model. */
  readonly model: string;
}

/** Our own advisory lock: one merge at a time in a database, so that loads neither deadlock nor miss each other. */
const MERGE_LOCK = '7203348810271994';

/** Serialises the rest of the transaction with the merges of other loads. */
export async function lockMerges(client: pg.ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [MERGE_LOCK]);
}

/** Marks the staged records that the store does not hold word for word with a vector of this model. */
export async function markPending(
  client: pg.ClientBase,
  { idColumn }: VectorTables,
  { incoming }: Staging,
  model: string,
): Promise<void> {
  await client.query(
    `UPDATE ${incoming} i SET pending = NOT EXISTS (
       SELECT FROM langchain_pg_embedding e
        WHERE e.${idColumn} = i.id AND e.collection_id = i.collection_id AND e.document = i.document
          AND e.embedding IS NOT NULL AND e.cmetadata ->> 'embedding_model' = $1)`,
    [model],
  );
}

/** Ids of records that still need a vector. */
export async function missingVectors(client: pg.ClientBase, { incoming, vectors }: Staging): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM ${incoming} WHERE pending AND id NOT IN (SELECT id FROM ${vectors}) ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}

/** Deletes other versions of what is staged, remembering whose they were. */
export async function deleteSuperseded(client: pg.ClientBase, tables: VectorTables, staging: Staging): Promise<void> {
  const { incoming, superseded } = staging;
  await client.query(
    `WITH gone AS (
       DELETE FROM langchain_pg_embedding e
        USING (SELECT DISTINCT collection_id, source FROM ${incoming}) AS s
        WHERE e.collection_id = s.collection_id AND e.cmetadata ->> 'source' = s.source
          AND NOT EXISTS (SELECT FROM ${incoming} i WHERE i.id = e.${tables.idColumn})
       RETURNING s.source, e.cmetadata::jsonb -> 'tasks' AS tasks)
     INSERT INTO ${superseded} (source, tasks) SELECT source, tasks FROM gone`,
  );
}

/**
 * Takes away what loads of the task brought, except for what is staged: rows that other tasks brought too only
 * lose the task's name.
 * @returns number of rows deleted
 */
export async function releaseTask(
  client: pg.ClientBase,
  { idColumn, metadataType }: VectorTables,
  taskId: string,
  staging: Staging | null,
): Promise<number> {
  const notStaged = staging ? `AND NOT EXISTS (SELECT FROM ${staging.incoming} i WHERE i.id = e.${idColumn})` : '';
  const owned = JSON.stringify({ tasks: [taskId] });
  const { rowCount } = await client.query(
    `DELETE FROM langchain_pg_embedding e
      WHERE e.cmetadata::jsonb @> $1 AND jsonb_array_length(e.cmetadata::jsonb -> 'tasks') = 1 ${notStaged}`,
    [owned],
  );
  await client.query(
    `UPDATE langchain_pg_embedding e
        SET cmetadata = jsonb_set(e.cmetadata::jsonb, '{tasks}', (e.cmetadata::jsonb -> 'tasks') - $2::text)::${metadataType}
      WHERE e.cmetadata::jsonb @> $1 ${notStaged}`,
    [owned, taskId],
  );
  return rowCount ?? 0;
}

export async function countMerge(
  client: pg.ClientBase,
  { idColumn }: VectorTables,
  { incoming, superseded }: Staging,
  released: number,
): Promise<MergeCounts> {
  const { rows } = await client.query<Record<keyof MergeCounts, string>>(
    `WITH staged AS (
       SELECT i.source, i.pending,
              EXISTS (SELECT FROM langchain_pg_embedding e WHERE e.${idColumn} = i.id) AS is_known
         FROM ${incoming} i),
     by_source AS (
       SELECT source, count(*) FILTER (WHERE pending) AS written, count(*) FILTER (WHERE pending AND is_known) AS known,
              count(*) FILTER (WHERE NOT pending) AS unchanged
         FROM staged GROUP BY source),
     matched AS (
       SELECT s.*, coalesce(o.rows, 0) AS old FROM by_source s
         LEFT JOIN (SELECT source, count(*) AS rows FROM ${superseded} GROUP BY source) o USING (source))
     SELECT coalesce(sum(written - known - least(written - known, old)), 0) AS inserted,
            coalesce(sum(known + least(written - known, old)), 0) AS updated,
            coalesce(sum(unchanged), 0) AS unchanged,
            coalesce(sum(greatest(old - (written - known), 0)), 0) + $1::int AS removed
       FROM matched`,
    [released],
  );
  const [counts] = rows;
  return {
    inserted: Number(counts?.inserted ?? 0),
    updated: Number(counts?.updated ?? 0),
    unchanged: Number(counts?.unchanged ?? 0),
    removed: Number(counts?.removed ?? 0),
  };
}

/** Writes the pending records, in the order of their ids. */
export async function writePending(
  client: pg.ClientBase,
  tables: VectorTables,
  staging: Staging,
  { taskId, model }: LoadIdentity,
): Promise<void> {
  const { idColumn, keyColumn, metadataType } = tables;
  const key = keyColumn === 'uuid' ? { column: 'uuid, ', value: 'left(i.id, 36)::uuid, ' } : { column: '', value: '' };
  await client.query(
    `INSERT INTO langchain_pg_embedding (${key.column}${idColumn}, collection_id, embedding, document, cmetadata)
     SELECT ${key.value}i.id, i.collection_id, v.embedding, i.document,
            (jsonb_build_object('id', i.id, 'source', i.source, 'embedding_model', $2::text, 'tasks', ${MERGED_TASKS})
             || CASE WHEN i.collection_id = $3 THEN '{"createdat": null}' ELSE '{}' END::jsonb)::${metadataType}
       FROM ${staging.incoming} i JOIN ${staging.vectors} v USING (id) ${withOwners(tables, staging)}
      WHERE i.pending ORDER BY i.id
     ON CONFLICT (${keyColumn}) DO UPDATE SET collection_id = excluded.collection_id,
        embedding = excluded.embedding, document = excluded.document, cmetadata = excluded.cmetadata`,
    [JSON.stringify([taskId]), model, tables.collectionIds.sql],
  );
}

/** Adds the task, and the tasks of what was superseded, to the records that stay as they are. */
export async function claimUnchanged(
  client: pg.ClientBase,
  tables: VectorTables,
  staging: Staging,
  taskId: string,
): Promise<void> {
  const { idColumn, metadataType } = tables;
  await client.query(
    `UPDATE langchain_pg_embedding target
        SET cmetadata = jsonb_set(target.cmetadata::jsonb, '{tasks}', merged.tasks)::${metadataType}
       FROM (SELECT i.id, ${MERGED_TASKS} AS tasks
               FROM ${staging.incoming} i ${withOwners(tables, staging)} WHERE NOT i.pending) AS merged
      WHERE target.${idColumn} = merged.id AND target.cmetadata::jsonb -> 'tasks' IS DISTINCT FROM merged.tasks`,
    [JSON.stringify([taskId])],
  );
}

/** The tasks (sorted, each once) that the row had, that its earlier versions had, and this one (`$1`, an array). */
const MERGED_TASKS = `(SELECT jsonb_agg(DISTINCT task ORDER BY task) FROM jsonb_array_elements(
  coalesce(e.cmetadata::jsonb -> 'tasks', '[]') || coalesce(former.tasks, '[]') || $1::jsonb) AS task)`;

function withOwners({ idColumn }: VectorTables, { superseded }: Staging): string {
  return `LEFT JOIN langchain_pg_embedding e ON e.${idColumn} = i.id
    LEFT JOIN (SELECT source, jsonb_agg(DISTINCT task) AS tasks
                 FROM ${superseded}, jsonb_array_elements(tasks) AS task GROUP BY source) AS former USING (source)`;
}
