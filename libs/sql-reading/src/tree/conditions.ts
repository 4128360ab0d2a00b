import { namesIn, type SyntaxObject } from '#libs/sql-safety';
import type { Condition } from '../reading.js';
import type { Expression } from './expression.js';
import { itemsOf, listOf, nodeOf } from './nodes.js';

/** An equality of two plain columns, which joins where their tables differ. */
export interface ColumnPair {
  readonly left: Expression;
  readonly right: Expression;
}

export type Conjunct = Condition & { readonly pair?: ColumnPair };

/** Reads the operands of conditions. */
export interface Operands {
  expression(value: unknown): Expression;
  /** The outputs of a subquery, whose parts are read on the way. */
  subquery(value: unknown): readonly Expression[];
}

const OPPOSITE: Readonly<Record<string, string>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  in: 'not in',
  'not in': 'in',
  like: 'not like',
  'not like': 'like',
  ilike: 'not ilike',
  'not ilike': 'ilike',
  'is null': 'is not null',
  'is not null': 'is null',
};
const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
const NAMED: Readonly<Record<string, string>> = {
  '~~': 'like',
  '!~~': 'not like',
  '~~*': 'ilike',
  '!~~*': 'not ilike',
  '!=': '<>',
};
const COMPARED = new Set(['=', '<>', '<', '>', '<=', '>=', ...Object.values(NAMED), '~', '~*', '!~', '!~*']);

/** The conjuncts of a boolean expression, with NOT drawn inwards. */
export function conjunctsOf(value: unknown, operands: Operands, negated = false): Conjunct[] {
  const { type, body } = nodeOf(value);
  switch (type) {
    case '':
      return [];
    case 'BoolExpr':
      return junction(body, operands, negated);
    case 'A_Expr':
      return comparison(value, body, operands).map((one) => (negated ? opposite(one) : one));
    case 'NullTest': {
      const by = (body['nulltesttype'] === 'IS_NULL') === negated ? 'is not null' : 'is null';
      return [{ of: operands.expression(body['arg']).text, by, values: [] }];
    }
    case 'BooleanTest':
      return booleanTest(body, operands, negated);
    case 'SubLink':
      return [sublink(value, body, operands, negated)];
    case 'ColumnRef':
      return [{ of: operands.expression(value).text, by: '=', values: [String(!negated)] }];
    default: {
      const { text, literal } = operands.expression(value);
      return literal === 'true' && !negated ? [] : [{ of: text, by: negated ? 'not' : 'holds', values: [] }];
    }
  }
}

function junction(body: SyntaxObject, operands: Operands, negated: boolean): Conjunct[] {
  const args = listOf(body['args']);
  if (body['boolop'] === 'NOT_EXPR') {
    return args.flatMap((arg) => conjunctsOf(arg, operands, !negated));
  }
  return (body['boolop'] === 'AND_EXPR') !== negated
    ? args.flatMap((arg) => conjunctsOf(arg, operands, negated))
    : [alternatives(args.map((arg) => conjunctsOf(arg, operands, negated)))];
}

/** `a = 1 OR a = 2` is `a IN (1, 2)`; other alternatives are one condition with the values of all. */
function alternatives(branches: readonly (readonly Conjunct[])[]): Conjunct {
  const flat = branches.map(([first, ...others]) => (others.length === 0 ? first : undefined));
  const of = flat[0]?.of;
  if (of !== undefined && flat.every((one) => one?.of === of && (one.by === '=' || one.by === 'in'))) {
    return inList(
      of,
      flat.flatMap((one) => one?.values ?? []),
      false,
    );
  }
  const texts = branches.map((branch) => branch.map(shapeOf).sort().join(' and ')).sort();
  return { of: texts.join(' or '), by: 'or', values: branches.flat().flatMap(({ values }) => values) };
}

function shapeOf({ of, by, values }: Condition): string {
  return [of, by, values.map(() => '?').join(', ')].filter((part) => part !== '').join(' ');
}

/** The condition in one text. */
export function conditionText({ of, by, values }: Condition): string {
  return `${of} ${by} ${values.join(', ')}`.trim();
}

function inList(of: string, values: readonly string[], negated: boolean): Conjunct {
  const [single] = values;
  return values.length === 1 && single !== undefined
    ? { of, by: negated ? '<>' : '=', values: [single] }
    : { of, by: negated ? 'not in' : 'in', values: [...new Set(values)].sort() };
}

function opposite(one: Conjunct): Conjunct {
  const { of, by, values } = one;
  const [value] = values;
  if ((by === '=' || by === '<>') && (value === 'true' || value === 'false')) {
    return { of, by, values: [String(value !== 'true')] };
  }
  if (by === 'compare') {
    return { of: `not (${of})`, by, values };
  }
  const turned = OPPOSITE[by];
  return turned === undefined ? { of: `not (${of})`, by, values } : { of, by: turned, values };
}

