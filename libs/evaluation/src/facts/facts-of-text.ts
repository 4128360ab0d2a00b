import { FILE_LIMITS, parseSql } from '#libs/sql-parser';
import { addJoin, noFacts, type Facts } from './facts.js';
import { columnNamed, NAME, readingsOf, tablesNamed, wordsOf } from './names-in-text.js';
import { queryFacts } from './query-facts.js';
import type { Relations } from './relations.js';
import { isTree, listIn, namesIn, textIn, treeIn, type Tree } from './tree.js';

const COLUMN = String.raw`(?:${NAME}\.){1,2}${NAME}`;
const EQUALITY = new RegExp(String.raw`(${COLUMN})\s*=\s*(${COLUMN})`, 'gu');
const TARGET = new RegExp(String.raw`((?:${NAME}\.)?${NAME})\s?\((${NAME})\)|(${COLUMN})`, 'gu');
const LINE_COLUMN = new RegExp(String.raw`^\s*(?:[-*]\s+)?[\x60]?(${NAME})`, 'u');
const PATH = new RegExp(String.raw`(?:${NAME}\.)?${NAME}`, 'gu');

/**
 * What a DDL record holds: its table, its columns, and the joins that its keys declare or its comments name.
 * @param ddl as the store has it
 */
export async function factsOfDdl(ddl: string, relations: Relations): Promise<Facts> {
  const facts = noFacts();
  for (const statement of await createdBy(ddl)) {
    const created = relationOf(statement);
    const name = textIn(created?.relation, 'relname');
    const table = name === undefined ? undefined : relations.find(textIn(created?.relation, 'schemaname'), name);
    if (created === null || table === undefined) {
      continue;
    }
    facts.tables.add(table);
    const elements = listIn(created.columns ?? undefined, 'tableElts');
    const declared = elements.flatMap((element) => textIn(treeIn(element, 'ColumnDef'), 'colname') ?? []);
    const inText = created.columns === null ? wordsOf(ddl) : new Set(declared);
    addColumns(facts, table, inText, relations);
    elements.forEach((element) => addDeclaredKeys(facts, table, element, relations));
    addLineJoins(facts, { table, text: ddl, relations, isDdl: true });
  }
  return facts;
}

/** What a document holds: the table that it describes, the columns that it names, and the joins that it states. */
export function factsOfDocument(text: string, relations: Relations): Facts {
  const facts = noFacts();
  const table = tableOfDocument(text, relations);
  if (table !== undefined) {
    facts.tables.add(table);
    addColumns(facts, table, wordsOf(text), relations);
  }
  addLineJoins(facts, { table, text, relations, isDdl: false });
  return facts;
}

/** What the statement of a pair shows; nothing for one that is no query. */
export async function factsOfPair(sql: string, relations: Relations): Promise<Facts> {
  try {
    return await queryFacts(sql, relations);
  } catch {
    // Records of other programs may hold anything.
    return noFacts();
  }
}

async function createdBy(ddl: string): Promise<Tree[]> {
  try {
    const { stmts = [] } = await parseSql(ddl, FILE_LIMITS);
    return stmts.flatMap(({ stmt }) => (isTree(stmt) ? [stmt] : []));
  } catch {
    return [];
  }
}

/** `columns` is null for a view, whose columns the text names. */
function relationOf(statement: Tree): { readonly relation: Tree; readonly columns: Tree | null } | null {
  const created = statement['CreateStmt'] ?? treeIn(statement, 'CreateForeignTableStmt')['base'];
  if (isTree(created)) {
    return { relation: treeIn(created, 'relation'), columns: created };
  }
  const view = treeIn(statement, 'ViewStmt')['view'];
  const filled = treeIn(treeIn(statement, 'CreateTableAsStmt'), 'into')['rel'];
  const relation = view ?? filled;
  return isTree(relation) ? { relation, columns: null } : null;
}

function addColumns(facts: Facts, table: string, named: ReadonlySet<string>, relations: Relations): void {
  for (const column of relations.columnsOf(table)) {
    if (named.has(column)) {
      facts.columns.add(`${table}.${column}`);
    }
  }
}

function addDeclaredKeys(facts: Facts, table: string, element: Tree, relations: Relations): void {
  const column = textIn(treeIn(element, 'ColumnDef'), 'colname');
  const constraints =
    column === undefined
      ? [treeIn(element, 'Constraint')]
      : listIn(treeIn(element, 'ColumnDef'), 'constraints').map((member) => treeIn(member, 'Constraint'));
  for (const constraint of constraints) {
    if (constraint['contype'] === 'CONSTR_FOREIGN') {
      const key = treeIn(constraint, 'pktable');
      const target = relations.find(textIn(key, 'schemaname'), textIn(key, 'relname') ?? '');
      const others = namesIn(constraint, 'pk_attrs');
      const own = column === undefined ? namesIn(constraint, 'fk_attrs') : [column];
      own.forEach((name, index) => addJoin(facts, `${table}.${name}`, target && `${target}.${others[index] ?? name}`));
    }
  }
}

interface Lines {
  readonly table: string | undefined;
  readonly text: string;
  readonly relations: Relations;
  readonly isDdl: boolean;
}

/** `a.x = b.y` anywhere, and lines about a column of the table that name another column with its table. */
function addLineJoins(facts: Facts, { table, text, relations, isDdl }: Lines): void {
  for (const [, left = '', right = ''] of text.matchAll(EQUALITY)) {
    addJoin(facts, columnNamed(left, relations), columnNamed(right, relations));
  }
  const own = relations.columnsOf(table);
  for (const line of table === undefined ? [] : text.split('\n')) {
    const column = readingsOf(LINE_COLUMN.exec(line)?.[1] ?? '')
      .flat()
      .find((name) => own.has(name));
    if (column === undefined) {
      continue;
    }
    // In DDL the comment speaks about the column; the rest is parsed.
    const about = isDdl ? (line.split(' --')[1] ?? '') : line;
    for (const [, target, targetColumn, dotted] of about.matchAll(TARGET)) {
      addJoin(facts, `${table}.${column}`, columnNamed(dotted ?? `${target}.${targetColumn}`, relations));
    }
  }
}

/** The table that a document describes: the first that its first line names. */
function tableOfDocument(text: string, relations: Relations): string | undefined {
  const words = wordsOf(text);
  const held = (id: string): number => [...relations.columnsOf(id)].filter((column) => words.has(column)).length;
  for (const [path] of (text.split('\n', 1)[0] ?? '').matchAll(PATH)) {
    const named = tablesNamed(path, relations);
    if (named.length > 0) {
      return named.toSorted((a, b) => held(b) - held(a))[0];
    }
  }
  return undefined;
}
