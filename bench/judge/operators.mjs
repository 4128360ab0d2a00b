/**
 * The operators of a statement: the parts that make one query another kind than the next. Conditions are none, as they
 * come with the values that a person asks for; the arithmetic of dates and casts are none either.
 */
import { AGGREGATES, DATE_FUNCTIONS, texts, treeOf, visit } from './tree.mjs';

const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '^']);
const DATE_TYPES = /^(date|timestamp|timestamptz|time|timetz|interval)$/;

/**
 * Fine operators:
 *   joins:0, joins:1, joins:2+   explicit joins and further tables of FROM, over all levels
 *   count, sum, avg, …           aggregate functions by name
 *   group_by, having, window, set_operation, case
 *   distinct                     of a query or in an aggregate
 *   order_limit                  ORDER BY or LIMIT of a query
 *   nested                       CTE or subquery
 *   date                         functions of dates: date_trunc, extract, to_char, age, …
 *   arithmetic                   + - * / % between values that are no dates; ratios among them
 * Coarse operators are the same with `join` for any number of joins, `aggregate` for any function, and without case.
 * @returns {Promise<{ fine: Set<string>, coarse: Set<string> }>}
 */
export async function operatorsOf(sql) {
  const fine = new Set();
  let joins = 0;
  visit(await treeOf(sql), (key, node) => {
    joins += joinsOf(key, node);
    addClauses(fine, node);
    if (key === 'FuncCall') {
      addCall(fine, node);
    } else if (key === 'SubLink' || key === 'RangeSubselect' || key === 'CommonTableExpr') {
      fine.add('nested');
    } else if (key === 'CaseExpr') {
      fine.add('case');
    } else if (key === 'A_Expr' && ARITHMETIC.has(texts(node.name)[0]) && node.lexpr && !isOfDates(node)) {
      fine.add('arithmetic');
    }
  });
  fine.add(`joins:${joins > 1 ? '2+' : joins}`);
  return { fine, coarse: coarseOf(fine) };
}

function coarseOf(fine) {
  const coarse = [...fine].flatMap((operator) => {
    if (operator === 'joins:0' || operator === 'case') {
      return [];
    }
    return [operator.startsWith('joins:') ? 'join' : AGGREGATES.test(operator) ? 'aggregate' : operator];
  });
  return new Set(coarse);
}

function joinsOf(key, node) {
  return key === 'JoinExpr' ? 1 : Math.max(0, (node.fromClause?.length ?? 0) - 1);
}

function addClauses(found, node) {
  const clauses = [
    ['group_by', node.groupClause],
    ['having', node.havingClause],
    ['distinct', node.distinctClause ?? node.agg_distinct],
    ['order_limit', node.limitOption && (node.sortClause ?? node.limitCount)],
    ['set_operation', typeof node.op === 'string' && node.op.startsWith('SETOP_') && node.op !== 'SETOP_NONE'],
  ];
  clauses.filter(([, isThere]) => isThere).forEach(([name]) => found.add(name));
}

function addCall(found, call) {
  const name = texts(call.funcname).at(-1);
  if (call.over) {
    found.add('window');
  }
  if (AGGREGATES.test(name)) {
    found.add(name);
  }
  if (DATE_FUNCTIONS.test(name)) {
    found.add('date');
  }
}

function isOfDates({ lexpr, rexpr }) {
  return [lexpr, rexpr].some(
    (side) => side?.SQLValueFunction || DATE_TYPES.test(texts(side?.TypeCast?.typeName?.names).at(-1) ?? ''),
  );
}
