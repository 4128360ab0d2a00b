import { randomFrom } from './random.js';
import { ordinaryValue, valuesNear, type CopiedColumn } from './column-values.js';
import type { StatementNeeds } from './statement-needs.js';

/** A table of a copy. */
export interface CopiedTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly CopiedColumn[];
  /** Sets of columns that identify a row, the primary key first. */
  readonly keys: readonly (readonly string[])[];
  readonly references: readonly {
    readonly columns: readonly string[];
    /** Place of the other table among those of the copy. */
    readonly to: number;
    readonly toColumns: readonly string[];
  }[];
}

export type Row = Readonly<Record<string, string | null>>;

/** Rows of a table: enough for groups and for limits of a page, and few enough to write into one statement. */
const ROWS = 30;
/** Different values of a column that nothing else is known of. */
const FEW = 6;
const ATTEMPTS = 20;

/**
 * Rows that obey NOT NULL, keys and references. About two thirds of the values of a compared column are its constants and
 * their neighbours: rows that differ in one condition, and rows on each boundary, are likely.
 * @param order of the tables: each after those that it references, as far as there is such an order
 */
export function makeRows(
  tables: readonly CopiedTable[],
  order: readonly number[],
  needs: StatementNeeds,
  seed: string,
): Row[][] {
  const random = randomFrom(seed);
  const made: Row[][] = tables.map(() => []);
  for (const place of order) {
    const table = tables[place];
    if (table !== undefined) {
      const values = new Map(table.columns.map((column) => [column.name, choicesOf(column, table, needs)]));
      const taken = table.keys.map(() => new Set<string>());
      const rows: Row[] = (made[place] = []);
      for (let attempt = 0; rows.length < ROWS && attempt < ROWS * ATTEMPTS; attempt++) {
        const row = rowOf(table, values, made, { random, number: rows.length });
        const keys = table.keys.map((columns) => keyOf(row ?? {}, columns));
        if (row !== null && keys.every((key, index) => key === null || taken[index]?.has(key) === false)) {
          keys.forEach((key, index) => key !== null && taken[index]?.add(key));
          rows.push(row);
        }
      }
    }
  }
  return made;
}

interface Choices {
  readonly column: CopiedColumn;
  readonly near: readonly string[];
  readonly others: readonly string[];
  /** Of a key of one column: the values of the rows, one after the other. */
  readonly inTurn: readonly string[] | null;
  /** Share of NULL. */
  readonly nulls: number;
}

function choicesOf(column: CopiedColumn, { keys, references }: CopiedTable, needs: StatementNeeds): Choices {
  const near = valuesNear(needs.literals.get(column.name) ?? [], column);
  const isKey = keys.some((key) => key.length === 1 && key[0] === column.name);
  const isReference = references.some(({ columns }) => columns.includes(column.name));
  const ordinary = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => ordinaryValue(index + 1, column)).filter((value) => value !== null);
  // The values that two columns have to share, or those of the profile with others: data may have but one today.
  const free = needs.joined.has(column.name) ? ordinary(FEW) : [...column.usual, ...ordinary(FEW)];
  return {
    column,
    near,
    others: column.allowed ?? [...new Set(free)],
    inTurn: isKey && !isReference ? [...new Set([...near, ...ordinary(ROWS)])] : null,
    nulls: column.notNull ? 0 : needs.nullTested.has(column.name) ? 0.3 : 0.12,
  };
}

/** Null where there is none. */
function rowOf(
  { columns, references }: CopiedTable,
  choices: ReadonlyMap<string, Choices>,
  made: readonly (readonly Row[])[],
  { random, number }: { readonly random: () => number; readonly number: number },
): Row | null {
  const row: Record<string, string | null> = {};
  for (const { name } of columns) {
    const { near, others, inTurn, nulls } = choices.get(name) as Choices;
    const pool = near.length > 0 && random() < 0.65 ? near : others;
    // The first values of a pool are more frequent, so that groups have different sizes.
    const value = inTurn?.[number] ?? pool[Math.floor(random() ** 1.5 * pool.length)] ?? null;
    row[name] = inTurn === null && random() < nulls ? null : value;
  }
  for (const reference of references) {
    const parents = made[reference.to] ?? [];
    // Half of the rows belong to two parents: large groups, small ones, and parents without any.
    const parent = parents[Math.floor(random() * (random() < 0.5 ? Math.min(2, parents.length) : parents.length))];
    const mayBeNull = reference.columns.some((column) => (choices.get(column)?.nulls ?? 0) > 0);
    const isNull = parent === undefined || (mayBeNull && random() < 0.15);
    reference.columns.forEach((column, index) => {
      if (choices.has(column)) {
        row[column] = isNull ? null : (parent[reference.toColumns[index] ?? ''] ?? null);
      }
    });
  }
  // A reference without a parent to name, in a column that must have one.
  return columns.some(({ name, notNull }) => notNull && row[name] === null) ? null : row;
}

/** Null for a key with a NULL, which equals none. */
function keyOf(row: Row, columns: readonly string[]): string | null {
  const values = columns.map((column) => row[column] ?? null);
  return values.includes(null) ? null : JSON.stringify(values);
}
