/** Forms that analysts ask for, judged from the parse tree and not by the kind that the generator names. */
import { AGGREGATES, DATE_FUNCTIONS, texts, treeOf, visit } from './tree.mjs';

const FORMS = {
  'join with a condition': ({ joins, conditions }) => joins > 0 && conditions > 0,
  'several conditions': ({ conditions }) => conditions > 1,
  'three joins': ({ joins }) => joins > 2,
  'OR or IN': ({ marks }) => marks.has('OR_EXPR') || marks.has('AEXPR_IN'),
  between: ({ marks }) => marks.has('AEXPR_BETWEEN'),
  'product of columns': ({ marks }) => marks.has('product'),
  'join with a date part': ({ joins, marks }) => joins > 0 && marks.has('date'),
  'conditional aggregate': ({ marks }) => marks.has('conditional'),
  case: ({ marks }) => marks.has('CaseExpr'),
  exists: ({ marks }) => marks.has('EXISTS_SUBLINK'),
  'set operation': ({ marks }) => marks.has('set'),
  'lag or lead': ({ marks }) => marks.has('lag') || marks.has('lead'),
  'running aggregate': ({ marks }) => marks.has('running'),
  percentile: ({ marks }) => marks.has('percentile_cont') || marks.has('percentile_disc'),
  recursion: ({ marks }) => marks.has('recursive'),
  'distinct count': ({ marks }) => marks.has('distinct aggregate'),
  having: ({ marks }) => marks.has('having'),
  rank: ({ marks }) => ['rank', 'dense_rank', 'row_number', 'ntile'].some((name) => marks.has(name)),
  'first or last of each': ({ marks }) => marks.has('distinct on') || marks.has('lateral'),
  'JSON or array': ({ marks }) => marks.has('parts'),
};

export const ALL_FORMS = Object.keys(FORMS);

/** @returns {Promise<string[]>} */
export async function formsOf(sql) {
  const found = { marks: new Set(), joins: 0, conditions: 0 };
  visit(await treeOf(sql), (key, node, inside) => {
    found.joins += key === 'JoinExpr' ? 1 : 0;
    found.conditions += inside.includes('whereClause') && isCondition(key, node) ? 1 : 0;
    marksOf(key, node, inside).forEach((mark) => found.marks.add(mark));
  });
  return ALL_FORMS.filter((form) => FORMS[form](found));
}

function marksOf(key, node, inside) {
  const name = texts(node.funcname).at(-1) ?? '';
  const operator = texts(node.name)[0];
  const isAggregate = AGGREGATES.test(name);
  const conditional = {
    set: typeof node.op === 'string' && node.op.startsWith('SETOP_') && node.op !== 'SETOP_NONE',
    recursive: node.recursive,
    having: node.havingClause,
    date: DATE_FUNCTIONS.test(name),
    conditional: node.agg_filter ?? (key === 'CaseExpr' && inside.includes('FuncCall')),
    running: isAggregate && node.over?.orderClause,
    'distinct aggregate': node.agg_distinct,
    'distinct on': node.distinctClause?.some((member) => Object.keys(member).length > 0),
    lateral: node.lateral,
    product: operator === '*' && [node.lexpr, node.rexpr].every(holdsColumn),
    parts: /^(jsonb?_.*|unnest|array_.*)$/.test(name) || ['->', '->>', '@>', '#>>'].includes(operator),
  };
  const present = Object.keys(conditional).filter((mark) => conditional[mark]);
  return [
    ...present,
    ...[key, name, node.boolop, node.kind, node.subLinkType].filter((mark) => typeof mark === 'string'),
  ];
}

/** A comparison with a value, not of two columns. */
function isCondition(key, node) {
  if (key === 'NullTest' || key === 'BooleanTest') {
    return true;
  }
  const isComparison = node.kind !== 'AEXPR_OP' || /^[=<>!~]/.test(texts(node.name)[0] ?? '');
  return key === 'A_Expr' && isComparison && !(node.lexpr?.ColumnRef && node.rexpr?.ColumnRef);
}

const holdsColumn = (node) => JSON.stringify(node ?? null).includes('"ColumnRef"');
