import { fingerprintSql, hasSqlDetails, parseSql, SqlTooComplex } from '#libs/sql-parser';
import { ShapeCollector, type StatementShape } from './describe-statement.js';
import { CalledFunctions } from './called-functions.js';
import { FORBIDDEN_RELATIONS, whyForbidden } from './forbidden-functions.js';
import { UsesCollector, type StatementUses } from './statement-uses.js';
import { MAX_STATEMENT_BYTES, refusal, type Refusal } from './refusal.js';
import { isSyntaxObject, visitTree, type SyntaxObject } from './syntax-tree.js';

export interface TableReference {
  /** Null when the statement does not specify it. */
  readonly schema: string | null;
  readonly name: string;
}

/** One query that only reads, judged by its text. */
export interface HarmlessStatement {
  readonly ok: true;
  /** Relations that the statement names, without its own CTEs, each once. */
  readonly tables: readonly TableReference[];
  /** What else it names. */
  readonly uses: StatementUses;
}

export interface AcceptedStatement extends HarmlessStatement {
  /** See `fingerprintOf`. */
  readonly fingerprint: string;
}

export type StatementCheck = AcceptedStatement | Refusal;

/**
 * Takes a text only if PostgreSQL's own parser sees exactly one statement in it, and that is a query without any part
 * that writes, locks, waits or reaches out of the database. It knows nothing of the catalog: run what it accepts
 * with `StatementRunner` and `executeStatement`, whose sessions are read-only.
 */
export async function checkReadOnlyStatement(sql: string): Promise<StatementCheck> {
  const check = await inspect(sql, () => undefined);
  return check.ok ? { ...check, fingerprint: await fingerprintOf(sql, check) } : check;
}

/** The same check without a fingerprint. */
export function checkStatement(sql: string): Promise<HarmlessStatement | Refusal> {
  return inspect(sql, () => undefined);
}

/** The same check with the statement's shape and tree instead of the fingerprint, in one parse. */
export async function checkAndDescribe(
  sql: string,
): Promise<
  | { readonly check: HarmlessStatement; readonly shape: StatementShape; readonly tree: SyntaxObject }
  | { readonly check: Refusal; readonly shape: null; readonly tree: null }
> {
  const shape = new ShapeCollector();
  let tree: SyntaxObject = {};
  let isRoot = true;
  const check = await inspect(sql, (key, node) => {
    if (isRoot) {
      tree = { [key]: node };
      isRoot = false;
    }
    shape.visit(key, node);
  });
  return check.ok ? { check, shape, tree } : { check, shape: null, tree: null };
}

/**
 * Equal for statements that differ in constants, names of output columns and layout only. It is libpg-query's fingerprint,
 * with the schemas that the statement names: for libpg-query `sales.orders` and `archive.orders` are one.
 */
export async function fingerprintOf(sql: string, { tables }: HarmlessStatement): Promise<string> {
  const elsewhere = tables.flatMap(({ schema, name }) =>
    schema === null || schema === 'public' ? [] : [JSON.stringify([schema, name])],
  );
  return [await fingerprintSql(sql), ...elsewhere.sort()].join(' ');
}

type Visitor = (key: string, node: SyntaxObject) => void;

/** @param alsoVisit visits every node of the parse tree, in the same single walk */
async function inspect(sql: string, alsoVisit: Visitor): Promise<HarmlessStatement | Refusal> {
  if (Buffer.byteLength(sql) > MAX_STATEMENT_BYTES) {
    return refusal('too_large');
  }
  // The parser would stop at a NUL, and so would the protocol message that carries the text.
  const nul = sql.indexOf('\0');
  if (nul >= 0) {
    return refusal('has_nul', '', nul + 1);
  }
  if (sql.trim() === '') {
    return refusal('no_statement');
  }
  try {
    const { stmts = [] } = await parseSql(sql);
    return checkStatements(stmts, alsoVisit);
  } catch (error) {
    return refusalOf(error);
  }
}

function refusalOf(error: unknown): Refusal {
  if (hasSqlDetails(error)) {
    const offset = error.sqlDetails?.cursorPosition ?? -1;
    return refusal('not_parsable', error.message, offset < 0 ? null : offset + 1);
  }
  // A RangeError: a tree that is nested too deeply for the stack.
  if (error instanceof SqlTooComplex || error instanceof RangeError) {
    return refusal('too_complex');
  }
  throw error;
}

function checkStatements(statements: readonly { stmt?: unknown }[], alsoVisit: Visitor): HarmlessStatement | Refusal {
  if (statements.length === 0) {
    return refusal('no_statement');
  }
  if (statements.length > 1) {
    return refusal('several_statements', String(statements.length));
  }
  const root = statements[0]?.stmt;
  const type = isSyntaxObject(root) ? Object.keys(root)[0] : undefined;
  if (type !== 'SelectStmt') {
    return refusal('not_a_query', nameOfStatement(type ?? ''));
  }
  let found: Refusal | null = null;
  const tables = new TableCollector();
  const called = new CalledFunctions();
  const uses = new UsesCollector();
  visitTree(root, (key, node) => {
    found ??= checkNode(key, node);
    tables.visit(key, node);
    called.visit(key, node);
    uses.visit(key, node);
    alsoVisit(key, node);
  });
  const calls = called.names();
  found ??= calls.reduce<Refusal | null>((refused, name) => refused ?? checkCall(name), null);
  return found ?? { ok: true, tables: tables.found(), uses };
}

function checkNode(key: string, node: SyntaxObject): Refusal | null {
  if (key.endsWith('Stmt') && key !== 'SelectStmt') {
    return refusal('writes_data', nameOfStatement(key));
  }
  switch (key) {
    case 'intoClause':
      return refusal('select_into');
    case 'LockingClause':
      return refusal('locking_clause');
    case 'ParamRef':
      return refusal('has_parameters', `$${Number(node['number'] ?? 0)}`);
    case 'RangeVar': {
      const name = String(node['relname']);
      return FORBIDDEN_RELATIONS.includes(name) ? refusal('forbidden_relation', name) : null;
    }
    default:
      return null;
  }
}

function checkCall(name: readonly string[]): Refusal | null {
  const why = whyForbidden(name);
  return why ? refusal('forbidden_function', `${name.join('.')} (${why})`) : null;
}

/** `CreateTableAsStmt` → `CREATE TABLE AS`. */
function nameOfStatement(type: string): string {
  return type
    .replace(/Stmt$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}

/** The relations that a statement names, each once, without its own CTEs. */
class TableCollector {
  private readonly tables = new Map<string, TableReference>();
  private readonly ownNames = new Set<string>();

  visit(key: string, node: SyntaxObject): void {
    if (key === 'CommonTableExpr') {
      this.ownNames.add(String(node['ctename']));
    } else if (key === 'RangeVar') {
      const schema = typeof node['schemaname'] === 'string' ? node['schemaname'] : null;
      const name = String(node['relname']);
      this.tables.set(JSON.stringify([schema, name]), { schema, name });
    }
  }

  found(): TableReference[] {
    return [...this.tables.values()].filter(({ schema, name }) => schema !== null || !this.ownNames.has(name));
  }
}
