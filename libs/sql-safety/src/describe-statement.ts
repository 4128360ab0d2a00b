import { parseSql } from '#libs/sql-parser';
import { isSyntaxObject, namesIn, visitTree, type SyntaxObject } from './syntax-tree.js';

/** A column as a statement names it; `table` is the alias or name before the dot, null where there is none. */
export interface NamedColumn {
  readonly table: string | null;
  readonly column: string;
}

/** The parts of a query. Names are taken as written, over all its levels. */
export interface StatementShape {
  /** Alias or name → relation. */
  readonly relations: ReadonlyMap<string, { readonly schema: string | null; readonly name: string }>;
  readonly columns: readonly NamedColumn[];
  /** `a.x = b.y` */
  readonly equalities: readonly (readonly [NamedColumn, NamedColumn])[];
  /** Plain columns that `sum` or `avg` is applied to. */
  readonly measured: readonly { readonly by: 'sum' | 'avg'; readonly column: NamedColumn }[];
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
/** Whether a function of this name is an aggregate of PostgreSQL. */
export function isAggregate(name: string): boolean {
  return AGGREGATES.test(name);
}

const DATE_PARTS = /^(date_trunc|date_part|extract|to_char|age|date_bin)$/;

/** Fields of a query whose presence alone says that a feature is used. */
const CLAUSES: readonly (readonly [string, Feature])[] = [
  ['whereClause', 'filter'],
  ['groupClause', 'group_by'],
  ['havingClause', 'having'],
  ['distinctClause', 'distinct'],
  ['sortClause', 'order_by'],
  ['limitCount', 'limit'],
  ['withClause', 'cte'],
];

const NODES: Readonly<Record<string, Feature>> = {
  JoinExpr: 'join',
  SubLink: 'subquery',
  RangeSubselect: 'subquery',
  NullTest: 'null_test',
  CaseExpr: 'case',
};

/** @throws the parser's error; describe only what `checkReadOnlyStatement` has accepted. */
export async function describeStatement(sql: string): Promise<StatementShape> {
  const shape = new ShapeCollector();
  visitTree((await parseSql(sql)).stmts, (key, node) => shape.visit(key, node));
  return shape;
}

/** Collects the shape during a visit of the tree of a statement. */
export class ShapeCollector implements StatementShape {
  readonly relations = new Map<string, { readonly schema: string | null; readonly name: string }>();
  readonly columns: NamedColumn[] = [];
  readonly equalities: (readonly [NamedColumn, NamedColumn])[] = [];
  readonly measured: { readonly by: 'sum' | 'avg'; readonly column: NamedColumn }[] = [];
  readonly features = new Map<Feature, number>();

  /** See `visitTree`. */
  visit(key: string, node: SyntaxObject): void {
    this.count(NODES[key]);
    switch (key) {
      case 'SelectStmt':
      case 'larg':
      case 'rarg':
        this.visitQuery(node);
        break;
      case 'RangeVar':
        this.addRelation(node);
        break;
      case 'ColumnRef':
        this.addColumn(columnOf(node));
        break;
      case 'JoinExpr':
        this.count(node['jointype'] === 'JOIN_INNER' ? undefined : 'outer_join');
        break;
      case 'A_Expr':
        this.visitOperator(node);
        break;
      case 'FuncCall':
        callFeatures(node).forEach((feature) => this.count(feature));
        this.addMeasured(node);
        break;
    }
  }

  private count(feature: Feature | undefined): void {
    if (feature !== undefined) {
      this.features.set(feature, (this.features.get(feature) ?? 0) + 1);
    }
  }

  /** A query, or a side of a join or of a set operation, which may be one. */
  private visitQuery(node: SyntaxObject): void {
    for (const [field, feature] of CLAUSES) {
      if (field in node) {
        this.count(feature);
      }
    }
    if (typeof node['op'] === 'string' && node['op'] !== 'SETOP_NONE') {
      this.count('set_operation');
    }
  }

  private addColumn(column: NamedColumn | null): void {
    if (column !== null) {
      this.columns.push(column);
    }
  }

  private addMeasured(node: SyntaxObject): void {
    const by = namesIn(node['funcname']).at(-1);
    const args: unknown = node['args'];
    const [argument] = Array.isArray(args) ? (args as readonly unknown[]) : [];
    const column = isSyntaxObject(argument) ? plainColumn(argument) : null;
    if ((by === 'sum' || by === 'avg') && column !== null) {
      this.measured.push({ by, column });
    }
  }

  private addRelation(node: SyntaxObject): void {
    const name = String(node['relname']);
    const alias = isSyntaxObject(node['alias']) ? String(node['alias']['aliasname']) : name;
    this.relations.set(alias, { schema: typeof node['schemaname'] === 'string' ? node['schemaname'] : null, name });
  }

  private visitOperator(node: SyntaxObject): void {
    const equality = namesIn(node['name'])[0] === '=' ? equalityOf(node) : null;
    if (equality !== null) {
      this.equalities.push(equality);
    }
    if (/LIKE|SIMILAR/.test(String(node['kind']))) {
      this.count('text_search');
    }
  }
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

/** Null for `t.*`, which names a table and no column. */
function columnOf(node: SyntaxObject): NamedColumn | null {
  const fields: unknown = node['fields'];
  const names = namesIn(fields);
  const column = names.at(-1);
  if (column === undefined || (Array.isArray(fields) && names.length < fields.length)) {
    return null;
  }
  return { table: names.at(-2) ?? null, column };
}

/** Null when a side is not a plain column. */
function equalityOf(node: SyntaxObject): readonly [NamedColumn, NamedColumn] | null {
  const [left, right] = [node['lexpr'], node['rexpr']].map((side) => (isSyntaxObject(side) ? plainColumn(side) : null));
  return left && right ? [left, right] : null;
}

/** The column that an expression consists of. */
function plainColumn(expression: SyntaxObject): NamedColumn | null {
  return isSyntaxObject(expression['ColumnRef']) ? columnOf(expression['ColumnRef']) : null;
}
