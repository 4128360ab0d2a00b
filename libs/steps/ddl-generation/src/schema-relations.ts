import { referencedName, relationName, type Relation } from '#libs/catalog';
import { qualifiedName, quoteIdentifier, quoteLiteral } from '#libs/postgres';
import {
  attachStatements,
  commentSafe,
  createTable,
  defaultPart,
  inheritedChanges,
  notNullStatements,
  withOptions,
  type Listed,
} from './schema-tables.js';

/** A part of a relation, as `schema.sql` writes it. */
export interface RelationPart {
  /** As in `Dependency.part`. */
  readonly id: string;
  /** In CREATE TABLE, unless it comes later; null where only the statements can say it. */
  readonly clause: string | null;
  /** Adds it to the relation that exists. */
  readonly statements: readonly string[];
  readonly label: string | null;
  /** `schema.name` of relations that must exist before, besides those in `Dependency`. */
  readonly targets?: readonly string[];
  readonly wanted: boolean;
  readonly essential: boolean;
}

/** The parts of a relation, in the order in which they are added. @param behaviour also rules, triggers and policies */
export function relationParts(relation: Relation, listed: Listed, behaviour: boolean): RelationPart[] {
  const isView = relation.kind === 'view' || relation.kind === 'materialized_view';
  return [
    ...(relation.kind === 'view' ? [queryPart(relation)] : []),
    ...defaultParts(relation, listed, relation.kind === 'view'),
    ...(isView ? [] : constraintParts(relation, listed)),
    ...indexParts(relation),
    ...attachPart(relation, listed),
    ...(isView ? [] : foreignKeyParts(relation, listed)),
    ...[...relation.settings.filter(({ about }) => !about), ...(behaviour ? relation.behaviour : [])].map(
      ({ part, statement, targets }) => ({
        id: part,
        targets: targets ?? [],
        clause: null,
        statements: [statement],
        label: part.replace(':', ' '),
        wanted: false,
        essential: false,
      }),
    ),
  ];
}

/** Everything of the relation that is not in `late`, with its comments. */
export function createRelation(
  relation: Relation,
  parts: readonly RelationPart[],
  listed: Listed,
  late: ReadonlySet<string>,
): string[] {
  const now = parts.filter(({ id }) => !late.has(id));
  const later = now.filter(({ clause }) => clause === null).flatMap(({ statements }) => statements);
  return [
    ...remarks(relation),
    ...definitionOf(relation, parts, listed, late),
    ...comments(relation),
    ...commentsOf(now),
    ...later,
  ];
}

/** Facts of the source that the target does not get. */
function remarks({ kind, accessMethod }: Relation): string[] {
  return [
    ...(kind === 'foreign_table'
      ? ['-- a foreign table in the source; without its server it is created as a table']
      : []),
    ...(accessMethod === null
      ? []
      : [
          `-- stored by the access method ${commentSafe(accessMethod)} in the source; here the server's default is used`,
        ]),
  ];
}

function definitionOf(
  relation: Relation,
  parts: readonly RelationPart[],
  listed: Listed,
  late: ReadonlySet<string>,
): string[] {
  const clauses = new Map(
    parts.flatMap(({ id, clause }): [string, string][] =>
      clause === null || !id.startsWith('constraint:') ? [] : [[id, clause]],
    ),
  );
  switch (relation.kind) {
    case 'view':
      return late.has(QUERY) ? [viewOfNulls(relation)] : [viewStatement(relation, 'CREATE VIEW')];
    case 'materialized_view':
      return [
        `CREATE MATERIALIZED VIEW ${qualifiedRelation(relation)}${withOptions(relation)} AS\n${queryOf(relation)}\nWITH NO DATA;`,
      ];
    case 'foreign_table':
    case 'table':
    case 'partitioned_table':
      return [
        createTable(relation, clauses, listed, late),
        ...inheritedChanges(relation, listed).notNull,
        ...notNullStatements(relation),
      ];
  }
}

/** As in `Dependency.part`. */
export const QUERY = 'query';

