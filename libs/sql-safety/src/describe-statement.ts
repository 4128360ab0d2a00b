import { parse } from 'libpg-query';
import { isSyntaxObject, namesIn, visitTree, type SyntaxObject } from './syntax-tree.js';

/** A column as a statement names it; `table` is the alias or name before the dot, null where there is none. */
export interface NamedColumn {
  readonly table: string | null;
  readonly column: string;
}

/** What a query is made of. Names are taken as written, over all its levels. */
export interface StatementShape {
  /** Alias or name → relation. */
  readonly relations: ReadonlyMap<string, { readonly schema: string | null; readonly name: string }>;
  readonly columns: readonly NamedColumn[];
  /** `a.x = b.y` */
  readonly equalities: readonly (readonly [NamedColumn, NamedColumn])[];
  /** Parts of SQL that occur, and how often. */
  readonly features: ReadonlyMap<Feature, number>;
}

export type Feature =
  | 'filter'
  | 'join'
  | 'outer_join'
  | 'aggregate'
  | 'filtered_aggregate'
  | 'group_by'
  | 'having'
  | 'distinct'
  | 'order_by'
  | 'limit'
  | 'window'
  | 'cte'
  | 'subquery'
  | 'set_operation'
  | 'null_test'
  | 'text_search'
  | 'date_part'
  | 'case';

const AGGREGATES =
  /^(count|sum|avg|min|max|string_agg|array_agg|json_agg|jsonb_agg|bool_and|bool_or|stddev.*|var.*|percentile_.*|mode)$/;
const DATE_PARTS = /^(date_trunc|date_part|extract|to_char|age|date_bin)$/;

/** Fields whose presence alone says that a feature is used. */
const FIELDS: Readonly<Record<string, Feature>> = {
  whereClause: 'filter',
  groupClause: 'group_by',
  havingClause: 'having',
  distinctClause: 'distinct',
  sortClause: 'order_by',
  limitCount: 'limit',
  withClause: 'cte',
};

const NODES: Readonly<Record<string, Feature>> = {
  JoinExpr: 'join',
  SubLink: 'subquery',
  RangeSubselect: 'subquery',
  NullTest: 'null_test',
  CaseExpr: 'case',
};

/** @throws the parser's error; describe only what `checkReadOnlyStatement` has accepted. */
export async function describeStatement(sql: string): Promise<StatementShape> {
  return shapeOf((await parse(sql)).stmts ?? []);
}

/** @param stmts of libpg-query's tree */
export function shapeOf(stmts: unknown): StatementShape {
  const relations = new Map<string, { schema: string | null; name: string }>();
  const columns: NamedColumn[] = [];
  const equalities: (readonly [NamedColumn, NamedColumn])[] = [];
  const features = new Map<Feature, number>();
  const count = (feature: Feature): void => void features.set(feature, (features.get(feature) ?? 0) + 1);
  visitTree(stmts, (key, node) => {
    featuresOf(key, node).forEach(count);
    if (key === 'RangeVar') {
      const name = String(node['relname']);
      const alias = isSyntaxObject(node['alias']) ? String(node['alias']['aliasname']) : name;
      relations.set(alias, { schema: typeof node['schemaname'] === 'string' ? node['schemaname'] : null, name });
    } else if (key === 'ColumnRef') {
      columns.push(...columnOf(node));
    } else if (key === 'A_Expr' && namesIn(node['name'])[0] === '=') {
      equalities.push(...equalityOf(node));
    }
  });
  return { relations, columns, equalities, features };
}

function featuresOf(key: string, node: SyntaxObject): Feature[] {
  const found: Feature[] = [];
  for (const field in node) {
    const feature = FIELDS[field];
    if (feature) {
      found.push(feature);
    }
  }
  const own = NODES[key];
  if (own) {
    found.push(own);
  }
  if (key === 'JoinExpr' && node['jointype'] !== 'JOIN_INNER') {
    found.push('outer_join');
  }
  if (typeof node['op'] === 'string' && node['op'].startsWith('SETOP_') && node['op'] !== 'SETOP_NONE') {
    found.push('set_operation');
  }
  if (key === 'A_Expr' && /LIKE|SIMILAR/.test(String(node['kind']))) {
    found.push('text_search');
  }
  return key === 'FuncCall' ? [...found, ...callFeatures(node)] : found;
}

function callFeatures(node: SyntaxObject): Feature[] {
  const name = namesIn(node['funcname']).at(-1) ?? '';
  const aggregate = AGGREGATES.test(name) && node['over'] === undefined;
  return [
    ...(node['over'] === undefined ? [] : (['window'] as const)),
    ...(aggregate ? (['aggregate'] as const) : []),
    ...(node['agg_filter'] === undefined ? [] : (['filtered_aggregate'] as const)),
    ...(DATE_PARTS.test(name) ? (['date_part'] as const) : []),
  ];
}

function columnOf(node: SyntaxObject): NamedColumn[] {
  const names = namesIn(node['fields']);
  const fields: unknown[] = Array.isArray(node['fields']) ? (node['fields'] as unknown[]) : [];
  // `t.*` names a table and no column.
  if (names.length === 0 || names.length < fields.length) {
    return [];
  }
  return [{ table: names.at(-2) ?? null, column: names.at(-1) ?? '' }];
}

function equalityOf(node: SyntaxObject): (readonly [NamedColumn, NamedColumn])[] {
  const side = (expression: unknown): NamedColumn | undefined =>
    isSyntaxObject(expression) && isSyntaxObject(expression['ColumnRef'])
      ? columnOf(expression['ColumnRef'])[0]
      : undefined;
  const [left, right] = [side(node['lexpr']), side(node['rexpr'])];
  return left && right ? [[left, right]] : [];
}
