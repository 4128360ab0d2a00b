import {
  referencedName,
  relationName,
  topologicalOrder,
  type Catalog,
  type ForeignKey,
  type Relation,
} from '#libs/catalog';
import { qualifiedName, quoteIdentifier, quoteLiteral } from '#libs/postgres';
import { attachStatements, createStatements } from './schema-tables.js';

/**
 * The `schema.sql` bundle: recreates every listed relation in an empty database, in dependency order, each foreign key
 * as soon as its target exists and those that close a circle last. What needs something that is not listed (a foreign
 * key, a view) is named in a comment instead.
 */
export function renderSchemaSql(catalog: Catalog): string {
  return [...schemaSqlSections(catalog)].join('');
}

/** The same piece by piece: of thousands of tables it is megabytes. */
export function* schemaSqlSections(catalog: Catalog): Generator<string, void> {
  for (const section of sections(catalog)) {
    yield `${section}\n\n`;
  }
}

function* sections(catalog: Catalog): Generator<string, void> {
  const { relations, deferred } = topologicalOrder(catalog);
  const listed = new Map(relations.map((relation) => [relationName(relation), relation]));
  const late = new Set(deferred.map(({ foreignKey }) => foreignKey));
  const omitted = new Set<string>();
  const views: string[] = [];
  yield preamble(catalog);
  yield* definitions(catalog);
  for (const relation of relations) {
    const missing = relation.reads.filter((source) => !listed.has(source) || omitted.has(source));
    if (missing.length > 0) {
      omitted.add(relationName(relation));
      views.push(`-- ${commentSafe(relationName(relation))} is left out: it reads ${commentSafe(missing.join(', '))}`);
    } else if (relation.kind === 'view' || relation.kind === 'materialized_view') {
      views.push(relationStatements(relation, listed, late).join('\n'));
    } else {
      yield relationStatements(relation, listed, late).join('\n');
    }
  }
  // Functions that name a table's row type come between the tables and the views.
  yield* catalog.functions.filter(({ afterTables }) => afterTables).map(({ definition }) => definition);
  yield* views;
  yield* owners(catalog, listed);
  if (deferred.length > 0) {
    const circles = deferred.map(({ relation, foreignKey }) => addForeignKey(relation, foreignKey));
    yield `-- foreign keys that close a circle\n${circles.join('\n')}`;
  }
}

function preamble(catalog: Catalog): string {
  const schemas = new Set(
    [
      ...catalog.relations,
      ...catalog.types,
      ...catalog.collations,
      ...catalog.sequences,
      ...catalog.functions,
      ...catalog.extensions,
    ]
      .map(({ schema }) => schema)
      .filter((schema) => schema !== 'public' && !schema.startsWith('pg_')),
  );
  return [
    `-- Tables of ${commentSafe(catalog.database)}, in an order in which they can be created`,
    'SET check_function_bodies = false;',
    "SELECT pg_catalog.set_config('search_path', '', false);",
    ...[...schemas].sort().map((schema) => `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)};`),
    ...catalog.extensions.map(
      ({ name, schema }) =>
        `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)} WITH SCHEMA ${quoteIdentifier(schema)};`,
    ),
  ].join('\n');
}

/** Collations; types and functions in the order in which they were created, which is one that works; then the sequences. */
function definitions(catalog: Catalog): string[] {
  const early = catalog.functions.filter(({ afterTables }) => !afterTables);
  const created = [...catalog.types, ...early].sort((a, b) => a.oid - b.oid).map(({ definition }) => definition);
  const comments = catalog.types.flatMap(({ kind, schema, name, comment }) =>
    comment === null
      ? []
      : [
          `COMMENT ON ${kind === 'domain' ? 'DOMAIN' : 'TYPE'} ${qualifiedName(schema, name)} IS ${quoteLiteral(comment)};`,
        ],
  );
  const collations = catalog.collations.map(({ definition }) => definition);
  return [...collations, ...created, ...comments, ...catalog.sequences.map(({ definition }) => definition)];
}

