import type pg from 'pg';
import type { Staging } from './staging.js';
import { COLLECTIONS } from './vector-record.js';
import type { VectorTables } from './vector-tables.js';

/** Records to release: those that loads of a task wrote, of these sources or all of them, or all about a database. */
export type Releasing =
  { readonly taskId: string; readonly sources?: readonly string[] } | { readonly database: string };

export interface ReleaseCounts {
  /** Rows deleted. */
  readonly deleted: number;
  /** Rows that stay because other tasks also loaded them. */
  readonly kept: number;
}

/**
 * Releases records, except staged ones. Rows that other tasks also loaded only lose the name of the task;
 * of a database all go.
 */
export async function releaseRecords(
  client: pg.ClientBase,
  tables: VectorTables,
  whose: Releasing,
  staging: Staging | null,
): Promise<ReleaseCounts> {
  const { table, idColumn, metadataColumn: metadata, metadataType } = tables;
  const notStaged = staging ? `AND NOT EXISTS (SELECT FROM ${staging.incoming} i WHERE i.id = e.${idColumn})` : '';
  if ('database' in whose) {
    const { rowCount } = await client.query(
      `DELETE FROM ${table} e
        WHERE EXISTS (SELECT FROM unnest($1::text[]) AS prefix WHERE starts_with(e.${metadata} ->> 'source', prefix))
          ${notStaged}`,
      [COLLECTIONS.map((collection) => `${whose.database}/${collection}/`)],
    );
    return { deleted: rowCount ?? 0, kept: 0 };
  }
  const owned = JSON.stringify({ tasks: [whose.taskId] });
  const { sources = null } = whose;
  const among = (parameter: string): string =>
    `AND (${parameter}::text[] IS NULL OR e.${metadata} ->> 'source' = ANY (${parameter}::text[]))`;
  const deleted = await client.query(
    `DELETE FROM ${table} e
      WHERE e.${metadata}::jsonb @> $1 AND jsonb_array_length(e.${metadata}::jsonb -> 'tasks') = 1
        ${among('$2')} ${notStaged}`,
    [owned, sources],
  );
  const kept = await client.query(
    `UPDATE ${table} e
        SET ${metadata} = jsonb_set(e.${metadata}::jsonb, '{tasks}', (e.${metadata}::jsonb -> 'tasks') - $2::text)::${metadataType}
      WHERE e.${metadata}::jsonb @> $1 ${among('$3')} ${notStaged}`,
    [owned, whose.taskId, sources],
  );
  return { deleted: deleted.rowCount ?? 0, kept: kept.rowCount ?? 0 };
}
