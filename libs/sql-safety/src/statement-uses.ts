import { isSyntaxObject, namesIn, type SyntaxObject } from './syntax-tree.js';

/** A call by name. */
export interface NamedCall {
  /** Unquoted, schema first. */
  readonly name: readonly string[];
  /** Null when they cannot be counted by the text. */
  readonly argumentCount: number | null;
  /** Bytes before the name; null where the parser does not tell. */
  readonly at: number | null;
}

/** `source.name`, which is a column of the source or a function that is called with its row. */
export interface NamedField {
  readonly source: string;
  readonly name: string;
}

/** Everything that a statement names and that a database can define. Names in parts are unquoted, schema first. */
export interface StatementUses {
  readonly calls: readonly NamedCall[];
  readonly fields: readonly NamedField[];
  /** Fields of expressions, `(expression).name`. */
  readonly selections: readonly string[];
  readonly operators: readonly (readonly string[])[];
  readonly types: readonly (readonly string[])[];
  /** Alias → the relations that it stands for somewhere in the statement. */
  readonly relations: ReadonlyMap<string, readonly NamedRelation[]>;
  /** Whether the alias also stands for something else somewhere: a query, a function, a common table expression. */
  isOther(alias: string): boolean;
}

export interface NamedRelation {
  readonly schema: string | null;
  readonly name: string;
}

/** Operators that parts of SQL stand for without naming them. */
const IMPLIED = ['=', '<>', '<', '>', '<=', '>='];
const IMPLYING = new Set(['SubLink', 'CaseExpr', 'RowExpr']);

/** Collects the uses during a visit of the tree of a statement. */
export class UsesCollector implements StatementUses {
  readonly calls: NamedCall[] = [];
  readonly fields: NamedField[] = [];
  readonly selections: string[] = [];
  readonly operators: (readonly string[])[] = [];
  readonly types: (readonly string[])[] = [];
  readonly relations = new Map<string, NamedRelation[]>();
  private readonly commonTables = new Set<string>();
  /** Aliases, counted; those of relations are taken off again. */
  private readonly aliases = new Map<string, number>();

  /** See `visitTree`. */
  visit(key: string, node: SyntaxObject): void {
    switch (key) {
      case 'FuncCall':
        this.calls.push(callOf(node));
        break;
      case 'ColumnRef':
        this.addField(namesIn(node['fields']));
        break;
      case 'A_Indirection':
        this.selections.push(...namesIn(node['indirection']));
        break;
      case 'A_Expr':
        this.addOperator(node);
        break;
      case 'SortBy':
        this.operators.push(...namesOrNone(node['useOp']));
        break;
      case 'typeName':
      case 'TypeName':
        this.types.push(...namesOrNone(node['names']));
        break;
      case 'RangeVar':
        this.addRelation(node);
        break;
      case 'alias':
      case 'join_using_alias':
        this.countAlias(node, 1);
        break;
      case 'CommonTableExpr':
        this.commonTables.add(String(node['ctename']));
        break;
      case 'JoinExpr':
        this.implyWhere(node['usingClause'] !== undefined || node['isNatural'] === true);
        break;
      default:
        this.implyWhere(IMPLYING.has(key));
    }
    if (key === 'SubLink') {
      this.operators.push(...namesOrNone(node['operName']));
    }
  }

  private addField(names: readonly string[]): void {
    const [source, name] = names.slice(-2);
    if (source !== undefined && name !== undefined) {
      this.fields.push({ source, name });
    }
  }

  private addOperator(node: SyntaxObject): void {
    this.operators.push(...namesOrNone(node['name']));
    this.implyWhere(/BETWEEN|DISTINCT|NULLIF|_IN$/.test(String(node['kind'])));
  }

  private addRelation(node: SyntaxObject): void {
    const name = String(node['relname']);
    const alias = isSyntaxObject(node['alias']) ? String(node['alias']['aliasname']) : name;
    if (isSyntaxObject(node['alias'])) {
      this.countAlias(node['alias'], -1);
    }
    const schema = typeof node['schemaname'] === 'string' ? node['schemaname'] : null;
    this.relations.set(alias, [...(this.relations.get(alias) ?? []), { schema, name }]);
  }

  private countAlias(alias: SyntaxObject, by: number): void {
    const name = String(alias['aliasname']);
    this.aliases.set(name, (this.aliases.get(name) ?? 0) + by);
  }

  isOther(alias: string): boolean {
    return (
      (this.aliases.get(alias) ?? 0) > 0 ||
      this.calls.some(({ name }) => name.at(-1) === alias) ||
      (this.relations.get(alias) ?? []).some(({ schema, name }) => schema === null && this.commonTables.has(name))
    );
  }

  private implyWhere(isImplied: boolean): void {
    if (isImplied) {
      this.operators.push(...IMPLIED.map((name) => [name]));
    }
  }
}

function callOf(node: SyntaxObject): NamedCall {
  const count = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
  const ordered = node['agg_within_group'] === true ? count(node['agg_order']) : 0;
  const at = node['location'];
  return {
    name: namesIn(node['funcname']),
    argumentCount: node['func_variadic'] === true ? null : count(node['args']) + ordered,
    at: typeof at === 'number' && at > 0 ? at : null,
  };
}

function namesOrNone(list: unknown): string[][] {
  const names = namesIn(list);
  return names.length === 0 ? [] : [names];
}
