import { Deparser } from 'pgsql-deparser';
import type { ReadColumn } from '#libs/business-database';
import { parseSql } from '#libs/sql-parser';

interface Tree {
  readonly [key: string]: unknown;
}

/**
 * A key of an ORDER BY: the place of an output column, the name of one, or the number of a column that was added to the
 * end of the list for it.
 */
type Key = { readonly at: number } | { readonly name: string } | { readonly added: number };

/** A gold statement whose result tells what its rows are sorted by. */
export interface OrderedStatement {
  readonly sql: string;
  /** Columns at the end of the result that only sort. */
  readonly added: number;
  /** Empty: any order. */
  readonly keys: readonly Key[];
}

/** Finds what the outermost ORDER BY sorts by, and adds to the result what is not in it. */
export async function withOrderKeys(sql: string): Promise<OrderedStatement> {
  const { stmts = [] } = await parseSql(sql);
  const root = stmts[0]?.stmt as Tree | undefined;
  const select = root?.['SelectStmt'] as Tree | undefined;
  const sorted = listOf(select?.['sortClause']).map((member) => (member['SortBy'] as Tree)['node'] as Tree);
  if (select === undefined || sorted.length === 0) {
    return { sql, added: 0, keys: [] };
  }
  const outputs = listOf(select['targetList']).map((member) => member['ResTarget'] as Tree);
  const added: Tree[] = [];
  const keys = sorted.map((key): Key => {
    const known = outputKey(key, outputs);
    // Of DISTINCT and UNION, the server sorts by output columns only; rows that tie are not all in a LIMIT.
    if (known !== null || !isPlain(select)) {
      return known ?? { name: nameOf(key) ?? '' };
    }
    added.push({ ResTarget: { val: key } });
    return { added: added.length - 1 };
  });
  if (added.length === 0) {
    return { sql, added: 0, keys };
  }
  const longer = { SelectStmt: { ...select, targetList: [...listOf(select['targetList']), ...added] } };
  const written = await write(longer);
  return written === null
    ? { sql, added: 0, keys: keys.map((key) => ('added' in key ? { name: '' } : key)) }
    : { sql: written, added: added.length, keys };
}

/** @returns null where the deparser does not write the same statement: it does not know every part of the language. */
async function write(tree: Tree): Promise<string | null> {
  try {
    const sql = new Deparser(tree).deparseQuery();
    const { stmts = [] } = await parseSql(sql);
    return shapeOf(stmts[0]?.stmt) === shapeOf(tree) ? sql : null;
  } catch {
    return null;
  }
}

/** @returns for each row of the result what it is sorted by, as columns; null: a key is not found. */
export function orderColumns(
  { keys, added }: Pick<OrderedStatement, 'keys' | 'added'>,
  columns: readonly ReadColumn[],
): readonly number[] | null {
  const found = keys.map((key) => {
    if ('added' in key) {
      return columns.length - added + key.added;
    }
    return 'at' in key ? key.at : columns.findIndex(({ name }) => name === key.name);
  });
  return found.every((column) => column >= 0 && column < columns.length) ? found : null;
}

function outputKey(key: Tree, outputs: readonly Tree[]): Key | null {
  const position = ((key['A_Const'] as Tree | undefined)?.['ival'] as Tree | undefined)?.['ival'];
  if (typeof position === 'number') {
    return { at: position - 1 };
  }
  const name = nameOf(key);
  const hasStar = outputs.some(({ val }) => isStar(val as Tree));
  const names = outputs.map((output) => output['name'] ?? nameOf(output['val'] as Tree));
  if (name !== null && isBare(key) && (hasStar || names.includes(name))) {
    return { name };
  }
  const at = outputs.findIndex(({ val }) => shapeOf(val) === shapeOf(key));
  return at < 0 || hasStar ? null : { at };
}

function isPlain(select: Tree): boolean {
  const isOne = select['op'] === 'SETOP_NONE' && select['valuesLists'] === undefined;
  return isOne && select['distinctClause'] === undefined && select['limitOption'] !== 'LIMIT_OPTION_WITH_TIES';
}

function listOf(value: unknown): readonly Tree[] {
  return Array.isArray(value) ? (value as Tree[]) : [];
}

function fieldsOf(node: Tree): readonly Tree[] {
  return listOf((node['ColumnRef'] as Tree | undefined)?.['fields']);
}

function isStar(node: Tree): boolean {
  return fieldsOf(node).some((field) => 'A_Star' in field);
}

function isBare(node: Tree): boolean {
  return fieldsOf(node).length === 1;
}

/** The column that a bare or qualified name means. */
function nameOf(node: Tree): string | null {
  const last = fieldsOf(node).at(-1)?.['String'] as Tree | undefined;
  return (last?.['sval'] as string | undefined) ?? null;
}

/** The expression without its place in the text. */
function shapeOf(node: unknown): string {
  return JSON.stringify(node, (key, value: unknown) => (key === 'location' ? undefined : value));
}