/** If a view closes a circle, a view with the same columns replaces it until its query can be written. */
function queryPart(relation: Relation): RelationPart {
  return {
    id: QUERY,
    clause: queryOf(relation),
    statements: [viewStatement(relation, 'CREATE OR REPLACE VIEW')],
    label: null,
    wanted: true,
    essential: true,
  };
}

function queryOf({ definition }: Relation): string {
  return (definition ?? '').trim().replace(/;$/, '');
}

function viewStatement(relation: Relation, create: string): string {
  return `${create} ${qualifiedRelation(relation)}${withOptions(relation)} AS\n${queryOf(relation)};`;
}

function viewOfNulls(relation: Relation): string {
  const columns = relation.columns.map(({ name, type, collation }) => {
    const collate = collation === null ? '' : ` COLLATE ${collation}`;
    return `    NULL::${type}${collate} AS ${quoteIdentifier(name)}`;
  });
  return `CREATE VIEW ${qualifiedRelation(relation)} AS\nSELECT\n${columns.join(',\n')};`;
}

function qualifiedRelation({ schema, name }: Relation): string {
  return qualifiedName(schema, name);
}

function defaultParts(relation: Relation, listed: Listed, isView: boolean): RelationPart[] {
  const changed = inheritedChanges(relation, listed).defaults;
  return relation.columns.flatMap((column) => {
    const id = defaultPart(column);
    const inherited = changed.get(id);
    if (inherited === undefined && column.default === null) {
      return [];
    }
    const set = `ALTER TABLE ONLY ${qualifiedRelation(relation)} ALTER COLUMN ${quoteIdentifier(column.name)} SET DEFAULT ${column.default};`;
    const part = { id, label: `the default of ${column.name}`, wanted: !isView, essential: false };
    if (inherited !== undefined) {
      return [{ ...part, clause: null, statements: [inherited] }];
    }
    return isView
      ? [{ ...part, clause: null, statements: [set.replace('TABLE ONLY', 'VIEW')] }]
      : [{ ...part, clause: column.default, statements: [set] }];
  });
}

/**
 * Primary key, unique, exclusion and check constraints. CREATE TABLE merges a key into an equal one before it, and takes
 * NOT VALID as valid: such a constraint is added afterwards.
 */
function constraintParts(relation: Relation, listed: Listed): RelationPart[] {
  const inherits = relation.partitionOf === null && relation.inherits.length > 0;
  const together = inherits && relation.inherits.every((parent) => listed.has(relationName(parent)));
  const keys = [...(relation.primaryKey ? [relation.primaryKey] : []), ...relation.uniqueConstraints];
  const bodies = keys.map(({ definition }) =>
    definition.replace(/^(PRIMARY KEY|UNIQUE)\s*/, '').replace(/ WITH \([^()]*\)(?=$| DEFERRABLE)/, ''),
  );
  const checks = relation.checkConstraints.filter(({ local }) => local || !together);
  // A partition that is attached gets them from its parent, also where it has equal ones.
  const isAttached = relation.partitionOf !== null && listed.has(relationName(relation.partitionOf));
  const exclusions = relation.exclusionConstraints.filter(({ local }) => local || !isAttached);
  return [
    ...keys.map((key, index) => ({ key, inline: bodies.indexOf(bodies[index] ?? '') === index })),
    ...exclusions.map((key, index) => ({ key, inline: index === 0 })),
    ...checks.map((key) => ({ key, inline: !key.definition.endsWith(' NOT VALID') })),
  ].map(({ key, inline }) => {
    const clause = `CONSTRAINT ${quoteIdentifier(key.name)} ${key.definition}`;
    const heirs = inline ? [] : heirsOf(relation, key.name, listed);
    return {
      id: `constraint:${key.name}`,
      clause: inline ? clause : null,
      statements: [
        `ALTER TABLE ${qualifiedRelation(relation)} ADD ${clause};`,
        ...heirs.filter(isValidated(key.name)).map((heir) => validateStatement(heir, key.name)),
        ...constraintComment(relation, key),
        ...settingsOf(relation, `constraint:${key.name}`),
      ],
      targets: heirs.map(relationName),
      label: key.name,
      wanted: true,
      essential: false,
    };
  });
}

/**
 * The children, at every level, that a check is added to together with its table, since one of them has it NOT VALID: a
 * child that is created later has it validated.
 */
