import type { Catalog, Relation } from './model.js';
import { assembleColumns, readBareColumns, readColumnTexts, typeOf } from './read-columns.js';
import { assembleConstraints, readBareConstraints, readIndexes } from './read-constraints.js';
import { readCollations } from './read-collations.js';
import { readExtensions, readFunctions } from './read-functions.js';
import {
  readInheritance,
  readRelations,
  readViewSources,
  type InheritanceRow,
  type RelationRow,
} from './read-relations.js';
import { readSequences } from './read-sequences.js';
import { readTypes } from './read-types.js';
import {
  both,
  withCatalogSession,
  type CatalogSession,
  type Database,
  type Queryable,
  type RelationName,
} from './session.js';

/**
 * Reads everything the catalog knows of the listed relations. The number of queries does not depend on the number of
 * relations, and a role that may only SELECT sees keys and comments too.
 * @param selection unquoted names; those that do not exist are absent from the result.
 * @throws the driver's errors, untranslated: only the caller knows how to name the database.
 */
export async function readCatalog(database: Database, selection: readonly RelationName[]): Promise<Catalog> {
  return withCatalogSession(database, (session) => readAll(session, selection));
}

async function readAll(session: CatalogSession, selection: readonly RelationName[]): Promise<Catalog> {
  const server = await readServer(session.lead);
  const rows = await readRelations(session.lead, selection);
  const oids = rows.map(({ oid }) => oid);
  // Two halves of about the same cost.
  const [bare, around] = await both(
    session,
    async (client) => ({
      columns: await readBareColumns(client, oids),
      constraints: await readBareConstraints(client, oids, server.version),
    }),
    (client) => readSurroundings(client, oids),
  );
  const columns = assembleColumns(bare.columns, around.texts, around.sequences.identityOptions);
  const typeOids = [...new Set(bare.columns.rows.map(typeOf))];
  const functionOids = around.functions.map(({ oid }) => oid);
  const { indexes, inheritance, viewSources, functions, extensions } = around;
  const constrained = rows.map(({ oid, schema, name }) => ({ oid, schema, name, columns: columns.get(oid) ?? [] }));
  const constraints = assembleConstraints(bare.constraints, constrained);
  const parts = { columns, constraints, indexes, inheritance, viewSources, serverVersion: server.version };
  const types = await readTypes(session.lead, typeOids, functionOids, server.version);
  return {
    database: server.database,
    serverVersion: server.version,
    relations: assemble(rows, parts),
    types,
    collations: await readCollations(
      session.lead,
      oids,
      types.map(({ oid }) => oid),
    ),
    sequences: around.sequences.sequences,
    functions,
    extensions,
  };
}

/** Facts about the relations other than their columns and constraints. */
async function readSurroundings(client: Queryable, oids: readonly number[]) {
  return {
    texts: await readColumnTexts(client, oids),
    sequences: await readSequences(client, oids),
    functions: await readFunctions(client, oids),
    extensions: await readExtensions(client, oids),
    indexes: await readIndexes(client, oids),
    inheritance: await readInheritance(client, oids),
    viewSources: Map.groupBy(await readViewSources(client, oids), ({ view }) => view),
  };
}

async function readServer(client: Queryable): Promise<{ database: string; version: number }> {
  const { rows } = await client.query<{ database: string; version: number }>(
    `select current_database()::text as database, current_setting('server_version_num')::int as version`,
  );
  return rows[0] ?? { database: '', version: 0 };
}

interface RelationParts {
  readonly columns: ReturnType<typeof assembleColumns>;
  readonly constraints: ReturnType<typeof assembleConstraints>;
  readonly indexes: Awaited<ReturnType<typeof readIndexes>>;
  readonly inheritance: readonly InheritanceRow[];
  readonly viewSources: ReadonlyMap<number, readonly { schema: string; name: string }[]>;
  readonly serverVersion: number;
}

function assemble(rows: readonly RelationRow[], parts: RelationParts): Relation[] {
  const byParent = Map.groupBy(parts.inheritance, ({ parent }) => parent);
  const byChild = Map.groupBy(parts.inheritance, ({ child }) => child);
  return rows.map((row) => {
    const constraints = parts.constraints.get(row.oid);
    const parents = byChild.get(row.oid) ?? [];
    const partitions = (byParent.get(row.oid) ?? []).filter(({ partition }) => partition);
    const attachedTo = parents.find(({ partition }) => partition);
    return {
      oid: row.oid,
      schema: row.schema,
      name: row.name,
      kind: row.kind,
      comment: row.comment,
      columns: parts.columns.get(row.oid) ?? [],
      primaryKey: constraints?.primaryKey ?? null,
      uniqueConstraints: constraints?.uniqueConstraints ?? [],
      checkConstraints: constraints?.checkConstraints ?? [],
      exclusionConstraints: constraints?.exclusionConstraints ?? [],
      foreignKeys: constraints?.foreignKeys ?? [],
      indexes: parts.indexes.get(row.oid) ?? [],
      partitionKey: row.partition_key,
      partitions: partitions.map((child) => `${child.child_schema}.${child.child_name}`),
      partitionOf:
        attachedTo && row.bound !== null
          ? { schema: attachedTo.parent_schema, name: attachedTo.parent_name, bound: row.bound }
          : null,
      inherits: parents
        .filter(({ partition }) => !partition)
        .map((parent) => ({ schema: parent.parent_schema, name: parent.parent_name })),
      definition: row.definition,
      viewOptions: row.view_options ?? [],
      reads: (parts.viewSources.get(row.oid) ?? []).map(({ schema, name }) => `${schema}.${name}`),
      foreignServer:
        row.foreign_server === null ? null : { name: row.foreign_server, options: row.foreign_options ?? [] },
      unlogged: row.unlogged,
      rowEstimate: rowEstimateOf(row, partitions, parts.serverVersion),
      sizeBytes: row.pages > 0 ? row.pages * row.block_size : null,
    };
  });
}

/** Before PostgreSQL 14 "never analysed" was 0 rows in 0 pages; a partitioned table had no estimate of its own. */
function rowEstimateOf(row: RelationRow, partitions: readonly InheritanceRow[], serverVersion: number): number | null {
  const analysed = serverVersion >= 140_000 ? row.tuples >= 0 : row.tuples > 0;
  if (analysed && row.kind !== 'view') {
    return row.tuples;
  }
  const known = partitions.map(({ child_tuples: tuples }) => tuples).filter((tuples) => tuples >= 0);
  return known.length > 0 ? known.reduce((sum, tuples) => sum + tuples, 0) : null;
}
