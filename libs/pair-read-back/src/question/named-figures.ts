import { isSyntaxObject, namesIn, visitTree, type SyntaxObject } from '#libs/sql-safety';

/** An aggregate that a statement shows under a name: `avg(price) AS mean_price`. */
export interface NamedFigure {
  readonly name: string;
  /** Name of the function, such as `avg`. */
  readonly aggregate: string;
  /** Names of the columns in its arguments. */
  readonly of: readonly string[];
}

/** Functions around an aggregate that leave its meaning as it is. */
const WRAPPERS = new Set(['round', 'trunc', 'floor', 'ceil']);

/** The figures that a statement names in any of its select lists, in no order. */
export function namedFigures(tree: SyntaxObject): NamedFigure[] {
  const found: NamedFigure[] = [];
  visitTree(tree, (key, { name, val }) => {
    const call = key === 'ResTarget' && typeof name === 'string' ? callIn(val) : null;
    const aggregate = namesIn(call?.['funcname']).at(-1);
    if (typeof name === 'string' && aggregate !== undefined) {
      found.push({ name, aggregate, of: columnsIn(call?.['args']) });
    }
  });
  return found;
}

function callIn(value: unknown): SyntaxObject | null {
  if (!isSyntaxObject(value)) {
    return null;
  }
  const { FuncCall: call, TypeCast: cast, CoalesceExpr: coalesce } = value;
  if (isSyntaxObject(call)) {
    return WRAPPERS.has(namesIn(call['funcname']).at(-1) ?? '') ? callIn(firstOf(call['args'])) : call;
  }
  if (isSyntaxObject(cast)) {
    return callIn(cast['arg']);
  }
  return isSyntaxObject(coalesce) ? callIn(firstOf(coalesce['args'])) : null;
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

function columnsIn(args: unknown): string[] {
  const columns: string[] = [];
  visitTree({ args }, (key, node) => {
    if (key === 'ColumnRef') {
      columns.push(...namesIn(node['fields']).slice(-1));
    }
  });
  return columns;
}
