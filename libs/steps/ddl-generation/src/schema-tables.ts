import { relationName, type Column, type Relation } from '#libs/catalog';
import { qualifiedName, quoteIdentifier, quoteLiteral } from '#libs/postgres';

/** The statements that create one relation, without its indexes and foreign keys. */
export function createStatements(relation: Relation, listed: ReadonlyMap<string, Relation>): string[] {
  const name = qualifiedName(relation.schema, relation.name);
  const query = (relation.definition ?? '').trim().replace(/;$/, '');
  switch (relation.kind) {
    case 'view':
      return [`CREATE VIEW ${name}${viewOptions(relation)} AS\n${query};`];
    case 'materialized_view':
      return [`CREATE MATERIALIZED VIEW ${name} AS\n${query}\nWITH NO DATA;`];
    case 'foreign_table':
      return [
        `-- a foreign table in the source; without its server it is created as a table`,
        ...createTable(relation, listed),
      ];
    case 'table':
    case 'partitioned_table':
      return createTable(relation, listed);
  }
}

/** ` WITH (security_barrier='true')` */
export function viewOptions({ viewOptions: options }: Relation): string {
  const settings = options.map((option) => {
    const [name = '', ...value] = option.split('=');
    return `${quoteIdentifier(name)}=${quoteLiteral(value.join('='))}`;
  });
  return settings.length > 0 ? ` WITH (${settings.join(', ')})` : '';
}

/** A partition is created by itself and attached, as pg_dump does: its columns may stand in an order of their own. */
export function attachStatements(relation: Relation, listed: ReadonlyMap<string, Relation>): string[] {
  const parent = relation.partitionOf;
  return parent && listed.has(relationName(parent))
    ? [
        `ALTER TABLE ${qualifiedName(parent.schema, parent.name)} ATTACH PARTITION ${qualifiedName(relation.schema, relation.name)} ${parent.bound};`,
      ]
    : [];
}

function createTable(relation: Relation, listed: ReadonlyMap<string, Relation>): string[] {
  const name = qualifiedName(relation.schema, relation.name);
  const inherits =
    relation.inherits.length > 0 && relation.inherits.every((parent) => listed.has(relationName(parent)));
  const attached = relation.partitionOf !== null && listed.has(relationName(relation.partitionOf));
  const columns = relation.columns
    .filter(({ local }) => local || !inherits)
    .map((column) => definition(column, attached));
  const body = [...columns, ...tableConstraints(relation, inherits)].map((line) => `    ${line}`).join(',\n');
  const parents = relation.inherits.map((parent) => qualifiedName(parent.schema, parent.name)).join(', ');
  const options = [
    inherits ? `INHERITS (${parents})` : '',
    relation.partitionKey === null ? '' : `PARTITION BY ${relation.partitionKey}`,
  ].filter(Boolean);
  const create = `CREATE ${relation.unlogged ? 'UNLOGGED ' : ''}TABLE ${name} (${body ? `\n${body}\n` : ''})`;
  return [
    `${[create, ...options].join(' ')};`,
    ...(inherits ? inheritedDefaults(relation, listed) : []),
    ...notValidChecks(relation).map(
      (check) => `ALTER TABLE ${name} ADD CONSTRAINT ${quoteIdentifier(check.name)} ${check.definition};`,
    ),
  ];
}

/** @param attached a partition gets its identity from its parent when it is attached. */
function definition(column: Column, attached: boolean): string {
  const kind = column.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT';
  const options = column.identityOptions === null ? '' : ` (${column.identityOptions})`;
  return [
    `${quoteIdentifier(column.name)} ${column.type}`,
    column.collation === null ? '' : `COLLATE ${column.collation}`,
    column.generated === null
      ? ''
      : `GENERATED ALWAYS AS (${column.generated}) ${column.generatedVirtual ? 'VIRTUAL' : 'STORED'}`,
    column.identity === null || attached ? '' : `GENERATED ${kind} AS IDENTITY${options}`,
    column.default === null ? '' : `DEFAULT ${column.default}`,
    column.notNull ? 'NOT NULL' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function tableConstraints(relation: Relation, inherits: boolean): string[] {
  const checks = relation.checkConstraints.filter(
    (check) => (check.local || !inherits) && !isNotValid(check.definition),
  );
  const all = [
    ...(relation.primaryKey ? [relation.primaryKey] : []),
    ...relation.uniqueConstraints,
    ...relation.exclusionConstraints,
    ...checks,
  ];
  return all.map((constraint) => `CONSTRAINT ${quoteIdentifier(constraint.name)} ${constraint.definition}`);
}

/** CREATE TABLE would take NOT VALID as valid, since there are no rows yet. */
function notValidChecks(relation: Relation): Relation['checkConstraints'] {
  return relation.checkConstraints.filter(({ definition: text, local }) => local && isNotValid(text));
}

function isNotValid(text: string): boolean {
  return text.endsWith(' NOT VALID');
}

function inheritedDefaults(relation: Relation, listed: ReadonlyMap<string, Relation>): string[] {
  const name = qualifiedName(relation.schema, relation.name);
  const parents = relation.inherits.flatMap((parent) => listed.get(relationName(parent)) ?? []);
  return relation.columns
    .filter((column) => !column.local && column.generated === null && column.identity === null)
    .flatMap((column) => {
      const inherited = parents.flatMap((parent) => parent.columns.filter((other) => other.name === column.name));
      const same = inherited.some((other) => other.default === column.default);
      const change = column.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${column.default}`;
      return same ? [] : [`ALTER TABLE ONLY ${name} ALTER COLUMN ${quoteIdentifier(column.name)} ${change};`];
    });
}