function comparison(value: unknown, body: SyntaxObject, operands: Operands): Conjunct[] {
  const name = namesIn(body['name']).at(-1) ?? '';
  const by = NAMED[name] ?? name;
  const left = body['lexpr'];
  const right = body['rexpr'];
  switch (body['kind']) {
    case 'AEXPR_IN': {
      const values = itemsOf(right).map((item) => operands.expression(item).text);
      return [inList(operands.expression(left).text, values, name === '<>')];
    }
    case 'AEXPR_OP_ANY':
    case 'AEXPR_OP_ALL':
      return [ofArray(body, by, operands)];
    case 'AEXPR_BETWEEN':
    case 'AEXPR_BETWEEN_SYM': {
      const of = operands.expression(left).text;
      const [low = '', high = ''] = itemsOf(right).map((item) => operands.expression(item).text);
      return [
        { of, by: '>=', values: [low] },
        { of, by: '<=', values: [high] },
      ];
    }
    case 'AEXPR_NOT_BETWEEN':
    case 'AEXPR_NOT_BETWEEN_SYM': {
      const values = itemsOf(right).map((item) => operands.expression(item).text);
      return [{ of: operands.expression(left).text, by: 'not between', values }];
    }
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT': {
      const kind = body['kind'] === 'AEXPR_DISTINCT' ? 'is distinct from' : 'is not distinct from';
      return [{ of: operands.expression(left).text, by: kind, values: [operands.expression(right).text] }];
    }
    default:
      return [
        COMPARED.has(by)
          ? compared(operands.expression(left), by, operands.expression(right))
          : { of: operands.expression(value).text, by: 'holds', values: [] },
      ];
  }
}

/** A column stands left of a value; two columns stand in the order of their names. */
function compared(left: Expression, by: string, right: Expression): Conjunct {
  const isTurned = left.source === null && !left.isFigure && (right.source !== null || right.isFigure);
  if (isTurned && (MIRRORED[by] !== undefined || by === '=' || by === '<>')) {
    return compared(right, MIRRORED[by] ?? by, left);
  }
  if (right.source === null) {
    const truth = right.literal === 'true' || right.literal === 'false';
    return truth && by === '<>'
      ? { of: left.text, by: '=', values: [String(right.literal !== 'true')] }
      : { of: left.text, by, values: [right.text] };
  }
  const isRising = left.text <= right.text;
  const [one, other] = isRising ? [left, right] : [right, left];
  const operator = isRising ? by : (MIRRORED[by] ?? by);
  const condition = { of: `${one.text} ${operator} ${other.text}`, by: 'compare', values: [] };
  return by === '=' && left.source !== null && left.source !== right.source
    ? { ...condition, pair: { left, right } }
    : condition;
}

/** `= ANY (ARRAY[…])` is IN, `<> ALL (ARRAY[…])` is NOT IN. */
function ofArray(body: SyntaxObject, by: string, operands: Operands): Conjunct {
  const isAny = body['kind'] === 'AEXPR_OP_ANY';
  const array = nodeOf(body['rexpr']);
  const left = operands.expression(body['lexpr']);
  if (array.type === 'A_ArrayExpr' && by === (isAny ? '=' : '<>')) {
    const values = listOf(array.body['elements']).map((item) => operands.expression(item).text);
    return inList(left.text, values, !isAny);
  }
  const right = operands.expression(body['rexpr']);
  return { of: left.text, by: `${by} ${isAny ? 'any' : 'all'}`, values: [right.text] };
}

function booleanTest(body: SyntaxObject, operands: Operands, negated: boolean): Conjunct[] {
  switch (body['booltesttype']) {
    case 'IS_TRUE':
      return conjunctsOf(body['arg'], operands, negated);
    case 'IS_FALSE':
      return conjunctsOf(body['arg'], operands, !negated);
    default:
      return [
        { of: operands.expression(body['arg']).text, by: String(body['booltesttype']).toLowerCase(), values: [] },
      ].map((one) => (negated ? opposite(one) : one));
  }
}

function sublink(value: unknown, body: SyntaxObject, operands: Operands, negated: boolean): Conjunct {
  const test = body['testexpr'] === undefined ? null : operands.expression(body['testexpr']);
  const outputs = body['subLinkType'] === 'EXPR_SUBLINK' ? null : operands.subquery(body['subselect']);
  switch (body['subLinkType']) {
    case 'EXISTS_SUBLINK':
      return { of: 'rows', by: negated ? 'not exists' : 'exists', values: [] };
    case 'ANY_SUBLINK': {
      const by = namesIn(body['operName']).at(-1) ?? 'in';
      const values = (outputs ?? []).map(({ text }) => text);
      return { of: test?.text ?? '', by: `${negated ? 'not ' : ''}${by === '=' ? 'in' : by} query`, values };
    }
    case 'ALL_SUBLINK': {
      const by = namesIn(body['operName']).at(-1) ?? '';
      const isNotIn = by === '<>' && !negated;
      const values = (outputs ?? []).map(({ text }) => text);
      return { of: test?.text ?? '', by: isNotIn ? 'not in query' : `${negated ? 'not ' : ''}${by} all query`, values };
    }
    default:
      return { of: operands.expression(value).text, by: negated ? 'not' : 'holds', values: [] };
  }
}
