import type { Catalog, Relation } from './model.js';
import { assembleColumns, readBareColumns, readColumnTexts, withIdentityOptions } from './read-columns.js';
import { assembleConstraints, readBareConstraints, readIndexes } from './read-constraints.js';
import {
  readInheritance,
  readOids,
  readRelations,
  readViewSources,
  type InheritanceRow,
  type RelationRow,
} from './read-relations.js';
import { readSchemaObjects } from './read-schema-objects.js';
import type { CatalogServer } from './server.js';
import { readBehaviour, readSettings, type Statements } from './read-settings.js';
import type { Queryable } from './queryable.js';
import { both, withCatalogSession, type CatalogSession, type Database, type RelationName } from './session.js';
import { withoutSecrets } from './without-secrets.js';

/**
 * Reads everything the catalog knows of the listed relations. The number of queries does not depend on the number of
 * relations, and a role that may only SELECT sees keys and comments too. Personal and secret values in its texts are
 * hidden.
 * @param selection unquoted names; those that do not exist are absent from the result.
 * @throws the driver's errors, untranslated: only the caller knows how to name the database.
 */
export async function readCatalog(database: Database, selection: readonly RelationName[]): Promise<Catalog> {
  return withoutSecrets(await withCatalogSession(database, (session) => readAll(session, selection)));
}

async function readAll(session: CatalogSession, selection: readonly RelationName[]): Promise<Catalog> {
  const { server } = session;
  const oids = await readOids(session.lead, selection);
  // Twice two halves of about the same cost. While the server works on the second, the first is put together here.
  const [{ rows, texts }, bareColumns] = await both(
    session,
    async (client) => ({ rows: await readRelations(client, oids), texts: await readColumnTexts(client, oids) }),
    (client) => readBareColumns(client, oids),
  );
  const reading = both(
    session,
    async (client) => ({
      constraints: await readBareConstraints(client, oids, server),
      indexes: await readIndexes(client, oids),
    }),
    (client) => readSurroundings(client, oids, server),
  );
  const columns = assembleColumns(bareColumns, texts);
  const constrained = rows.map(({ oid, schema, name }) => ({ oid, schema, name, columns: columns.get(oid) ?? [] }));
  const [{ constraints: bareConstraints, indexes }, around] = await reading;
  const constraints = assembleConstraints(bareConstraints, constrained);
  const { objects, dependencies, unlisted, identityOptions } = around.needed;
  const schemas = [...rows, ...objects].flatMap(({ schema }) => schema ?? []);
  const relations = assemble(rows, {
    ...around,
    columns: withIdentityOptions(columns, identityOptions),
    constraints,
    indexes,
    serverVersion: server.version,
  });
  const listed = new Set(selection.map(nameKey));
  return {
    database: server.database,
    serverVersion: server.version,
    relations: relations.filter((relation) => listed.has(nameKey(relation))),
    partitions: relations.filter((relation) => !listed.has(nameKey(relation))),
    ...(await readSchemas(session.lead, new Set(schemas), oids)),
    objects,
    dependencies,
    unlisted,
  };
}

/** A name may hold a dot. */
function nameKey({ schema, name }: RelationName): string {
  return `${schema}\u0000${name}`;
}

/** Facts about the relations apart from their columns and constraints, and the objects that they need. */
async function readSurroundings(client: Queryable, oids: readonly number[], server: CatalogServer) {
  return {
    needed: await readSchemaObjects(client, oids, server),
    settings: await readSettings(client, oids, server),
    behaviour: await readBehaviour(client, oids, server),
    inheritance: await readInheritance(client, oids),
    viewSources: Map.groupBy(await readViewSources(client, oids), ({ view }) => view),
  };
}

/** The last comment is that of every new database. */
const SCHEMAS = `
select n.nspname::text as schema, d.description as comment from pg_namespace n
left join pg_description d on d.objoid = n.oid and d.classoid = 'pg_namespace'::regclass
  and not (n.nspname = 'public' and d.description = 'standard public schema')
where n.nspname = any($1::text[])
  or n.oid in (select s.stxnamespace from pg_statistic_ext s where s.stxrelid = any($2::oid[]))
order by 1`;

async function readSchemas(
  client: Queryable,
  known: ReadonlySet<string>,
  oids: readonly number[],
): Promise<Pick<Catalog, 'schemaComments' | 'partSchemas'>> {
  const { rows } = await client.query<{ schema: string; comment: string | null }>(SCHEMAS, [[...known], oids]);
  return {
    schemaComments: new Map(
      rows.flatMap(({ schema, comment }): [string, string][] => (comment === null ? [] : [[schema, comment]])),
    ),
    partSchemas: rows.map(({ schema }) => schema).filter((schema) => !known.has(schema)),
  };
}

interface RelationParts {
  readonly columns: ReturnType<typeof withIdentityOptions>;
  readonly constraints: ReturnType<typeof assembleConstraints>;
  readonly indexes: Awaited<ReturnType<typeof readIndexes>>;
  readonly settings: Statements;
  readonly behaviour: Statements;
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
      ofType: row.of_type,
      inherits: parents
        .filter(({ partition }) => !partition)
        .map((parent) => ({ schema: parent.parent_schema, name: parent.parent_name })),
      definition: row.definition,
      options: [...(row.options ?? []), ...(row.toast_options ?? []).map((option) => `toast.${option}`)],
      settings: parts.settings.get(row.oid) ?? [],
      behaviour: parts.behaviour.get(row.oid) ?? [],
      reads: (parts.viewSources.get(row.oid) ?? []).map(({ schema, name }) => `${schema}.${name}`),
      foreignServer:
        row.foreign_server === null ? null : { name: row.foreign_server, options: row.foreign_options ?? [] },
      unlogged: row.unlogged,
      accessMethod: row.access_method,
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
