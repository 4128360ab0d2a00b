import { namesIn, visitTree, type SyntaxObject } from '#libs/sql-safety';
import { listOf, nodeOf } from './nodes.js';
import type { Scope, Source } from './scope.js';

/**
 * The tables of one FROM clause in parts that no condition connects, each part by its first table; empty where all are
 * connected. Derived tables and functions alone are no part: one row of figures is often put next to every row.
 */
export function unjoinedTables(select: SyntaxObject, scope: Scope): string[] {
  const tables = [...scope.sources.values()].filter(({ outputs, isTable }) => outputs === null && isTable);
  if (tables.length < 2) {
    return [];
  }
  const parts = new Parts(scope.sources.keys());
  connectWhere(select['whereClause'], scope, parts);
  for (const item of listOf(select['fromClause'])) {
    connectJoins(item, scope, parts);
  }
  const byPart = Map.groupBy(tables, ({ alias }) => parts.of(alias));
  return byPart.size < 2 ? [] : [...byPart.values()].map(([first]) => (first as Source).label).sort();
}

/** Sets of aliases that conditions connect. */
class Parts {
  private readonly parents = new Map<string, string>();

  constructor(aliases: Iterable<string>) {
    for (const alias of aliases) {
      this.parents.set(alias, alias);
    }
  }

  of(alias: string): string {
    const parent = this.parents.get(alias) ?? alias;
    return parent === alias ? alias : this.of(parent);
  }

  connect([first, ...others]: readonly string[]): void {
    for (const other of others) {
      this.parents.set(this.of(other), this.of(first ?? other));
    }
  }
}

/** Each conjunct connects what it names. */
function connectWhere(value: unknown, scope: Scope, parts: Parts): void {
  const { type, body } = nodeOf(value);
  if (type === 'BoolExpr' && body['boolop'] === 'AND_EXPR') {
    listOf(body['args']).forEach((arg) => connectWhere(arg, scope, parts));
  } else {
    parts.connect(aliasesIn(value, scope));
  }
}

/** @returns the aliases below the item */
function connectJoins(value: unknown, scope: Scope, parts: Parts): string[] {
  const { type, body } = nodeOf(value);
  if (type === 'RangeSubselect' || type === 'RangeFunction') {
    // A lateral one names its neighbours.
    const alias = nameOf(body);
    parts.connect([alias, ...aliasesIn(body['subquery'] ?? body['functions'], scope)]);
    return [alias];
  }
  if (type !== 'JoinExpr') {
    return type === 'RangeVar' ? [nameOf(body)] : [];
  }
  const left = connectJoins(body['larg'], scope, parts);
  const right = connectJoins(body['rarg'], scope, parts);
  connectWhere(body['quals'], scope, parts);
  if (body['usingClause'] !== undefined || body['isNatural'] === true) {
    parts.connect([...left.slice(-1), ...right.slice(0, 1)]);
  }
  return [...left, ...right];
}

function nameOf(body: SyntaxObject): string {
  const alias = body['alias'] as SyntaxObject | undefined;
  return String(alias?.['aliasname'] ?? body['relname']);
}

function aliasesIn(value: unknown, scope: Scope): string[] {
  const found = new Set<string>();
  visitTree([value], (key, node) => {
    if (key === 'ColumnRef') {
      const names = namesIn(node['fields']);
      const alias = names.at(-2) ?? scope.column(null, names.at(-1) ?? '')?.source ?? '';
      if (scope.sources.has(alias)) {
        found.add(alias);
      }
    }
  });
  return [...found];
}
