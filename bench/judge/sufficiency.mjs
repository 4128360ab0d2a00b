/**
 * Strict sufficiency of a prompt: it holds every table, every column and every join condition of a gold statement. A
 * table is held by its DDL, by its document or by the statement of a pair; a join condition by a declared key in DDL, a
 * line of a document or of a DDL comment that names both ends, or the statement of a pair. Conditions close transitively.
 */
import { parse } from 'libpg-query';
import { addJoin, noFacts, queryFacts } from './query-facts.mjs';

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const COLUMN = String.raw`(?:${NAME}\.){1,2}${NAME}`;
const EQUALITY = new RegExp(String.raw`(${COLUMN})\s*=\s*(${COLUMN})`, 'gu');
const TARGET = new RegExp(String.raw`((?:${NAME}\.)?${NAME})\s?\((${NAME})\)|(${COLUMN})`, 'gu');
const LINE_COLUMN = new RegExp(String.raw`^\s*(?:[-*]\s+)?[\x60]?(${NAME})`, 'u');

const unquoted = (name) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name);
const folded = (name) => (name.startsWith('"') ? unquoted(name) : name.toLowerCase());

/** The names of a dotted path: as PostgreSQL reads them, and as written, since texts leave quotes out. */
function readingsOf(path) {
  const names = path.match(new RegExp(NAME, 'gu')) ?? [];
  return [names.map(folded), names.map(unquoted)];
}

/** @returns {string | undefined} `schema.table.column`, if there is such a column */
function columnNamed(path, relations) {
  for (const names of readingsOf(path)) {
    const [column, name, schema] = names.toReversed();
    const table = relations.candidates(schema, name).find((id) => relations.columns.get(id).has(column));
    if (table) {
      return `${table}.${column}`;
    }
  }
  return undefined;
}

/** @returns {string[]} the tables that a path may mean */
function tablesNamed(path, relations) {
  const found = readingsOf(path).map((names) => relations.candidates(names.at(-2), names.at(-1)));
  return found.find((tables) => tables.length > 0) ?? [];
}

/** The words of a text, as identifiers are written. */
function wordsOf(text) {
  return new Set((text.match(new RegExp(NAME, 'gu')) ?? []).flatMap((name) => [folded(name), unquoted(name)]));
}

/** `a.x = b.y` anywhere, and lines about a column of the table that name another column with its table. */
function addLineJoins(facts, { table, text, relations, isDdl = false }) {
  for (const [, left, right] of text.matchAll(EQUALITY)) {
    addJoin(facts, columnNamed(left, relations), columnNamed(right, relations));
  }
  const own = relations.columns.get(table);
  for (const line of table ? text.split('\n') : []) {
    const [column] = readingsOf(LINE_COLUMN.exec(line)?.[1] ?? '')
      .flat()
      .filter((name) => own.has(name));
    if (column === undefined) {
      continue;
    }
    // In DDL the comment speaks about the column; the rest is parsed.
    const about = isDdl ? (line.split(' --')[1] ?? '') : line;
    for (const [, target, targetColumn, dotted] of about.matchAll(TARGET)) {
      const other = columnNamed(dotted ?? `${target}.${targetColumn}`, relations);
      addJoin(facts, `${table}.${column}`, other);
    }
  }
}

const namesOf = (keys = []) => keys.map((key) => key.String.sval);

