/** What a statement sums and averages, and whether that can be a measure at all. */
import { texts, treeOf, visit } from './tree.mjs';

const MEASURING = /^(sum|avg|stddev.*|var(iance|_.*)|percentile_(cont|disc))$/;
const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '^']);
const TRANSPARENT = /^(round|abs|nullif|trunc|ceil|floor|coalesce)$/;

/**
 * The columns that are measured, conditions aside.
 * @returns {Promise<{ call: string, column: string, isPlain: boolean }[]>} plain: no factor of a product or quotient
 */
export async function measuredColumns(sql) {
  const found = [];
  visit(await treeOf(sql), (key, node) => {
    const call = key === 'FuncCall' ? texts(node.funcname).at(-1) : '';
    if (MEASURING.test(call)) {
      const values = node.agg_within_group ? node.agg_order?.map(({ SortBy: sort }) => sort.node) : node.args;
      (values ?? []).forEach((value) => collect(value, call, true, found));
    }
  });
  return found;
}

const isColumn = (node) => Boolean(node?.ColumnRef ?? (node?.TypeCast && isColumn(node.TypeCast.arg)));

function collect(node, call, isPlain, found) {
  const all = (values) => values.forEach((value) => collect(value, call, isPlain, found));
  if (node?.ColumnRef) {
    found.push({ call, column: texts(node.ColumnRef.fields).at(-1), isPlain });
  } else if (node?.TypeCast) {
    all([node.TypeCast.arg]);
  } else if (node?.A_Expr?.kind === 'AEXPR_OP' && ARITHMETIC.has(texts(node.A_Expr.name)[0])) {
    const operator = texts(node.A_Expr.name)[0];
    if (operator === '-' && [node.A_Expr.lexpr, node.A_Expr.rexpr].every(isColumn)) {
      // A distance, such as the days from one date to another, is a measure also where a date is part of a key.
      return;
    }
    const keeps = operator === '+' || operator === '-';
    [node.A_Expr.lexpr, node.A_Expr.rexpr].forEach((side) => collect(side, call, isPlain && keeps, found));
  } else if (node?.CaseExpr) {
    all([...node.CaseExpr.args.map(({ CaseWhen: branch }) => branch.result), node.CaseExpr.defresult]);
  } else if (node?.CoalesceExpr) {
    all(node.CoalesceExpr.args);
  } else if (node?.FuncCall && TRANSPARENT.test(texts(node.FuncCall.funcname).at(-1))) {
    all(node.FuncCall.args?.slice(0, 1) ?? []);
  }
}

const CODES = new Set(['id', 'ids', 'code', 'no', 'uuid', 'guid', 'zip', 'zipcode', 'postcode', 'phone', 'port']);
const GLUED_ID = /^[a-z]{2,}id$/;
const WORDS_IN_ID = /(paid|bid|aid|void|valid|grid|liquid|fluid|solid)$/;
const DATE_PARTS = new Set(['year', 'month', 'weekday', 'quarter']);
const RATES = new Set(['rate', 'percent', 'percentage', 'pct', 'ratio', 'discount', 'price', 'latitude', 'longitude']);
const GLUED_RATE = /(price|discount|percent|percentage|pct)$/;
const TOTALS = new Set(['total', 'amount', 'sum', 'extended', 'line']);

/**
 * Judged by the declared keys and by the name, independently of the generator. A price or a rate may be averaged, and is
 * right as a factor; its plain sum means nothing, unless the name tells a total (`total_price`).
 * @param {{ call: string, column: string, isPlain: boolean }} measured
 * @param {boolean} isKey whether the column is in a declared key
 * @returns {'key' | 'code' | 'date part' | 'rate' | null}
 */
export function wrongMeasure({ call, column, isPlain }, isKey) {
  const words = column
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const last = words.at(-1) ?? '';
  if (isKey) {
    return 'key';
  }
  if (CODES.has(last) || (GLUED_ID.test(last) && !WORDS_IN_ID.test(last))) {
    return 'code';
  }
  if (DATE_PARTS.has(last)) {
    return 'date part';
  }
  const isRate =
    words.some((word) => RATES.has(word) || GLUED_RATE.test(word)) && !words.some((word) => TOTALS.has(word));
  return isPlain && call === 'sum' && isRate ? 'rate' : null;
}
