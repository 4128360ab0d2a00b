import { addJoin, noFacts, type Facts } from './facts.js';
import type { RelationLookup } from './relations.js';
import { isTree, listIn, namesIn, statementsOf, textIn, treeIn, type Tree } from './tree.js';

/** Name → the base column that it shows unchanged, or null. */
type Outputs = readonly (readonly [string, string | null])[];

interface FromItem {
  readonly alias: string | undefined;
  readonly columns: ReadonlyMap<string, string | null>;
}

interface Scope {
  readonly items: FromItem[];
  readonly ctes: Map<string, Outputs>;
  readonly outer: readonly Scope[];
}

/**
 * The base tables, base columns and join conditions of a query. Names are followed through aliases, CTEs and subqueries
 * to the table that they come from, so `c.id = x.customer` with x a CTE is a condition between two tables. A table that
 * does not exist is kept as `?.name`.
 * @throws the error of the parser, `StatementTooDeep`
 */
export async function queryFacts(sql: string, relations: RelationLookup): Promise<Facts> {
  const reader = new QueryReader(relations);
  for (const statement of await statementsOf(sql)) {
    if (isTree(statement['SelectStmt'])) {
      reader.query(statement['SelectStmt'], new Map(), []);
    }
  }
  return reader.facts;
}

class QueryReader {
  readonly facts = noFacts();

  constructor(private readonly relations: RelationLookup) {}

  query(select: Tree, outerCtes: ReadonlyMap<string, Outputs>, outer: readonly Scope[]): Outputs {
    const ctes = new Map(outerCtes);
    const withClause = treeIn(select, 'withClause');
    for (const member of listIn(withClause, 'ctes')) {
      this.cte(treeIn(member, 'CommonTableExpr'), ctes, outer, withClause['recursive'] === true);
    }
    if (isTree(select['larg'])) {
      const left = this.query(select['larg'], ctes, outer);
      this.query(treeIn(select, 'rarg'), ctes, outer);
      return left;
    }
    const scope: Scope = { items: [], ctes, outer };
    const level = [scope, ...outer];
    for (const item of listIn(select, 'fromClause')) {
      this.fromItem(item, scope, level);
    }
    for (const clause of CLAUSES) {
      this.expression(select[clause], level);
    }
    return listIn(select, 'targetList').flatMap((member) => this.outputs(treeIn(member, 'ResTarget'), level));
  }

  private cte(cte: Tree, ctes: Map<string, Outputs>, outer: readonly Scope[], recursive: boolean): void {
    const query = treeIn(cte, 'ctequery')['SelectStmt'];
    if (!isTree(query)) {
      return;
    }
    const name = textIn(cte, 'ctename') ?? '';
    const names = namesIn(cte, 'aliascolnames');
    if (recursive && isTree(query['larg'])) {
      // The first part of a recursive query gives its columns; the second reads them.
      ctes.set(name, renamed(this.query(query['larg'], ctes, outer), names));
    }
    ctes.set(name, renamed(this.query(query, ctes, outer), names));
  }

  private fromItem(node: Tree, scope: Scope, level: readonly Scope[]): void {
    if (isTree(node['RangeVar'])) {
      scope.items.push(this.table(node['RangeVar'], scope.ctes));
    } else if (isTree(node['RangeSubselect'])) {
      const range = node['RangeSubselect'];
      const outputs = this.query(
        treeIn(treeIn(range, 'subquery'), 'SelectStmt'),
        scope.ctes,
        range['lateral'] === true ? level : scope.outer,
      );
      const alias = treeIn(range, 'alias');
      const columns = new Map(renamed(outputs, namesIn(alias, 'colnames')));
      scope.items.push({ alias: textIn(alias, 'aliasname'), columns });
    } else if (isTree(node['RangeFunction'])) {
      const alias = treeIn(node['RangeFunction'], 'alias');
      this.expression(node['RangeFunction']['functions'], level);
      const own = textIn(alias, 'aliasname');
      const names = [...(own === undefined ? [] : [own]), ...namesIn(alias, 'colnames')];
      scope.items.push({ alias: own, columns: new Map(names.map((name) => [name, null])) });
    } else if (isTree(node['JoinExpr'])) {
      this.join(node['JoinExpr'], scope, level);
    }
  }

  private join(node: Tree, scope: Scope, level: readonly Scope[]): void {
    const start = scope.items.length;
    this.fromItem(treeIn(node, 'larg'), scope, level);
    const middle = scope.items.length;
    this.fromItem(treeIn(node, 'rarg'), scope, level);
    const [left, right] = [scope.items.slice(start, middle), scope.items.slice(middle)];
    const ofRight = new Set(right.flatMap(({ columns }) => [...columns.keys()]));
    const shared =
      node['isNatural'] === true
        ? left.flatMap(({ columns }) => [...columns.keys()]).filter((name) => ofRight.has(name))
        : namesIn(node, 'usingClause');
    for (const name of shared) {
      const [a, b] = [left, right].map((items) => items.find(({ columns }) => columns.has(name))?.columns.get(name));
      [a, b].forEach((column) => column && this.facts.columns.add(column));
      addJoin(this.facts, a, b);
    }
    this.expression(node['quals'], level);
  }

