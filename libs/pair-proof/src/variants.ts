import {
  namesOf,
  nodesIn,
  queryTree,
  unwrapped,
  visitNodes,
  writeSql,
  writtenExactly,
  type Node,
} from '#libs/sql-writing';
import type { IsSoftDelete } from './mutate/conditions.js';
import { constantOf } from './mutate/forms.js';
import type { Mutation, MutantKind } from './mutate/mutation.js';
import { mutationsOf } from './mutate/mutations-of.js';
import type { ResultForm } from './digests.js';

/** The statement with one change of meaning. */
export interface Mutant {
  readonly kind: MutantKind;
  /** The changed part, as SQL. */
  readonly part: string;
  /** The whole statement, without a semicolon. */
  readonly sql: string;
  readonly isGuard: boolean;
}

/** Its rows are compared in their order. */
export function changesOrder({ kind }: Mutant): boolean {
  return kind === 'order' || kind === 'limit';
}

/** A statement and all that proofs need to know of its text. */
export interface Variants {
  readonly tree: Node;
  /** As the tree is written; null when the writer does not know all of its SQL. */
  readonly sql: string | null;
  readonly mutants: readonly Mutant[];
  readonly form: ResultForm;
  /** A limit without an order: which rows it gives is not determined. */
  readonly isUndetermined: boolean;
  /** Random numbers, the clock, or a sample: another result each time. */
  readonly isVolatile: boolean;
}

/** The statements of a pair are tried in one statement of the server. */
const MOST_MUTANTS = 16;
/** A part that a person reads. */
const MOST_CHARACTERS = 400;

const VOLATILE =
  /^(random|random_normal|clock_timestamp|timeofday|statement_timestamp|gen_random_uuid|uuid.*|pg_backend_pid)$/;

/**
 * @param sql a statement that the ladder of validation accepts
 * @param known its parse tree, where it was parsed before; it is as it was at the end
 * @returns null for a text that is not one query
 */
export async function variantsOf(
  sql: string,
  isSoftDelete: IsSoftDelete,
  known: Node | null = null,
): Promise<Variants | null> {
  const tree = known ?? (await queryTree(sql));
  const query = unwrapped(tree, 'SelectStmt');
  if (query === null || tree === null) {
    return null;
  }
  const isUndetermined = query['sortClause'] === undefined && !isAll(query['limitCount'], query['limitOffset']);
  const isRepeatable = !isUndetermined && !isVolatile(tree);
  // A result that is another one each time is compared with nothing; its text is taken as it is where nothing can follow it.
  const written = isRepeatable || /--|\/\*/.test(sql) ? await writtenExactly(tree) : null;
  const mutants = written === null || !isRepeatable ? [] : mutantsOf(tree, written, isSoftDelete);
  return {
    tree,
    sql: written,
    mutants,
    form: {
      columns: columnsOf(query),
      isOrdered: query['sortClause'] !== undefined,
      hasAverages: mutants.some(({ kind }) => kind === 'aggregate'),
    },
    isUndetermined,
    isVolatile: !isUndetermined && !isRepeatable,
  };
}

function isAll(limit: unknown, offset: unknown): boolean {
  return limit === undefined && (offset === undefined || constantOf(offset) === 0);
}

function mutantsOf(tree: Node, own: string, isSoftDelete: IsSoftDelete): Mutant[] {
  const known = new Set([own]);
  const mutants: Mutant[] = [];
  for (const mutation of mutationsOf(tree, isSoftDelete)) {
    const sql = mutants.length < MOST_MUTANTS ? written(tree, mutation) : null;
    if (sql !== null && !known.has(sql)) {
      known.add(sql);
      mutants.push({ kind: mutation.kind, part: partOf(mutation), sql, isGuard: mutation.isGuard });
    }
  }
  return mutants;
}

function written(tree: Node, mutation: Mutation): string | null {
  const undo = mutation.change();
  try {
    return writeSql(tree);
  } catch {
    return null;
  } finally {
    undo();
  }
}

function partOf({ part }: Mutation): string {
  const sql = writeSql(part);
  return sql.length > MOST_CHARACTERS ? `${sql.slice(0, MOST_CHARACTERS - 1)}…` : sql;
}

/** Columns of the select list before the first star. */
function columnsOf(query: Node): number {
  const side = query['op'] === 'SETOP_NONE' ? query : (nodesIn([query['larg']])[0] ?? {});
  const targets = nodesIn(side['targetList']).map((target) => unwrapped(target, 'ResTarget'));
  const star = targets.findIndex((target) => hasStar(target?.['val']));
  return star === -1 ? targets.length : star;
}

function hasStar(value: unknown): boolean {
  const fields = unwrapped(value, 'ColumnRef')?.['fields'] ?? unwrapped(value, 'A_Indirection')?.['indirection'];
  return nodesIn(fields).some((field) => 'A_Star' in field);
}

function isVolatile(tree: Node): boolean {
  let isFound = false;
  visitNodes(tree, (key, node) => {
    isFound ||=
      key === 'RangeTableSample' || (key === 'FuncCall' && VOLATILE.test(namesOf(node['funcname']).at(-1) ?? ''));
  });
  return isFound;
}
