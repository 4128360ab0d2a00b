import { checkReadOnlyStatement } from '#libs/sql-safety';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { Problem } from '#libs/statement-validation';
import { addToGroupBy } from './group-by.js';
import type { KnownNames } from './known-names.js';

const UNDEFINED_TABLE = '42P01';
const UNDEFINED_COLUMN = '42703';
const GROUPING_ERROR = '42803';

/**
 * Repairs the problem that the server reported, if there is exactly one way: a missing quote, a name with exactly one
 * likely meaning, a column missing from GROUP BY. Else null.
 */
export async function repairByRule(sql: string, problem: Problem, names: KnownNames): Promise<string | null> {
  if (problem.position === null) {
    return null;
  }
  const at = startOf(sql, problem.position);
  switch (problem.sqlstate) {
    case UNDEFINED_TABLE:
      return repairTable(sql, at, names);
    case UNDEFINED_COLUMN:
      return repairColumn(sql, at, problem.hint, names);
    case GROUPING_ERROR:
      return repairGrouping(sql, at);
    default:
      return null;
  }
}

const PART = String.raw`"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*`;
const CHAIN = new RegExp(`(?:${PART})(?:\\s*\\.\\s*(?:${PART}))*`, 'uy');

/** PostgreSQL counts characters, JavaScript UTF-16 units. */
function startOf(sql: string, position: number): number {
  return [...sql].slice(0, position - 1).join('').length;
}

/** The dotted name that begins at this place, as text and as parts. */
function nameAt(sql: string, at: number): { text: string; parts: string[] } | null {
  CHAIN.lastIndex = at;
  const text = CHAIN.exec(sql)?.[0];
  if (text === undefined) {
    return null;
  }
  const parts = [...text.matchAll(new RegExp(PART, 'gu'))].map(([part]) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase(),
  );
  return { text, parts };
}

function replaced(sql: string, at: number, length: number, text: string): string {
  return sql.slice(0, at) + text + sql.slice(at + length);
}

function repairTable(sql: string, at: number, names: KnownNames): string | null {
  const name = nameAt(sql, at);
  const relation = name && names.relationLike(name.parts.at(-1) ?? '');
  if (!name || !relation) {
    return null;
  }
  const sqlName =
    relation.schema === 'public' ? quoteIdentifier(relation.name) : qualifiedName(relation.schema, relation.name);
  return sqlName === name.text ? null : replaced(sql, at, name.text.length, sqlName);
}

async function repairColumn(sql: string, at: number, hint: string | null, names: KnownNames): Promise<string | null> {
  const name = nameAt(sql, at);
  const check = await checkReadOnlyStatement(sql);
  const wanted = name?.parts.at(-1);
  if (!name || !check.ok || wanted === undefined) {
    return null;
  }
  const column = hint ?? names.columnLike(wanted, names.relationsNamed(check.tables));
  if (column === null) {
    return null;
  }
  const qualifier = name.parts.slice(0, -1).map(quoteIdentifier);
  const sqlName = [...qualifier, quoteIdentifier(column)].join('.');
  return sqlName === name.text ? null : replaced(sql, at, name.text.length, sqlName);
}

async function repairGrouping(sql: string, at: number): Promise<string | null> {
  const name = nameAt(sql, at);
  return name && addToGroupBy(sql, name.text);
}
