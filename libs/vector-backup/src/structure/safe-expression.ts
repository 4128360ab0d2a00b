import { parseSql } from '#libs/sql-parser';

/** Nodes of an expression that reads nothing but the row and changes nothing. */
const NODES = new Set([
  'A_Const',
  'A_Expr',
  'BoolExpr',
  'CoalesceExpr',
  'ColumnRef',
  'FuncCall',
  'List',
  'NullTest',
  'SQLValueFunction',
  'String',
  'TypeCast',
]);

/** Functions of PostgreSQL without effects. */
const FUNCTIONS = new Set([
  'abs',
  'btrim',
  'char_length',
  'date_trunc',
  'gen_random_uuid',
  'jsonb_extract_path_text',
  'left',
  'length',
  'lower',
  'md5',
  'now',
  'octet_length',
  'replace',
  'right',
  'round',
  'setweight',
  'substr',
  'to_tsvector',
  'upper',
]);

const TYPES =
  /^(bool|bpchar|date|float[48]|int[248]|interval|jsonb?|numeric|regconfig|text|time|timestamp|timestamptz|timetz|tsvector|uuid|varchar|char)$/;
const OPERATORS = /^(=|<>|<|>|<=|>=|\+|-|\*|\/|%|\|\||->|->>|#>|#>>|~~|!~~)$/;

/**
 * Whether an expression from a manifest may be executed: a file is data, so only what is known to have no effect is.
 * @param expression as PostgreSQL writes defaults, generated columns and checks
 */
export async function isSafeExpression(expression: string): Promise<boolean> {
  try {
    const { stmts = [] } = (await parseSql(`SELECT ${expression}`)) as { stmts?: { stmt?: unknown }[] };
    const [only] = stmts;
    const select = (only?.stmt as { SelectStmt?: Record<string, unknown> } | undefined)?.SelectStmt;
    if (stmts.length !== 1 || select === undefined) {
      return false;
    }
    const { targetList, limitOption, op, ...more } = select as { targetList?: unknown } & Record<string, unknown>;
    const [target, ...others] = (targetList ?? []) as { ResTarget?: { name?: string; val?: unknown } }[];
    const isPlain = limitOption === 'LIMIT_OPTION_DEFAULT' && op === 'SETOP_NONE' && Object.keys(more).length === 0;
    return (
      isPlain && others.length === 0 && target?.ResTarget?.name === undefined && isSafeNode(target?.ResTarget?.val)
    );
  } catch {
    return false;
  }
}

function isSafeNode(node: unknown): boolean {
  if (Array.isArray(node)) {
    return node.every(isSafeNode);
  }
  if (typeof node !== 'object' || node === null) {
    return false;
  }
  return Object.entries(node).every(([type, value]) => NODES.has(type) && isSafeValue(type, value as Fields));
}

interface Fields {
  readonly [field: string]: unknown;
}

function isSafeValue(type: string, value: Fields): boolean {
  switch (type) {
    case 'A_Const':
    case 'String':
    case 'SQLValueFunction':
      return true;
    case 'ColumnRef':
      return isSafeNode(value['fields']);
    case 'List':
      return isSafeNode(value['items']);
    case 'TypeCast':
      return isSafeNode(value['arg']) && isKnownType(value['typeName'] as Fields);
    case 'FuncCall': {
      const { funcname, args = [], location: _, funcformat: __, ...more } = value;
      return Object.keys(more).length === 0 && FUNCTIONS.has(lastName(funcname)) && isSafeNode(args);
    }
    case 'A_Expr':
      return OPERATORS.test(lastName(value['name'])) && [value['lexpr'], value['rexpr']].every(isAbsentOrSafe);
    case 'NullTest':
      return isSafeNode(value['arg']);
    default:
      return isSafeNode(value['args']);
  }
}

function isAbsentOrSafe(node: unknown): boolean {
  return node === undefined || isSafeNode(node);
}

function isKnownType({ names }: Fields): boolean {
  return TYPES.test(lastName(names));
}

/** The name without a schema other than PostgreSQL's own, or ''. */
function lastName(parts: unknown): string {
  const names = (parts as { String?: { sval?: string } }[]).map((part) => part.String?.sval ?? '');
  const [schema, name] = names.length === 2 ? names : ['pg_catalog', ...names];
  return schema === 'pg_catalog' && names.length <= 2 ? (name ?? '') : '';
}
