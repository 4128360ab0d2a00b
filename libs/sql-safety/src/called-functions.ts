import { isSyntaxObject, namesIn, type SyntaxObject } from './syntax-tree.js';

/**
 * The functions that a statement calls, also in the dress of a field: for PostgreSQL `('/x'::text).pg_ls_dir` is
 * `pg_ls_dir('/x')`, and so is `f.pg_ls_dir` where `f` is what a function in FROM gives.
 */
export class CalledFunctions {
  private readonly calls: string[][] = [];
  private readonly selections: SyntaxObject[] = [];
  private readonly columns: SyntaxObject[] = [];
  /** Alias of a function in FROM; null when unknown. */
  private readonly sources = new Set<string | null>();

  visit(key: string, node: SyntaxObject): void {
    switch (key) {
      case 'FuncCall':
        this.calls.push(namesIn(node['funcname']));
        break;
      case 'A_Indirection':
        this.selections.push(node);
        break;
      case 'ColumnRef':
        this.columns.push(node);
        break;
      case 'RangeFunction':
        this.sources.add(nameOfSource(node));
    }
  }

  /** Their names in parts, unquoted, schema first. A plain field may look like a call and is then included. */
  names(): readonly (readonly string[])[] {
    const fields = this.selections.flatMap((node) => namesIn(node['indirection'])).map((name) => [name]);
    if (this.sources.size === 0) {
      return [...this.calls, ...fields];
    }
    const isSource = (name = ''): boolean => this.sources.has(name) || this.sources.has(null);
    const columns = this.columns.map((node) => namesIn(node['fields'])).filter((names) => isSource(names.at(-2)));
    return [...this.calls, ...fields, ...columns.map((names) => names.slice(-1))];
  }
}

function nameOfSource({ alias, functions }: SyntaxObject): string | null {
  if (isSyntaxObject(alias) && typeof alias['aliasname'] === 'string') {
    return alias['aliasname'];
  }
  const [first] = Array.isArray(functions) ? (functions as unknown[]) : [];
  const items: unknown = isSyntaxObject(first) && isSyntaxObject(first['List']) ? first['List']['items'] : [];
  const [call] = Array.isArray(items) ? (items as unknown[]) : [];
  const name = isSyntaxObject(call) && isSyntaxObject(call['FuncCall']) ? namesIn(call['FuncCall']['funcname']) : [];
  return name.at(-1) ?? null;
}