  private table(range: Tree, ctes: ReadonlyMap<string, Outputs>): FromItem {
    const schema = textIn(range, 'schemaname');
    const name = textIn(range, 'relname') ?? '';
    const alias = textIn(treeIn(range, 'alias'), 'aliasname') ?? name;
    const cte = schema ? undefined : ctes.get(name);
    if (cte) {
      return { alias, columns: new Map(cte) };
    }
    const id = this.relations.find(schema, name);
    this.facts.tables.add(id ?? `${schema ?? '?'}.${name}`);
    const columns = [...this.relations.columnsOf(id)].map((column) => [column, `${id}.${column}`] as const);
    return { alias, columns: new Map(columns) };
  }

  private outputs(target: Tree, level: readonly Scope[]): Outputs {
    const value = treeIn(target, 'val');
    const names = namesIn(treeIn(value, 'ColumnRef'), 'fields');
    if (names.at(-1) === '*') {
      const items = level[0]?.items.filter(({ alias }) => names.length === 1 || alias === names.at(-2)) ?? [];
      return items.flatMap(({ columns }) => [...columns]);
    }
    const name = textIn(target, 'name') ?? names.at(-1) ?? namesIn(treeIn(value, 'FuncCall'), 'funcname').at(-1) ?? '';
    return [[name, this.sourceOf(value, level)]];
  }

  /** The base column that an expression shows unchanged, casts aside. */
  private sourceOf(node: unknown, level: readonly Scope[]): string | null {
    if (!isTree(node)) {
      return null;
    }
    if (isTree(node['TypeCast'])) {
      return this.sourceOf(node['TypeCast']['arg'], level);
    }
    const link = treeIn(node, 'SubLink');
    if (link['subLinkType'] === 'EXPR_SUBLINK') {
      const query = treeIn(treeIn(link, 'subselect'), 'SelectStmt');
      return this.query(query, level[0]?.ctes ?? new Map(), level)[0]?.[1] ?? null;
    }
    const names = namesIn(treeIn(node, 'ColumnRef'), 'fields');
    return names.length === 0 || names.at(-1) === '*' ? null : resolve(names, level);
  }

  private expression(node: unknown, level: readonly Scope[]): void {
    if (Array.isArray(node)) {
      node.forEach((member) => this.expression(member, level));
    } else if (isTree(node)) {
      if (isTree(node['ColumnRef'])) {
        this.column(namesIn(node['ColumnRef'], 'fields'), level);
      } else if (isTree(node['SubLink'])) {
        this.subquery(node['SubLink'], level);
      } else {
        this.equality(node['A_Expr'], level);
        Object.values(node).forEach((value) => this.expression(value, level));
      }
    }
  }

  /** A star asks for no column by name: `count(*)`, `select *`. */
  private column(names: readonly string[], level: readonly Scope[]): void {
    const source = names.at(-1) === '*' ? null : resolve(names, level);
    if (source !== null) {
      this.facts.columns.add(source);
    }
  }

  private equality(node: unknown, level: readonly Scope[]): void {
    if (!isTree(node) || Array.isArray(node['rexpr']) || !['=', 'IN'].includes(namesIn(node, 'name')[0] ?? '')) {
      return;
    }
    const [left = [], right = []] = [node['lexpr'], node['rexpr']].map(sidesOf);
    left.forEach((side, index) => {
      addJoin(this.facts, this.sourceOf(side, level), this.sourceOf(right[index], level));
    });
  }

  /** `a IN (SELECT b …)` is a join condition too. */
  private subquery(link: Tree, level: readonly Scope[]): void {
    const query = treeIn(treeIn(link, 'subselect'), 'SelectStmt');
    const outputs = this.query(query, level[0]?.ctes ?? new Map(), level);
    const tested = link['testexpr'];
    this.expression(tested, level);
    if (link['subLinkType'] === 'ANY_SUBLINK' || link['subLinkType'] === 'ALL_SUBLINK') {
      sidesOf(tested).forEach((side, index) => {
        addJoin(this.facts, this.sourceOf(side, level), outputs[index]?.[1]);
      });
    }
  }
}

/** Parts of a query that hold expressions. */
const CLAUSES = [
  'targetList',
  'whereClause',
  'groupClause',
  'havingClause',
  'sortClause',
  'windowClause',
  'distinctClause',
  'valuesLists',
  'limitCount',
] as const;

function renamed(outputs: Outputs, names: readonly string[]): Outputs {
  return outputs.map(([name, source], index) => [names[index] ?? name, source]);
}

/** The members of a row, or the expression itself. */
function sidesOf(node: unknown): readonly unknown[] {
  const row = isTree(node) ? node['RowExpr'] : undefined;
  return isTree(row) ? listIn(row, 'args') : [node];
}

function resolve(names: readonly string[], level: readonly Scope[]): string | null {
  const column = names.at(-1) ?? '';
  const qualifier = names.at(-2);
  for (const { items } of level) {
    const item = items.find(({ alias, columns }) => (!qualifier || alias === qualifier) && columns.has(column));
    if (item) {
      return item.columns.get(column) ?? null;
    }
  }
  return null;
}
