import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { inTransaction } from '#libs/postgres';
import { vectorStoreErrors } from './errors.js';
import type { Replace } from './merge-load.js';
import type { Staging } from './staging.js';
import { isOfEmbedder, nameOfEmbedder, prefixIn, type EmbedderDescription } from './embedder-description.js';
import type { VectorTables } from './vector-tables.js';

interface Replaced {
  readonly taskId: string;
  readonly replace: Replace;
}

interface RemainingVectors {
  readonly collection: string;
  /** Null for rows of other programs, which do not record their model. */
  readonly model: string | null;
  /** Precedes the documents that were embedded. */
  readonly prefix: string;
  readonly dimensions: number;
}

/**
 * Refuses vectors that are not comparable with the remaining ones of the collections: another dimension breaks every
 * query of a collection, another model, or another prefix of the documents, makes its distances meaningless.
 * Reads one row per collection and model: all vectors of a model have the same length.
 * @throws DomainError `vector_dimension_differs`, `vector_model_differs`
 */
export async function checkFit(
  client: pg.ClientBase,
  tables: VectorTables,
  staging: Staging,
  offered: { readonly embedder: EmbedderDescription; readonly dimensions: number; readonly replaced: Replaced },
): Promise<void> {
  const { embedder, dimensions } = offered;
  const { documentPrefix = '' } = embedder;
  const model = nameOfEmbedder(embedder.model, documentPrefix);
  if (tables.declaredDimensions !== null && tables.declaredDimensions !== dimensions) {
    const existing = tables.declaredDimensions;
    const existing_model = (await someEmbedder(client, tables)) ?? '–';
    const params = { collection: tables.table, existing, existing_model, model, offered: dimensions };
    throw new DomainError(vectorStoreErrors.vector_dimension_differs, params);
  }
  for (const remaining of await remainingVectors(client, tables, staging, offered.replaced)) {
    const { collection } = remaining;
    const existing_model = nameOfEmbedder(remaining.model, remaining.prefix);
    if (remaining.dimensions !== dimensions) {
      const params = { collection, existing: remaining.dimensions, existing_model, model, offered: dimensions };
      throw new DomainError(vectorStoreErrors.vector_dimension_differs, params);
    }
    if (remaining.model !== null && (remaining.model !== embedder.model || remaining.prefix !== documentPrefix)) {
      throw new DomainError(vectorStoreErrors.vector_model_differs, { collection, existing: existing_model, model });
    }
  }
}

/** Rows of the loaded collections that remain after the load has overwritten, superseded and replaced others. */
async function remainingVectors(
  client: pg.ClientBase,
  tables: VectorTables,
  { incoming, pending }: Staging,
  { taskId, replace }: Replaced,
): Promise<RemainingVectors[]> {
  const { table, idColumn, keyColumn, collectionColumn, metadataColumn, collections } = tables;
  const metadata = `e.${metadataColumn}`;
  const ofTask = replace === null || replace === 'task';
  const isReplaced = ofTask
    ? `(${metadata}::jsonb -> 'tasks' = $1::jsonb)`
    : `starts_with(${metadata} ->> 'source', $1::text || '/' || c.name || '/')`;
  const replacing = replace === null ? null : ofTask ? JSON.stringify([taskId]) : replace.database;
  const { rows } = await client.query<RemainingVectors>(
    `SELECT c.name AS collection, kept.model, kept.prefix, vector_dims(e.embedding) AS dimensions
       FROM (SELECT e.${collectionColumn}, ${metadata} ->> 'embedding_model' AS model, ${prefixIn(metadata)} AS prefix,
                    min(e.${keyColumn}::text) AS example
               FROM ${table} e JOIN ${collections} c ON c.uuid = e.${collectionColumn}
              WHERE (${isOneCollectionSearched(tables) ? `e.${collectionColumn} IN (SELECT collection_id FROM ${incoming})` : 'true'})
                AND e.embedding IS NOT NULL
                AND NOT EXISTS (SELECT FROM ${pending} p WHERE p.id = e.${idColumn})
                AND (EXISTS (SELECT FROM ${incoming} i WHERE i.id = e.${idColumn})
                     OR NOT EXISTS (SELECT FROM ${incoming} i
                                     WHERE i.source = ${metadata} ->> 'source' AND i.collection_id = e.${collectionColumn}))
                AND (${isReplaced} IS NOT TRUE
                     OR EXISTS (SELECT FROM ${incoming} i WHERE i.id = e.${idColumn}))
              GROUP BY 1, 2, 3) AS kept
       JOIN ${table} e ON e.${keyColumn} = kept.example::${keyColumn === 'uuid' ? 'uuid' : 'text'}
       JOIN ${collections} c ON c.uuid = kept.${collectionColumn}
      ORDER BY c.name, kept.model`,
    [replacing],
  );
  return rows;
}

/** Readers of `PGVector` search one collection, those of `PGVectorStore` may search the whole table. */
function isOneCollectionSearched({ table }: VectorTables): boolean {
  return table === 'langchain_pg_embedding';
}

/** The embedder of one of the vectors; null if no record names one. */
export async function someEmbedder(
  client: pg.ClientBase,
  { table, metadataColumn }: VectorTables,
): Promise<string | null> {
  const { rows } = await client.query<{ model: string; prefix: string }>(
    `SELECT ${metadataColumn} ->> 'embedding_model' AS model, ${prefixIn(metadataColumn)} AS prefix FROM ${table}
      WHERE ${metadataColumn} ->> 'embedding_model' IS NOT NULL LIMIT 1`,
  );
  return rows[0] ? nameOfEmbedder(rows[0].model, rows[0].prefix) : null;
}

/**
 * Refuses to load next to records that another embedder made: the tables of a store have one embedder, so that a reader
 * needs one.
 * @throws DomainError `vector_model_differs`
 */
export async function requireSameEmbedder(
  client: pg.ClientBase,
  { table, metadataColumn }: VectorTables,
  { model, documentPrefix = '' }: EmbedderDescription,
): Promise<void> {
  const { rows } = await inTransaction(client, () =>
    client.query<{ model: string; prefix: string }>(
      `SELECT ${metadataColumn} ->> 'embedding_model' AS model, ${prefixIn(metadataColumn)} AS prefix FROM ${table}
        WHERE ${metadataColumn} ->> 'embedding_model' IS NOT NULL AND embedding IS NOT NULL
          AND NOT ${isOfEmbedder(metadataColumn, '$1', '$2')} LIMIT 1`,
      [model, documentPrefix],
    ),
  );
  const [other] = rows;
  if (other) {
    throw new DomainError(vectorStoreErrors.vector_model_differs, {
      collection: table,
      existing: nameOfEmbedder(other.model, other.prefix),
      model: nameOfEmbedder(model, documentPrefix),
    });
  }
}