function owners(catalog: Catalog, listed: ReadonlyMap<string, Relation>): string[] {
  return catalog.sequences.flatMap(({ schema, name, ownedBy }) =>
    ownedBy && listed.has(`${ownedBy.schema}.${ownedBy.table}`)
      ? [
          `ALTER SEQUENCE ${qualifiedName(schema, name)} OWNED BY ${qualifiedName(ownedBy.schema, ownedBy.table)}.${quoteIdentifier(ownedBy.column)};`,
        ]
      : [],
  );
}

/** Foreign keys follow their indexes: a key may refer to a unique index that is no constraint. */
function relationStatements(
  relation: Relation,
  listed: ReadonlyMap<string, Relation>,
  late: ReadonlySet<ForeignKey>,
): string[] {
  const fromParent = (key: ForeignKey): boolean =>
    !key.local && relation.partitionOf !== null && listed.has(relationName(relation.partitionOf));
  const keys = relation.foreignKeys.filter((key) => !key.inferred && !late.has(key) && !fromParent(key));
  return [
    ...createStatements(relation, listed),
    ...relation.indexes.map(({ definition }) => `${definition};`),
    ...attachStatements(relation, listed),
    ...keys.map((key) =>
      listed.has(referencedName(key))
        ? addForeignKey(relation, key)
        : `-- ${commentSafe(key.name)} is left out: ${commentSafe(referencedName(key))} is not listed`,
    ),
    ...commentStatements(relation),
  ];
}

function addForeignKey(relation: Relation, key: ForeignKey): string {
  const table = qualifiedName(relation.schema, relation.name);
  const add = `ALTER TABLE ${table} ADD CONSTRAINT ${quoteIdentifier(key.name)} ${key.definition};`;
  return [add, ...constraintComment(relation, key)].join('\n');
}

function commentStatements(relation: Relation): string[] {
  const name = qualifiedName(relation.schema, relation.name);
  const kind = {
    view: 'VIEW',
    materialized_view: 'MATERIALIZED VIEW',
    table: 'TABLE',
    partitioned_table: 'TABLE',
    foreign_table: 'TABLE',
  };
  const table =
    relation.comment === null
      ? []
      : [`COMMENT ON ${kind[relation.kind]} ${name} IS ${quoteLiteral(relation.comment)};`];
  const columns = relation.columns.flatMap((column) =>
    column.comment === null
      ? []
      : [`COMMENT ON COLUMN ${name}.${quoteIdentifier(column.name)} IS ${quoteLiteral(column.comment)};`],
  );
  const isView = relation.kind === 'view' || relation.kind === 'materialized_view';
  const constraints = isView ? [] : constraintComments(relation);
  const indexes = relation.indexes.flatMap((index) =>
    index.comment
      ? [`COMMENT ON INDEX ${qualifiedName(relation.schema, index.name)} IS ${quoteLiteral(index.comment)};`]
      : [],
  );
  return [...table, ...columns, ...constraints, ...indexes];
}

/** Foreign keys that close a circle are created last, and bring their comment then. */
function constraintComments(relation: Relation): string[] {
  const { primaryKey, uniqueConstraints, checkConstraints, exclusionConstraints } = relation;
  const all = [...(primaryKey ? [primaryKey] : []), ...uniqueConstraints, ...checkConstraints, ...exclusionConstraints];
  return all.flatMap((constraint) => constraintComment(relation, constraint));
}

function constraintComment(
  relation: Relation,
  { name, comment }: { readonly name: string; readonly comment?: string | null },
): string[] {
  const table = qualifiedName(relation.schema, relation.name);
  return comment ? [`COMMENT ON CONSTRAINT ${quoteIdentifier(name)} ON ${table} IS ${quoteLiteral(comment)};`] : [];
}

function commentSafe(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
