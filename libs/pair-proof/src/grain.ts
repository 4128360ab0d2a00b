import type { RelationOutline } from '#libs/catalog';
import { namesOf, nodesIn, unwrapped, visitNodes, type Node } from '#libs/sql-writing';

/** A relation and the sets of columns that identify its rows. */
export interface KeyedRelation {
  readonly schema: string;
  readonly name: string;
  readonly keys: readonly (readonly string[])[];
}

export function keyedRelation({ schema, name, primaryKey, uniqueConstraints }: RelationOutline): KeyedRelation {
  const keys = [...(primaryKey ? [primaryKey] : []), ...uniqueConstraints].map(({ columns }) => columns);
  return { schema, name, keys };
}

/** A relation in FROM. */
export interface Source {
  readonly alias: string;
  readonly schema: string | null;
  readonly name: string;
}

interface Side {
  /** Null for a bare name. */
  readonly source: string | null;
  readonly column: string;
}

/** The relations of one query, its own comparisons of columns, and the tree of FROM and WHERE. */
export interface JoinOfQuery {
  readonly sources: readonly Source[];
  readonly equalities: readonly (readonly [Side, Side])[];
  /** The rows that the query reads before it groups them. */
  readonly rows: Node;
}

/** Null for a query that does not only join relations: set operations, subqueries and functions in FROM. */
export function joinOf(statement: Node): JoinOfQuery | null {
  const query = unwrapped(statement, 'SelectStmt');
  if (query === null || query['op'] !== 'SETOP_NONE' || query['withClause'] !== undefined) {
    return null;
  }
  const sources: Source[] = [];
  const equalities: (readonly [Side, Side])[] = [];
  let isPlain = true;
  visitNodes([query['fromClause'], query['whereClause']], (key, node) => {
    if (key === 'RangeVar') {
      sources.push(sourceOf(node));
    } else if (key === 'JoinExpr') {
      equalities.push(...namesOf(node['usingClause']).map((column) => sharedColumn(column)));
      isPlain &&= node['isNatural'] !== true;
    } else if (key === 'A_Expr' && namesOf(node['name'])[0] === '=') {
      const sides = [node['lexpr'], node['rexpr']].map(sideOf);
      const [left, right] = sides;
      if (left && right) {
        equalities.push([left, right]);
      }
    }
    isPlain &&= !/^Range(Subselect|Function|TableFunc|TableSample)$/.test(key);
    return key !== 'subselect';
  });
  if (!isPlain || sources.length < 2) {
    return null;
  }
  const { fromClause, whereClause } = query;
  const counted = { ResTarget: { val: { A_Const: { ival: { ival: 1 } } } } };
  const select = { targetList: [counted], fromClause, ...(whereClause === undefined ? {} : { whereClause }) };
  return {
    sources,
    equalities,
    rows: { SelectStmt: { ...select, limitOption: 'LIMIT_OPTION_DEFAULT', op: 'SETOP_NONE' } },
  };
}

/** A column of USING belongs to both sides, whichever they are. */
function sharedColumn(column: string): readonly [Side, Side] {
  return [
    { source: null, column },
    { source: null, column },
  ];
}

function sideOf(wrapper: unknown): Side | null {
  const names = namesOf(unwrapped(wrapper, 'ColumnRef')?.['fields']);
  const column = names.at(-1);
  return column === undefined ? null : { source: names.at(-2) ?? null, column };
}

function sourceOf(node: Node): Source {
  const name = String(node['relname']);
  const alias = nodesIn([node['alias']])[0]?.['aliasname'];
  const schema = typeof node['schemaname'] === 'string' ? node['schemaname'] : null;
  return { alias: typeof alias === 'string' ? alias : name, schema, name };
}

/**
 * Whether the join can have more rows than each of its relations. It cannot where, from one relation on, each other one
 * is joined by a key of its own.
 */
export function mayMultiply(join: JoinOfQuery, relations: readonly KeyedRelation[]): boolean {
  const keys = new Map(join.sources.map((source) => [source.alias, keysOf(source, relations)]));
  return !join.sources.some(({ alias }) => reachesAll(alias, join, keys));
}

function keysOf({ schema, name }: Source, relations: readonly KeyedRelation[]): readonly (readonly string[])[] {
  const named = relations.filter((relation) => relation.name === name);
  const found =
    named.find((relation) => relation.schema === (schema ?? 'public')) ?? (schema === null ? named[0] : undefined);
  return found?.keys ?? [];
}

function reachesAll(
  start: string,
  { sources, equalities }: JoinOfQuery,
  keys: ReadonlyMap<string, readonly (readonly string[])[]>,
): boolean {
  const reached = new Set([start]);
  for (let before = 0; before < reached.size;) {
    before = reached.size;
    for (const { alias } of sources.filter((source) => !reached.has(source.alias))) {
      const given = new Set(
        equalities.flatMap(([left, right]) => [
          ...givenColumn(left, right, alias, reached),
          ...givenColumn(right, left, alias, reached),
        ]),
      );
      if ((keys.get(alias) ?? []).some((key) => key.every((column) => given.has(column)))) {
        reached.add(alias);
      }
    }
  }
  return reached.size === sources.length;
}

/** A bare name may be of any relation: it counts as given where the other side can be a reached one. */
function givenColumn(own: Side, other: Side, alias: string, reached: ReadonlySet<string>): string[] {
  const isOwn = own.source === alias || own.source === null;
  const isReached = other.source === null || (other.source !== alias && reached.has(other.source));
  return isOwn && isReached ? [own.column] : [];
}
