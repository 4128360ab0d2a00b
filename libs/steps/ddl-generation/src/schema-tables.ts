import { relationName, type Column, type Relation } from '#libs/catalog';
import { qualifiedName, quoteIdentifier, quoteLiteral } from '#libs/postgres';

/** Relations by `schema.name`. */
export type Listed = ReadonlyMap<string, Relation>;

/** The parents that a relation is created with: its partitioned table, or by inheritance all of them or none. */
export function parentsOf(relation: Relation, listed: Listed): Relation[] {
  const names = relation.partitionOf ? [relation.partitionOf] : relation.inherits;
  const parents = names.flatMap((parent) => listed.get(relationName(parent)) ?? []);
  return parents.length === names.length ? parents : [];
}

/** ` WITH (fillfactor='70')` */
export function withOptions({ options }: Relation): string {
  const settings = options.map((option) => {
    const [name = '', ...value] = option.split('=');
    const quoted = name.split('.').map(quoteIdentifier).join('.');
    return `${quoted}=${quoteLiteral(value.join('='))}`;
  });
  return settings.length > 0 ? ` WITH (${settings.join(', ')})` : '';
}

/** A partition is created by itself and attached, as pg_dump does: its columns may be in another order. */
export function attachStatements(relation: Relation, listed: Listed): string[] {
  const parent = relation.partitionOf;
  return parent && listed.has(relationName(parent))
    ? [
        `ALTER TABLE ${qualifiedName(parent.schema, parent.name)} ATTACH PARTITION ${qualifiedName(relation.schema, relation.name)} ${parent.bound};`,
      ]
    : [];
}

/**
 * CREATE TABLE with the columns and constraints that are not in `late`.
 * @param clauses the constraints that are part of it, by part
 */
export function createTable(
  relation: Relation,
  clauses: ReadonlyMap<string, string>,
  listed: Listed,
  late: ReadonlySet<string>,
): string {
  const name = qualifiedName(relation.schema, relation.name);
  const parents = relation.partitionOf ? [] : parentsOf(relation, listed);
  const inherits = parents.length > 0;
  const attached = relation.partitionOf !== null && listed.has(relationName(relation.partitionOf));
  const columns = relation.columns
    .filter(({ local }) => local || !inherits)
    .flatMap((column) => {
      const text = columnDefinition(column, attached, late.has(defaultPart(column)));
      return relation.ofType === null ? text : typedColumn(column, text);
    });
  const constraints = [...clauses].filter(([part]) => !late.has(part)).map(([, clause]) => clause);
  const body = [...columns, ...constraints].map((line) => `    ${line}`).join(',\n');
  const options = [
    inherits ? `INHERITS (${parents.map((parent) => qualifiedName(parent.schema, parent.name)).join(', ')})` : '',
    relation.partitionKey === null ? '' : `PARTITION BY ${relation.partitionKey}`,
  ].filter(Boolean);
  const create = `CREATE ${relation.unlogged ? 'UNLOGGED ' : ''}TABLE ${name}${tableBody(relation, body)}`;
  return `${[create, ...options].join(' ')}${withOptions(relation)};`;
}

function tableBody({ ofType }: Relation, body: string): string {
  const list = body ? ` (\n${body}\n)` : ' ()';
  return ofType === null ? list : ` OF ${ofType}${body ? list : ''}`;
}

/** A typed table has its columns from the type, and says only what it adds to them. */
function typedColumn(column: Column, definition: string): string[] {
  const name = quoteIdentifier(column.name);
  const added = definition.slice(`${name} ${column.type}`.length);
  return added === '' ? [] : [`${name} WITH OPTIONS${added}`];
}

/** The part of a relation that the default of the column is. */
export function defaultPart({ position }: Column): string {
  return `default:${position}`;
}

/** @param attached a partition gets its identity from its parent when it is attached. */
function columnDefinition(column: Column, attached: boolean, defaultComesLater: boolean): string {
  const kind = column.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT';
  const options = column.identityOptions === null ? '' : ` (${column.identityOptions})`;
  return [
    `${quoteIdentifier(column.name)} ${column.type}`,
    column.collation === null ? '' : `COLLATE ${column.collation}`,
    column.generated === null
      ? ''
      : `GENERATED ALWAYS AS (${column.generated}) ${column.generatedVirtual ? 'VIRTUAL' : 'STORED'}`,
    column.identity === null || attached ? '' : `GENERATED ${kind} AS IDENTITY${options}`,
    column.default === null || defaultComesLater ? '' : `DEFAULT ${column.default}`,
    notNullClause(column),
  ]
    .filter(Boolean)
    .join(' ');
}

function notNullClause({ notNull, notNullConstraint: constraint }: Column): string {
  if (!notNull || constraint?.notValid) {
    return '';
  }
  return constraint === null
    ? 'NOT NULL'
    : `CONSTRAINT ${quoteIdentifier(constraint.name)} NOT NULL${constraint.noInherit ? ' NO INHERIT' : ''}`;
}

/** NOT NULL that CREATE TABLE cannot say, and comments of NOT NULL. */
export function notNullStatements(relation: Relation): string[] {
  const table = qualifiedName(relation.schema, relation.name);
  return relation.columns.flatMap((column) => {
    const { notNullConstraint: constraint, local } = column;
    if (constraint === null || !local) {
      return [];
    }
    const { name, comment, notValid } = constraint;
    return [
      ...(notValid ? [addNotNull(relation, column)] : []),
      ...(comment === null
        ? []
        : [`COMMENT ON CONSTRAINT ${quoteIdentifier(name)} ON ${table} IS ${quoteLiteral(comment)};`]),
    ];
  });
}

function addNotNull(relation: Relation, { name, notNullConstraint: constraint }: Column): string {
  const table = `ALTER TABLE ONLY ${qualifiedName(relation.schema, relation.name)}`;
  const column = quoteIdentifier(name);
  if (constraint === null) {
    return `${table} ALTER COLUMN ${column} SET NOT NULL;`;
  }
  const marks = `${constraint.noInherit ? ' NO INHERIT' : ''}${constraint.notValid ? ' NOT VALID' : ''}`;
  return `${table} ADD CONSTRAINT ${quoteIdentifier(constraint.name)} NOT NULL ${column}${marks};`;
}

/** Changes of a child of plain inheritance to its inherited columns; defaults by the part that they are. */
export function inheritedChanges(
  relation: Relation,
  listed: Listed,
): { notNull: string[]; defaults: Map<string, string> } {
  const parents = relation.partitionOf ? [] : parentsOf(relation, listed);
  const alter = `ALTER TABLE ONLY ${qualifiedName(relation.schema, relation.name)} ALTER COLUMN`;
  const inherited = parents.length === 0 ? [] : relation.columns.filter(({ local }) => !local);
  const above = (column: Column): Column[] =>
    parents.flatMap((parent) => parent.columns.filter(({ name }) => name === column.name));
  const stricter = inherited.filter(
    (column) =>
      column.notNull && !above(column).some((other) => other.notNull && other.notNullConstraint?.noInherit !== true),
  );
  const changed = inherited.filter(
    (column) =>
      column.generated === null &&
      column.identity === null &&
      !above(column).some((other) => other.default === column.default),
  );
  return {
    notNull: stricter.map((column) => addNotNull(relation, column)),
    defaults: new Map(
      changed.map((column) => [
        defaultPart(column),
        `${alter} ${quoteIdentifier(column.name)} ${column.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${column.default}`};`,
      ]),
    ),
  };
}

/** Text for a comment of one line. */
export function commentSafe(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
