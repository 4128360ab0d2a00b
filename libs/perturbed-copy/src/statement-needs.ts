import { isNode, namesOf, nodesIn, unwrapped, visitNodes, type Node } from '#libs/sql-writing';

/** A table as a statement names it. */
export interface NamedTable {
  /** Null for a bare name. */
  readonly schema: string | null;
  readonly name: string;
}

/** What statements ask of the rows of a copy. Columns go by their bare names: a wrong guess only adds a value. */
export interface StatementNeeds {
  readonly tables: readonly NamedTable[];
  /** Constants that a column is compared with, by the name of the column. */
  readonly literals: ReadonlyMap<string, ReadonlySet<string>>;
  /** Columns that are compared with other columns: their values have to meet. */
  readonly joined: ReadonlySet<string>;
  /** Columns that are asked whether they are NULL. */
  readonly nullTested: ReadonlySet<string>;
}

/** @param trees of the statement and of all that is compared with it */
export function needsOf(trees: readonly Node[]): StatementNeeds {
  const tables = new Map<string, NamedTable>();
  const literals = new Map<string, Set<string>>();
  const joined = new Set<string>();
  const nullTested = new Set<string>();
  visitNodes(trees, (key, node) => {
    if (key === 'RangeVar') {
      const table = { schema: textOf(node['schemaname']), name: String(node['relname']) };
      tables.set(`${table.schema ?? ''}.${table.name}`, table);
    } else if (key === 'A_Expr') {
      const sides = [node['lexpr'], node['rexpr']].map(columnsAndConstants);
      const columns = sides.flatMap((side) => side.columns);
      const constants = sides.flatMap((side) => side.constants);
      columns.forEach((column) => constants.forEach((constant) => addTo(literals, column, constant)));
      if (sides.every((side) => side.columns.length > 0)) {
        columns.forEach((column) => joined.add(column));
      }
    } else if (key === 'JoinExpr') {
      namesOf(node['usingClause']).forEach((column) => joined.add(column));
    } else if (key === 'SubLink') {
      columnsAndConstants(node['testexpr']).columns.forEach((column) => joined.add(column));
    } else if (key === 'NullTest') {
      columnsAndConstants(node['arg']).columns.forEach((column) => nullTested.add(column));
    }
  });
  return { tables: [...tables.values()], literals, joined, nullTested };
}

function columnsAndConstants(side: unknown): { readonly columns: string[]; readonly constants: string[] } {
  const columns: string[] = [];
  const constants: string[] = [];
  visitNodes([side], (key, node) => {
    if (key === 'ColumnRef') {
      columns.push(...namesOf(node['fields']).slice(-1));
    } else if (key === 'A_Const') {
      constants.push(...constantIn(node));
    }
    return key !== 'subselect';
  });
  return { columns, constants };
}

function constantIn(constant: Node): string[] {
  const text = unwrapped(constant, 'sval')?.['sval'] ?? unwrapped(constant, 'fval')?.['fval'];
  const whole = constant['ival'];
  if (typeof text === 'string') {
    return [text];
  }
  // Zero and false have no field in the tree.
  return isNode(whole) ? [String(Number(whole['ival'] ?? 0))] : [];
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key) ?? new Set();
  known.add(value);
  sets.set(key, known);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Names of the common table expressions of a statement. */
export function commonTables(tree: Node): Set<string> {
  const names = new Set<string>();
  visitNodes([tree], (key, node) => {
    if (key === 'withClause') {
      nodesIn(node['ctes']).forEach((cte) => names.add(String(unwrapped(cte, 'CommonTableExpr')?.['ctename'])));
    }
  });
  return names;
}
