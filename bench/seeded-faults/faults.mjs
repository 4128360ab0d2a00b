/**
 * One fault in one slot of a statement, drawn by a seed: a column swapped, a join dropped, a wrong value, another aggregate,
 * a period off by one, an order reversed. It works on parse trees and shares no code with the product's readings.
 */
import { Deparser } from 'pgsql-deparser';
import { parseSql } from '#libs/sql-parser';

export const FAULTS = ['column', 'join', 'value', 'aggregate', 'period', 'order'];

const AGGREGATES = { sum: 'avg', avg: 'sum', min: 'max', max: 'min' };
const DATE = /^(\d{4})-(\d{2})-(\d{2})(.*)$/s;
const DAY_MS = 86_400_000;

/**
 * @param {string} sql
 * @param {string} kind one of FAULTS
 * @param {() => number} random 0 to 1
 * @param {{ columnsLike: (name: string) => string[], otherValue: (value: string) => string | null }} data
 * @returns {Promise<string | null>} null where the statement has no such slot
 */
export async function withFault(sql, kind, random, data) {
  const { stmts } = await parseSql(sql);
  const tree = stmts[0].stmt;
  const places = PLACES[kind](tree, data);
  if (places.length === 0) {
    return null;
  }
  places[Math.floor(random() * places.length)](random);
  return `${Deparser.deparse(tree, { pretty: false })};`;
}

const PLACES = { column: columns, join: joins, value: values, aggregate: aggregates, period: periods, order: orders };

/** Every keyed object of the tree, with the keys on the way to it. */
function* nodesOf(value, path = []) {
  if (Array.isArray(value)) {
    for (const member of value) {
      yield* nodesOf(member, path);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const [key, child] of Object.entries(value)) {
      if (child !== null && typeof child === 'object') {
        if (!Array.isArray(child)) {
          yield { key, node: child, path };
        }
        yield* nodesOf(child, [...path, key]);
      }
    }
  }
}

const nodes = (tree, key) => [...nodesOf(tree)].filter((found) => found.key === key);
const nameOf = (list) => list?.at(-1)?.String?.sval ?? '';

/** Columns that are shown, tested, grouped or aggregated; those of joins are not touched. */
function columns(tree, { columnsLike }) {
  return nodes(tree, 'ColumnRef')
    .filter(({ path }) => !path.includes('quals') && !path.includes('sortClause'))
    .flatMap(({ node }) => {
      const others = columnsLike(nameOf(node.fields));
      const change = (random) => {
        node.fields.at(-1).String.sval = others[Math.floor(random() * others.length)];
      };
      return others.length > 0 ? [change] : [];
    });
}

/** A joined table goes; where its columns are used, its condition goes. */
function joins(tree) {
  return nodes(tree, 'JoinExpr')
    .filter(({ node }) => node.quals !== undefined && node.rarg?.RangeVar !== undefined)
    .map(({ node }) => () => {
      const alias = node.rarg.RangeVar.alias?.aliasname ?? node.rarg.RangeVar.relname;
      const { quals } = node;
      delete node.quals;
      const isUsed = nodes(tree, 'ColumnRef').some(
        ({ node: { fields } }) => fields.length < 2 || fields.at(-2).String?.sval === alias,
      );
      if (isUsed || node.larg.RangeVar === undefined) {
        node.jointype = 'JOIN_INNER';
        node.quals = { A_Const: { boolval: { boolval: true } } };
      } else {
        node.rarg = undefined;
        node.replacedBy = node.larg;
      }
      if (node.replacedBy) {
        replaceJoin(tree, node);
      }
      return quals;
    });
}

function replaceJoin(value, join) {
  for (const [key, child] of Object.entries(value ?? {})) {
    if (child !== null && typeof child === 'object') {
      if (child.JoinExpr === join) {
        value[key] = join.replacedBy;
      } else {
        replaceJoin(child, join);
      }
    }
  }
}

const CLAUSES = ['targetList', 'whereClause', 'havingClause', 'agg_filter', 'quals'];
/** Not in what is shown: the 1 of `EXISTS (SELECT 1 …)` says nothing. */
const isTested = (path) => !['targetList', undefined].includes(path.findLast((key) => CLAUSES.includes(key)));
const isInInterval = (found) => found.path.includes('typeName');

function constants(tree) {
  return nodes(tree, 'A_Const').filter((found) => isTested(found.path) && !isInInterval(found));
}

function isTime(text) {
  return DATE.test(text);
}

/** A year, or a count of days, months, … of an interval. */
function isPartOfTime(tree, node) {
  const number = node.ival?.ival;
  return Number.isInteger(number) && number >= 1990 && number <= 2035;
}

function values(tree, { otherValue }) {
  return constants(tree).flatMap(({ node }) => {
    if (node.sval !== undefined && !isTime(node.sval.sval ?? '')) {
      const other = otherValue(node.sval.sval ?? '');
      return other === null ? [] : [() => (node.sval.sval = other)];
    }
    if (node.ival !== undefined && !isPartOfTime(tree, node)) {
      return [() => (node.ival = { ival: (node.ival.ival ?? 0) + 1 })];
    }
    return node.fval === undefined ? [] : [() => (node.fval = { fval: String(Number(node.fval.fval) + 1) })];
  });
}

function aggregates(tree) {
  return nodes(tree, 'FuncCall').flatMap(({ node }) => {
    const name = nameOf(node.funcname);
    if (AGGREGATES[name] !== undefined) {
      return [() => (node.funcname.at(-1).String.sval = AGGREGATES[name])];
    }
    // A count of values and a count of different values.
    return name === 'count' && node.args?.[0]?.ColumnRef !== undefined
      ? [() => (node.agg_distinct ? delete node.agg_distinct : (node.agg_distinct = true))]
      : [];
  });
}

/** One day, month or year, whichever the constant counts. */
function periods(tree) {
  return constants(tree).flatMap(({ node }) => {
    const text = node.sval?.sval ?? '';
    const span = /^(\d+)( (?:day|week|month|year)s?)$/.exec(text);
    if (span) {
      return [() => (node.sval.sval = `${Number(span[1]) + 1}${span[2]}`)];
    }
    if (isTime(text)) {
      return [() => (node.sval.sval = shifted(text))];
    }
    return isPartOfTime(tree, node) ? [() => (node.ival.ival += 1)] : [];
  });
}

function shifted(text) {
  const [, year, month, day, rest] = DATE.exec(text);
  const next = new Date(Date.parse(`${year}-${month}-${day}`) + DAY_MS);
  return `${next.toISOString().slice(0, 10)}${rest}`;
}

function orders(tree) {
  return nodes(tree, 'SortBy')
    .filter(({ path }) => !path.includes('agg_order'))
    .map(({ node }) => () => {
      node.sortby_dir = node.sortby_dir === 'SORTBY_DESC' ? 'SORTBY_ASC' : 'SORTBY_DESC';
      node.sortby_nulls = 'SORTBY_NULLS_DEFAULT';
    });
}
