import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { vectorStoreErrors } from './errors.js';
import type { Replace } from './merge-load.js';
import type { Staging } from './staging.js';
import type { VectorTables } from './vector-tables.js';

interface Replaced {
  readonly taskId: string;
  readonly replace: Replace;
}

interface RemainingVectors {
  readonly collection: string;
  /** Null for rows of other programs, which do not record their model. */
  readonly model: string | null;
  readonly dimensions: number;
}

/**
 * Refuses vectors that are not comparable with the remaining ones of the collections: another dimension breaks every
 * query of a collection, another model makes its distances meaningless.
 * Reads one row per collection and model: all vectors of a model have the same length.
 * @throws DomainError `vector_dimension_differs`, `vector_model_differs`
 */
export async function checkFit(
  client: pg.ClientBase,
  tables: VectorTables,
  staging: Staging,
  offered: { readonly model: string; readonly dimensions: number; readonly replaced: Replaced },
): Promise<void> {
  const { model, dimensions } = offered;
  if (tables.declaredDimensions !== null && tables.declaredDimensions !== dimensions) {
    const existing = tables.declaredDimensions;
    const params = { collection: 'langchain_pg_embedding', existing, existing_model: '–', model, offered: dimensions };
    throw new DomainError(vectorStoreErrors.vector_dimension_differs, params);
  }
  for (const remaining of await remainingVectors(client, tables, staging, offered.replaced)) {
    const { collection } = remaining;
    if (remaining.dimensions !== dimensions) {
      const existing_model = remaining.model ?? '–';
      const params = { collection, existing: remaining.dimensions, existing_model, model, offered: dimensions };
      throw new DomainError(vectorStoreErrors.vector_dimension_differs, params);
    }
    if (remaining.model !== null && remaining.model !== model) {
      throw new DomainError(vectorStoreErrors.vector_model_differs, { collection, existing: remaining.model, model });
    }
  }
}

/** Rows of the loaded collections that remain after the load has overwritten, superseded and replaced others. */
async function remainingVectors(
  client: pg.ClientBase,
  { idColumn, keyColumn }: VectorTables,
  { incoming, pending }: Staging,
  { taskId, replace }: Replaced,
): Promise<RemainingVectors[]> {
  const ofTask = replace === null || replace === 'task';
  const isReplaced = ofTask
    ? `(e.cmetadata::jsonb -> 'tasks' = $1::jsonb)`
    : `starts_with(e.cmetadata ->> 'source', $1::text || '/' || c.name || '/')`;
  const replacing = replace === null ? null : ofTask ? JSON.stringify([taskId]) : replace.database;
  const { rows } = await client.query<RemainingVectors>(
    `SELECT c.name AS collection, kept.model, vector_dims(e.embedding) AS dimensions
       FROM (SELECT e.collection_id, e.cmetadata ->> 'embedding_model' AS model, min(e.${keyColumn}::text) AS example
               FROM langchain_pg_embedding e JOIN langchain_pg_collection c ON c.uuid = e.collection_id
              WHERE e.collection_id IN (SELECT collection_id FROM ${incoming})
                AND e.embedding IS NOT NULL
                AND NOT EXISTS (SELECT FROM ${pending} p WHERE p.id = e.${idColumn})
                AND (EXISTS (SELECT FROM ${incoming} i WHERE i.id = e.${idColumn})
                     OR NOT EXISTS (SELECT FROM ${incoming} i
                                     WHERE i.source = e.cmetadata ->> 'source' AND i.collection_id = e.collection_id))
                AND (${isReplaced} IS NOT TRUE
                     OR EXISTS (SELECT FROM ${incoming} i WHERE i.id = e.${idColumn}))
              GROUP BY 1, 2) AS kept
       JOIN langchain_pg_embedding e ON e.${keyColumn} = kept.example::${keyColumn === 'uuid' ? 'uuid' : 'text'}
       JOIN langchain_pg_collection c ON c.uuid = kept.collection_id
      ORDER BY c.name, kept.model`,
    [replacing],
  );
  return rows;
}
