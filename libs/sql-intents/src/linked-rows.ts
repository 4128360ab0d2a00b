import type { Condition, Reading } from '#libs/sql-reading';

/** Rows of the outer table with, or without, rows that refer to them or that they refer to. */
export interface Link {
  /** `table.column` of the outer query. */
  readonly outer: string;
  readonly inner: string;
  /** The label of the linked table. */
  readonly table: string;
  readonly negated: boolean;
  readonly conditions: readonly Condition[];
}

/**
 * A reading without its linked rows, in whichever way they are written: EXISTS, IN, an outer join whose rows are missing,
 * DISTINCT over a join. `reading` has neither the linked tables nor their conditions.
 */
export function linkedRows(reading: Reading): { readonly reading: Reading; readonly links: readonly Link[] } {
  const found = subquery(reading) ?? missingRows(reading) ?? distinctRows(reading);
  if (found === null) {
    return { reading, links: [] };
  }
  const { link, rest } = found;
  const own = rest.conditions.filter((condition) => isOf(link.table, condition.of));
  const after = linkedRows({
    ...rest,
    tables: without(rest.tables, link.table),
    conditions: rest.conditions.filter((condition) => !own.includes(condition)),
  });
  return { reading: after.reading, links: [{ ...link, conditions: own }, ...after.links] };
}

type Found = { readonly link: Omit<Link, 'conditions'>; readonly rest: Reading };

const isOf = (table: string, text: string): boolean => text.startsWith(`${table}.`);
const without = (items: readonly string[], one: string): string[] => {
  const at = items.indexOf(one);
  return items.filter((_, place) => place !== at);
};
const tableOf = (reading: Reading, column: string): string | null =>
  reading.tables.filter((label) => isOf(label, column)).toSorted((a, b) => b.length - a.length)[0] ?? null;

/** EXISTS with one equality with the outer query, or IN. */
function subquery(reading: Reading): Found | null {
  const tests = reading.conditions.filter(({ by }) => /^(not )?(exists|in query)$/.test(by));
  const [test, ...more] = tests;
  if (!test || more.length > 0) {
    return null;
  }
  const rest = { ...reading, conditions: reading.conditions.filter((one) => one !== test) };
  const negated = test.by.startsWith('not ');
  if (test.by.endsWith('query')) {
    const [inner = ''] = test.values;
    const table = tableOf(reading, inner);
    return table === null || test.values.length > 1 ? null : { link: { outer: test.of, inner, table, negated }, rest };
  }
  const joins = reading.joins.flatMap((text) => {
    const [, one = '', other = ''] = /^inner (.+) = (.+)$/s.exec(text) ?? [];
    return one.startsWith('^') !== other.startsWith('^') ? [{ text, sides: [one, other] }] : [];
  });
  const [join, ...others] = joins;
  if (!join || others.length > 0) {
    return null;
  }
  const [outer = '', inner = ''] = join.sides.toSorted((a) => (a.startsWith('^') ? -1 : 1));
  const table = tableOf(reading, inner);
  return table === null
    ? null
    : {
        link: { outer: outer.slice(1), inner, table, negated },
        rest: { ...rest, joins: without(rest.joins, join.text) },
      };
}

/** `LEFT JOIN t ON t.a = o.b WHERE t.a IS NULL` */
function missingRows(reading: Reading): Found | null {
  for (const join of reading.joins) {
    const [, outer = '', inner = ''] = /^left (.+) = (.+)$/s.exec(join) ?? [];
    const table = tableOf(reading, inner);
    const test = reading.conditions.find(({ of, by }) => table !== null && by === 'is null' && isOf(table, of));
    if (table === null || !test || outer.startsWith('^')) {
      continue;
    }
    const rest = {
      ...reading,
      joins: without(reading.joins, join),
      conditions: reading.conditions.filter((one) => one !== test),
    };
    const isOnly = !JSON.stringify({ ...rest, tables: [] }).includes(`${table}.`);
    if (isOnly) {
      return { link: { outer, inner, table, negated: true }, rest };
    }
  }
  return null;
}

/** `SELECT DISTINCT o.id FROM o JOIN t …`: rows that are shown by columns of one table, where the other has rows. */
function distinctRows(reading: Reading): Found | null {
  const { distinct, tables, joins, measures, groups, shown } = reading;
  const [join, ...others] = joins;
  if (distinct.join() !== 'rows' || tables.length !== 2 || others.length > 0 || measures.length + groups.length > 0) {
    return null;
  }
  const sides = /^inner (.+) = (.+)$/s.exec(join ?? '')?.slice(1) ?? [];
  const [own] = shown.map((text) => tableOf(reading, text));
  const outer = sides.find((side) => typeof own === 'string' && isOf(own, side));
  const inner = sides.find((side) => side !== outer);
  // A column of the shown rows that identifies them is the one that the other table refers to.
  const isShown = outer !== undefined && shown.includes(outer) && shown.every((text) => tableOf(reading, text) === own);
  const table = inner === undefined ? null : tableOf(reading, inner);
  return isShown && inner !== undefined && table !== null && table !== own
    ? { link: { outer, inner, table, negated: false }, rest: { ...reading, joins: [], distinct: [] } }
    : null;
}
