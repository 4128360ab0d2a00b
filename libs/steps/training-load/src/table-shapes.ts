import type { ColumnDef, Constraint, CreateStmt, Node, RangeVar } from 'libpg-query';
import { qualifiedName } from '#libs/postgres';
import { FILE_LIMITS, parseSql } from '#libs/sql-parser';
import { viewColumns } from './view-columns.js';

export interface TableShape {
  /** `public` where the statement names none. */
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly isArray: boolean }[];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly ForeignKey[];
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly table: { readonly schema: string; readonly name: string };
  /** Empty for a reference to the primary key. */
  readonly referenced: readonly string[];
}

/** The tables and views that a `.ddl` file creates, read by PostgreSQL's own parser; null when it is not PostgreSQL. */
export async function parseTables(ddl: string): Promise<TableShape[] | null> {
  try {
    const { stmts = [] } = await parseSql(ddl, FILE_LIMITS);
    const shapes: TableShape[] = [];
    for (const { stmt } of stmts) {
      const create = stmt && (createStatementOf(stmt) ?? (await asTable(stmt, ddl)));
      shapes.push(...(create?.relation?.relname ? [shapeOf(create)] : []));
    }
    return shapes;
  } catch {
    return null;
  }
}

/** A view as the statement of a table with the same columns. */
async function asTable(node: Node, ddl: string): Promise<CreateStmt | undefined> {
  const view = viewOf(node);
  const columns = view && viewColumns(ddl, view.query, strings(view.aliases));
  if (!view?.relation?.relname || !columns) {
    return undefined;
  }
  const name = qualifiedName(view.relation.schemaname ?? 'public', view.relation.relname);
  const [statement] = (await parseSql(`create table ${name} (${columns})`, FILE_LIMITS)).stmts ?? [];
  return statement?.stmt && createStatementOf(statement.stmt);
}

function viewOf(
  node: Node,
): { readonly relation?: RangeVar; readonly query?: Node; readonly aliases?: Node[] } | undefined {
  if ('ViewStmt' in node) {
    const { view: relation, query, aliases } = node.ViewStmt;
    return { ...(relation && { relation }), ...(query && { query }), ...(aliases && { aliases }) };
  }
  if ('CreateTableAsStmt' in node) {
    const { into, query } = node.CreateTableAsStmt;
    return {
      ...(into?.rel && { relation: into.rel }),
      ...(query && { query }),
      ...(into?.colNames && { aliases: into.colNames }),
    };
  }
  return undefined;
}

function createStatementOf(node: Node): CreateStmt | undefined {
  if ('CreateStmt' in node) {
    return node.CreateStmt;
  }
  return 'CreateForeignTableStmt' in node ? node.CreateForeignTableStmt.base : undefined;
}

function shapeOf({ relation, tableElts = [] }: CreateStmt): TableShape {
  const columns = tableElts.flatMap((element) => ('ColumnDef' in element ? [element.ColumnDef] : []));
  const constraints = [
    ...columns.flatMap((column) =>
      constraintsOf(column).map((constraint) => onColumn(constraint, column.colname ?? '')),
    ),
    ...tableElts.flatMap((element) => ('Constraint' in element ? [element.Constraint] : [])),
  ];
  const primary = constraints.find(({ contype }) => contype === 'CONSTR_PRIMARY');
  return {
    schema: relation?.schemaname ?? 'public',
    name: relation?.relname ?? '',
    columns: columns.map(({ colname, typeName }) => ({
      name: colname ?? '',
      type: strings(typeName?.names).at(-1) ?? '',
      isArray: (typeName?.arrayBounds ?? []).length > 0,
    })),
    primaryKey: strings(primary?.keys),
    foreignKeys: constraints
      .filter(({ contype }) => contype === 'CONSTR_FOREIGN')
      .map(({ fk_attrs: columnsOfKey, pktable, pk_attrs: referenced }) => ({
        columns: strings(columnsOfKey),
        table: { schema: pktable?.schemaname ?? 'public', name: pktable?.relname ?? '' },
        referenced: strings(referenced),
      })),
  };
}

function constraintsOf(column: ColumnDef): Constraint[] {
  return (column.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}

/** A constraint written at a column is about that column. */
function onColumn(constraint: Constraint, column: string): Constraint {
  const named = [{ String: { sval: column } }];
  return { ...constraint, keys: named, fk_attrs: named };
}

function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}
