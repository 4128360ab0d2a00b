import { IDENTIFIER_IN_TEXT } from '#libs/postgres';
import { FILE_LIMITS, parseSql } from '#libs/sql-parser';
import type { Reference, StoredRecord, StoredTable } from './stored-table.js';

type Node = Readonly<Record<string, unknown>>;

/** A name in a comment, with columns in brackets: `sales.orders(id)`. */
const TARGET = new RegExp(
  String.raw`((?:${IDENTIFIER_IN_TEXT}\.)?${IDENTIFIER_IN_TEXT})\s?[(（](${IDENTIFIER_IN_TEXT}(?:, ?${IDENTIFIER_IN_TEXT})*)[)）]`,
  'gu',
);
/** A line of a column, with what its comment says. */
const COLUMN_LINE = new RegExp(String.raw`^\s*(${IDENTIFIER_IN_TEXT})\s.*?\s-- (.*)$`, 'u');
/** Comments of a view name its columns: `--   total numeric - …`. */
const VIEW_COLUMN = new RegExp(String.raw`^--\s+(${IDENTIFIER_IN_TEXT})\s+\S`, 'u');

/** @returns null where the record is no statement that creates a table or a view */
export async function readTable({ id, document, source }: StoredRecord): Promise<StoredTable | null> {
  const statements = await statementsOf(document);
  for (const statement of statements) {
    const create = (statement['CreateStmt'] ?? (statement['CreateForeignTableStmt'] as Node | undefined)?.['base']) as
      Node | undefined;
    const view = statement['ViewStmt'] as Node | undefined;
    const filled = statement['CreateTableAsStmt'] as Node | undefined;
    const relation = (create?.['relation'] ?? view?.['view'] ?? (filled?.['into'] as Node | undefined)?.['rel']) as
      Node | undefined;
    if (relation !== undefined) {
      const name = nameOf(relation);
      const database = databaseOf(source);
      const table = { id, source, database, ddl: document, ...namesIn(database, name) };
      return create === undefined
        ? { ...table, columns: viewColumns(document), references: [] }
        : { ...table, ...partsOf(create, document) };
    }
  }
  return null;
}

async function statementsOf(sql: string): Promise<Node[]> {
  try {
    const { stmts = [] } = await parseSql(sql, FILE_LIMITS);
    return stmts.flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt as Node]));
  } catch {
    // Records of other programs may hold anything.
    return [];
  }
}

function partsOf(create: Node, document: string): Pick<StoredTable, 'columns' | 'references'> {
  const columns: string[] = [];
  const references: Reference[] = [];
  for (const element of listOf(create['tableElts'])) {
    const column = element['ColumnDef'] as Node | undefined;
    const own = element['Constraint'] as Node | undefined;
    const columnName = column === undefined ? null : String(column['colname']);
    if (columnName !== null) {
      columns.push(columnName);
    }
    const constraints = own ? [own] : listOf(column?.['constraints']).map((one) => one['Constraint'] as Node);
    references.push(...constraints.flatMap((constraint) => declaredReference(constraint, columnName)));
  }
  return { columns, references: [...references, ...commentedReferences(document, columns)] };
}

function declaredReference(constraint: Node, column: string | null): Reference[] {
  if (constraint['contype'] !== 'CONSTR_FOREIGN') {
    return [];
  }
  const columns = column === null ? stringsOf(constraint['fk_attrs']) : [column];
  const table = nameOf(constraint['pktable'] as Node);
  return [{ columns, table, otherColumns: stringsOf(constraint['pk_attrs']), declared: true }];
}

/** What comments of columns name, in whatever language: tables and columns of the store are filtered later. */
function commentedReferences(document: string, columns: readonly string[]): Reference[] {
  const known = new Set(columns);
  return document.split('\n').flatMap((line) => {
    const [, identifier = '', comment = ''] = COLUMN_LINE.exec(line) ?? [];
    const column = unquoted(identifier);
    return known.has(column)
      ? [...comment.matchAll(TARGET)].map(([, path = '', others = '']): Reference => {
          const names = path.match(new RegExp(IDENTIFIER_IN_TEXT, 'gu')) ?? [];
          return {
            columns: [column],
            table: { schema: names.length > 1 ? unquoted(names[0] ?? '') : null, name: unquoted(names.at(-1) ?? '') },
            otherColumns: (others.match(new RegExp(IDENTIFIER_IN_TEXT, 'gu')) ?? []).map(unquoted),
            declared: false,
          };
        })
      : [];
  });
}

function viewColumns(document: string): string[] {
  return document.split('\n').flatMap((line) => {
    const [, identifier] = VIEW_COLUMN.exec(line) ?? [];
    return identifier === undefined ? [] : [unquoted(identifier)];
  });
}

function nameOf(relation: Node): { readonly schema: string | null; readonly name: string } {
  const { schemaname } = relation;
  return { schema: typeof schemaname === 'string' ? schemaname : null, name: String(relation['relname']) };
}

function namesIn(database: string | null, { schema, name }: { readonly schema: string | null; readonly name: string }) {
  const whole = schema === null ? name : `${schema}.${name}`;
  return { name: whole, key: `${database ?? ''}/${whole}` };
}

/** The database that a record is about, by its source; null for records of other programs. */
export function databaseOf(source: string | null): string | null {
  return source?.split('/', 1)[0] ?? null;
}

/** Names in comments keep their case and are quoted where SQL needs it. */
function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

function listOf(value: unknown): Node[] {
  return Array.isArray(value) ? (value as Node[]) : [];
}

function stringsOf(value: unknown): string[] {
  return listOf(value).map((member) => String((member['String'] as Node)['sval']));
}
