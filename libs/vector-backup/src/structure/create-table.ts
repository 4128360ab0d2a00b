import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import { vectorBackupErrors } from '../errors.js';
import { VECTOR_TABLES } from '../tables.js';
import { columnType, hasVectorType } from './column-type.js';
import { isSafeExpression } from './safe-expression.js';
import type { StructureColumn, StructureConstraint, StructureIndex, TableStructure } from './structure-schema.js';

const PERMISSION_DENIED = '42501';

export interface NewTable {
  readonly schema: string;
  readonly table: string;
  readonly structure: TableStructure;
  /** The schema that pgvector is in. */
  readonly extension: string;
}

/** The columns that cannot be recreated from a structure, with the part that is in the way. */
export async function unknownColumns(client: pg.ClientBase, table: NewTable): Promise<string[]> {
  const unknown: string[] = [];
  for (const column of table.structure.columns) {
    const type = columnType(column.type, table.extension);
    const expression = column.generated ?? column.default;
    if (type === null || !(await hasVectorType(client, type.replace(/\(.*\)/, '')))) {
      unknown.push(`${table.table}.${column.name} ${column.type}`);
    } else if (expression !== null && !(await isSafeExpression(expression))) {
      unknown.push(`${table.table}.${column.name} ${expression}`);
    }
  }
  return unknown;
}

/** Creates the table without constraints and indexes. Call `unknownColumns` before. */
export async function createColumns(
  client: pg.ClientBase,
  { schema, table, structure, extension }: NewTable,
): Promise<void> {
  const columns = structure.columns.map((column) => columnSql(column, extension));
  await create(client, table, `CREATE TABLE ${qualifiedName(schema, table)} (${columns.join(', ')})`);
}

/**
 * Adds constraints and indexes. An object that only makes the table stricter or faster does not keep a restore from
 * being made.
 * @returns the names of those that could not be added
 */
export async function addConstraintsAndIndexes(client: pg.ClientBase, table: NewTable): Promise<string[]> {
  const { constraints, indexes } = table.structure;
  const left: string[] = [];
  for (const constraint of constraints) {
    const sql = await constraintSql(constraint, table.schema);
    if (sql === null) {
      left.push(constraint.name);
      continue;
    }
    const named = await isFree(client, table.schema, constraint.name);
    const name = named ? `CONSTRAINT ${quoteIdentifier(constraint.name)} ` : '';
    const target = qualifiedName(table.schema, table.table);
    await create(client, constraint.name, `ALTER TABLE ${target} ADD ${name}${sql}`);
  }
  for (const index of indexes) {
    const sql = await indexSql(client, index, table);
    if (sql === null) {
      left.push(index.name);
    } else {
      await create(client, index.name, sql);
    }
  }
  return left;
}

/** @throws DomainError `vector_structure_unknown` where the parts do not make an object */
async function create(client: pg.ClientBase, object: string, sql: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    const { code = '' } = error as { readonly code?: string };
    if (!/^(0A|22|42)/.test(code) || code === PERMISSION_DENIED) {
      throw error;
    }
    const reason = `${object} (SQLSTATE ${code})`;
    throw new DomainError(vectorBackupErrors.vector_structure_unknown, { reason }, { cause: error });
  }
}

function columnSql(
  { name, type, nullable, generated, identity, ...column }: StructureColumn,
  extension: string,
): string {
  return [
    quoteIdentifier(name),
    columnType(type, extension),
    ...(identity === null ? [] : [`GENERATED ${identity} AS IDENTITY`]),
    ...(generated === null ? [] : [`GENERATED ALWAYS AS (${generated}) STORED`]),
    ...(column.default === null ? [] : [`DEFAULT ${column.default}`]),
    ...(nullable ? [] : ['NOT NULL']),
  ].join(' ');
}

async function constraintSql(constraint: StructureConstraint, schema: string): Promise<string | null> {
  const { kind, references, expression } = constraint;
  const columns = `(${constraint.columns.map((column) => quoteIdentifier(column)).join(', ')})`;
  switch (kind) {
    case 'PRIMARY KEY':
    case 'UNIQUE':
      return `${kind} ${columns}`;
    case 'CHECK':
      return expression !== null && (await isSafeExpression(expression)) ? `CHECK (${expression})` : null;
    case 'FOREIGN KEY': {
      if (references === null || !VECTOR_TABLES.some((table) => table === references.table)) {
        return null;
      }
      const others = references.columns.map((column) => quoteIdentifier(column)).join(', ');
      const target = qualifiedName(schema, references.table);
      return `FOREIGN KEY ${columns} REFERENCES ${target} (${others}) ON DELETE ${references.on_delete}`;
    }
  }
}

async function indexSql(client: pg.ClientBase, index: StructureIndex, table: NewTable): Promise<string | null> {
  const parts: string[] = [];
  for (const column of index.columns ?? []) {
    const operatorClass =
      column.operator_class === null ? '' : await operatorClassOf(client, index.method, column.operator_class);
    if (operatorClass === null) {
      return null;
    }
    const order = `${column.descending ? ' DESC' : ''}${column.nulls_first === column.descending ? '' : column.nulls_first ? ' NULLS FIRST' : ' NULLS LAST'}`;
    parts.push(`${quoteIdentifier(column.name)} ${operatorClass}${order}`);
  }
  if (parts.length === 0) {
    return null;
  }
  const name = (await isFree(client, table.schema, index.name)) ? quoteIdentifier(index.name) : '';
  const options = Object.entries(index.options).map(([key, value]) => `${key} = ${value}`);
  const target = qualifiedName(table.schema, table.table);
  return `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${name} ON ${target} USING ${quoteIdentifier(index.method)}
    (${parts.join(', ')})${options.length === 0 ? '' : ` WITH (${options.join(', ')})`}`;
}

/** SQL of an operator class of the server; null where it has none of that name. */
async function operatorClassOf(client: pg.ClientBase, method: string, name: string): Promise<string | null> {
  const { rows } = await client.query<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_opclass AS o
       JOIN pg_am AS m ON m.oid = o.opcmethod JOIN pg_namespace AS n ON n.oid = o.opcnamespace
      WHERE m.amname = $1 AND o.opcname = $2`,
    [method, name],
  );
  return rows[0] === undefined ? null : qualifiedName(rows[0].schema, name);
}

async function isFree(client: pg.ClientBase, schema: string, name: string): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>('SELECT to_regclass($1) IS NULL AS free', [
    qualifiedName(schema, name),
  ]);
  return rows[0]?.free ?? false;
}