/** @param {string} ddl as the store holds it */
export async function factsOfDdl(ddl, relations) {
  const facts = noFacts();
  const { stmts } = await parse(ddl).catch(() => ({ stmts: [] }));
  for (const { stmt } of stmts) {
    const created = stmt.CreateStmt ?? stmt.CreateForeignTableStmt?.base;
    const relation = created?.relation ?? stmt.ViewStmt?.view ?? stmt.CreateTableAsStmt?.into?.rel;
    const table = relation && relations.find(relation.schemaname, relation.relname);
    if (!table) {
      continue;
    }
    facts.tables.add(table);
    const elements = created?.tableElts ?? [];
    const columns = elements.flatMap(({ ColumnDef: column }) => column?.colname ?? []);
    const inText = created ? new Set(columns) : wordsOf(ddl);
    [...relations.columns.get(table)]
      .filter((name) => inText.has(name))
      .forEach((name) => facts.columns.add(`${table}.${name}`));
    for (const { ColumnDef: column, Constraint: own } of elements) {
      for (const constraint of own ? [own] : (column?.constraints ?? []).map((member) => member.Constraint)) {
        addDeclaredKey(facts, table, constraint, column, relations);
      }
    }
    addLineJoins(facts, { table, text: ddl, relations, isDdl: true });
  }
  return facts;
}

function addDeclaredKey(facts, table, constraint, column, relations) {
  if (constraint.contype !== 'CONSTR_FOREIGN') {
    return;
  }
  const target = relations.find(constraint.pktable.schemaname, constraint.pktable.relname);
  const own = constraint.fk_attrs ? namesOf(constraint.fk_attrs) : [column.colname];
  const others = namesOf(constraint.pk_attrs);
  own.forEach((name, index) => addJoin(facts, `${table}.${name}`, `${target}.${others[index] ?? name}`));
}

/** The table that a document describes: the first that its first line names. */
function tableOfDocument(text, relations) {
  const words = wordsOf(text);
  const held = (id) => [...relations.columns.get(id)].filter((column) => words.has(column)).length;
  for (const [path] of text.split('\n', 1)[0].matchAll(new RegExp(String.raw`(?:${NAME}\.)?${NAME}`, 'gu'))) {
    const named = tablesNamed(path, relations);
    if (named.length > 0) {
      return named.toSorted((a, b) => held(b) - held(a))[0];
    }
  }
  return undefined;
}

/** @param {string} text a document as the store holds it */
export function factsOfDocument(text, relations) {
  const facts = noFacts();
  const table = tableOfDocument(text, relations);
  if (table) {
    const words = wordsOf(text);
    facts.tables.add(table);
    [...relations.columns.get(table)]
      .filter((name) => words.has(name))
      .forEach((name) => facts.columns.add(`${table}.${name}`));
  }
  addLineJoins(facts, { table, text, relations });
  return facts;
}

/** @param {string} sql of a pair */
export async function factsOfPair(sql, relations) {
  return queryFacts(sql, relations).catch(noFacts);
}

/** @returns {(a: string, b: string) => boolean} whether the conditions join two columns, over others too */
export function closureOf(joins) {
  const parents = new Map();
  const rootOf = (column) => {
    const parent = parents.get(column);
    return parent === undefined ? column : rootOf(parent);
  };
  for (const [a, b] of joins) {
    const [first, second] = [rootOf(a), rootOf(b)];
    if (first !== second) {
      parents.set(first, second);
    }
  }
  return (a, b) => rootOf(a) === rootOf(b);
}

/**
 * @param {import('./query-facts.mjs').QueryFacts} gold
 * @param {readonly import('./query-facts.mjs').QueryFacts[]} held facts of the pieces of the prompt
 * @returns {{ tables: string[], columns: string[], joins: string[] }} missing; columns of missing tables are left out
 */
export function missingFrom(gold, held) {
  const tables = new Set(held.flatMap((facts) => [...facts.tables]));
  const columns = new Set(held.flatMap((facts) => [...facts.columns]));
  const joined = closureOf(held.flatMap((facts) => [...facts.joins.values()]));
  const missingTables = [...gold.tables].filter((table) => !tables.has(table));
  const ofMissingTable = (column) => missingTables.some((table) => column.startsWith(`${table}.`));
  return {
    tables: missingTables,
    columns: [...gold.columns].filter((column) => !columns.has(column) && !ofMissingTable(column)),
    joins: [...gold.joins].filter(([, [a, b]]) => !joined(a, b)).map(([text]) => text),
  };
}

export const isSufficient = ({ tables, columns, joins }) => tables.length + columns.length + joins.length === 0;