function heirsOf(relation: Relation, check: string, listed: Listed): Relation[] {
  const heirs: Relation[] = [];
  for (let parents = [relation]; parents.length > 0;) {
    const names = new Set(parents.map(relationName));
    parents = [...listed.values()].filter(
      (child) =>
        child.inherits.some((parent) => names.has(relationName(parent))) &&
        child.checkConstraints.some(({ name, local }) => name === check && !local),
    );
    heirs.push(...parents);
  }
  return heirs.every(isValidated(check)) ? [] : heirs;
}

function isValidated(check: string): (relation: Relation) => boolean {
  return ({ checkConstraints }) =>
    checkConstraints.some(({ name, definition }) => name === check && !definition.endsWith(' NOT VALID'));
}

function validateStatement(relation: Relation, check: string): string {
  return `ALTER TABLE ${qualifiedRelation(relation)} VALIDATE CONSTRAINT ${quoteIdentifier(check)};`;
}

function indexParts(relation: Relation): RelationPart[] {
  return relation.indexes.map(({ name, definition, comment }) => ({
    id: `index:${name}`,
    clause: null,
    statements: [
      `${definition};`,
      ...(comment ? [`COMMENT ON INDEX ${qualifiedName(relation.schema, name)} IS ${quoteLiteral(comment)};`] : []),
      ...settingsOf(relation, `index:${name}`),
    ],
    label: name,
    wanted: true,
    essential: false,
  }));
}

/** After its own indexes, which PostgreSQL then attaches to those of the partitioned table. */
function attachPart(relation: Relation, listed: Listed): RelationPart[] {
  const statements = attachStatements(relation, listed);
  return statements.length === 0
    ? []
    : [{ id: 'attach', clause: null, statements, label: null, wanted: true, essential: false }];
}

/** They follow the indexes: a key may refer to a unique index that is no constraint. */
function foreignKeyParts(relation: Relation, listed: Listed): RelationPart[] {
  const withParent = relation.partitionOf !== null && listed.has(relationName(relation.partitionOf));
  return relation.foreignKeys
    .filter(({ inferred, local }) => !inferred && (local || !withParent))
    .map((key) => ({
      id: `foreign key:${key.name}`,
      clause: null,
      statements: [
        `ALTER TABLE ${qualifiedRelation(relation)} ADD CONSTRAINT ${quoteIdentifier(key.name)} ${key.definition};`,
        ...constraintComment(relation, key),
      ],
      label: key.name,
      targets: [referencedName(key)],
      wanted: true,
      essential: false,
    }));
}

const KINDS: Readonly<Record<Relation['kind'], string>> = {
  view: 'VIEW',
  materialized_view: 'MATERIALIZED VIEW',
  table: 'TABLE',
  partitioned_table: 'TABLE',
  foreign_table: 'TABLE',
};

function comments(relation: Relation): string[] {
  const name = qualifiedRelation(relation);
  const table =
    relation.comment === null
      ? []
      : [`COMMENT ON ${KINDS[relation.kind]} ${name} IS ${quoteLiteral(relation.comment)};`];
  const columns = relation.columns.flatMap((column) =>
    column.comment === null
      ? []
      : [`COMMENT ON COLUMN ${name}.${quoteIdentifier(column.name)} IS ${quoteLiteral(column.comment)};`],
  );
  return [...table, ...columns];
}

/** Clustering, replica identity and the like, which name an index. */
function settingsOf(relation: Relation, part: string): string[] {
  return relation.settings.filter(({ about }) => about === part).map(({ statement }) => statement);
}

/** What follows the constraints inside CREATE TABLE; the others bring it themselves. */
function commentsOf(parts: readonly RelationPart[]): string[] {
  return parts
    .filter(({ id, clause }) => clause !== null && id.startsWith('constraint:'))
    .flatMap(({ statements }) => statements.slice(1));
}

function constraintComment(
  relation: Relation,
  { name, comment }: { readonly name: string; readonly comment?: string | null },
): string[] {
  return comment
    ? [`COMMENT ON CONSTRAINT ${quoteIdentifier(name)} ON ${qualifiedRelation(relation)} IS ${quoteLiteral(comment)};`]
    : [];
}
