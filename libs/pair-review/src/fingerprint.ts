import type { PairFingerprint } from '#libs/database';
import { withoutEnd } from '#libs/sql-safety';
import type { QuestionSqlPair } from '#libs/step-files';
import { shortDigest, type SchemaFacts } from './schema-facts.js';

export const LAPSE_CODES = [
  'question_changed',
  'sql_changed',
  'table_gone',
  'column_gone',
  'column_changed',
  'table_meaning_changed',
  'column_meaning_changed',
  'join_changed',
] as const;

/** One reason why a decision no longer holds. */
export interface Lapse {
  readonly code: (typeof LAPSE_CODES)[number];
  /** The table, column or join; null for the texts of the pair. */
  readonly what: string | null;
}

/** A pair with the tables and columns that its statement reads. */
type Described = Pick<QuestionSqlPair, 'question' | 'sql' | 'tables' | 'columns'>;

/** Digests of everything that a decision about the pair depends on. */
export function fingerprintOf({ question, sql, tables, columns }: Described, facts: SchemaFacts): PairFingerprint {
  return {
    question: shortDigest(plain(question)),
    sql: shortDigest(plainSql(sql)),
    tables: Object.fromEntries(tables.map((table) => [table, facts.tableMeaning(table)])),
    columns: Object.fromEntries(
      columns.map((id) => {
        const [table, column] = splitColumn(id);
        return [id, [facts.definition(table, column), facts.columnMeaning(table, column, sql)] as const];
      }),
    ),
    joins: facts.joinsBetween(tables) ?? {},
  };
}

/** The reasons why a decision about a pair does not hold any more, the strongest first; empty while it holds. */
export function lapsesOf(
  decided: PairFingerprint,
  pair: Pick<QuestionSqlPair, 'question' | 'sql'>,
  facts: SchemaFacts,
): Lapse[] {
  const lapses: Lapse[] = [
    ...(decided.question === shortDigest(plain(pair.question)) ? [] : [lapse('question_changed')]),
    ...(decided.sql === shortDigest(plainSql(pair.sql)) ? [] : [lapse('sql_changed')]),
  ];
  // A changed statement may read other tables: nothing is compared then.
  return lapses.length > 0 ? lapses : [...structureLapses(decided, facts), ...meaningLapses(decided, pair.sql, facts)];
}

function structureLapses({ tables, columns }: PairFingerprint, facts: SchemaFacts): Lapse[] {
  if (!facts.knowsTables) {
    return [];
  }
  const gone = Object.keys(tables).filter((table) => !facts.hasTable(table));
  return [
    ...gone.map((table) => lapse('table_gone', table)),
    ...Object.entries(columns).flatMap(([id, [definition]]) => {
      const [table, column] = splitColumn(id);
      const now = facts.definition(table, column);
      if (definition === null || definition === now || gone.includes(table)) {
        return [];
      }
      return [lapse(now === null ? 'column_gone' : 'column_changed', id)];
    }),
  ];
}

/** A part that was unknown, or is unknown now, proves no change. */
function meaningLapses({ tables, columns, joins }: PairFingerprint, sql: string, facts: SchemaFacts): Lapse[] {
  if (!facts.knowsMeaning) {
    return [];
  }
  const differs = (before: string | null, now: string | null): boolean =>
    before !== null && now !== null && before !== now;
  const joinsNow = facts.joinsBetween(Object.keys(tables));
  return [
    ...Object.entries(tables)
      .filter(([table, before]) => differs(before, facts.tableMeaning(table)))
      .map(([table]) => lapse('table_meaning_changed', table)),
    ...Object.entries(columns)
      .filter(([id, [, before]]) => differs(before, facts.columnMeaning(...splitColumn(id), sql)))
      .map(([id]) => lapse('column_meaning_changed', id)),
    ...Object.entries(joinsNow === null ? {} : joins)
      .filter(([name, before]) => joinsNow?.[name] !== before)
      .map(([name]) => lapse('join_changed', name)),
  ];
}

function lapse(code: Lapse['code'], what: string | null = null): Lapse {
  return { code, what };
}

/** `schema.table.column`; a column may have dots in its name, tables with dots are rare enough. */
function splitColumn(id: string): readonly [table: string, column: string] {
  const [schema = '', table = '', ...column] = id.split('.');
  return [`${schema}.${table}`, column.join('.')];
}

function plain(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** White space and a semicolon at the end change nothing, except inside a literal: then it counts as a change. */
export function plainSql(sql: string): string {
  const end = withoutEnd(sql);
  const quoted = end.split("'").slice(1, -1);
  return quoted.some((text) => /\s\s/.test(text)) ? end : plain(end);
}
