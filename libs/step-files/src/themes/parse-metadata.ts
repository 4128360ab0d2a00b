import type { InsertStmt, Node } from 'libpg-query';
import { DomainError } from '#libs/domain-errors';
import { FILE_LIMITS, hasSqlDetails, parseSql, SqlTooComplex } from '#libs/sql-parser';
import { parseArrayLiteral } from './array-literal.js';
import { stepFileErrors } from '../errors.js';
import type { Theme } from './theme.js';

/**
 * The themes of a `metadata.txt`, also after a person has edited it: read with PostgreSQL's own parser, columns in any
 * order, several rows an INSERT, arrays as `ARRAY[…]`, `'{…}'` or, as the Python original wrote them, `'a,b'`.
 * Table names come back as they stand, with `public.` where the schema is missing.
 * @throws DomainError `metadata_unparsable`, `metadata_too_complex`, `metadata_without_themes`
 */
export async function parseMetadata(text: string): Promise<Theme[]> {
  const statements = (await parsed(text)).stmts ?? [];
  const themes = statements.flatMap(({ stmt }) =>
    stmt && 'InsertStmt' in stmt && stmt.InsertStmt.relation?.relname === 'metadata' ? themesOf(stmt.InsertStmt) : [],
  );
  if (themes.length === 0) {
    throw new DomainError(stepFileErrors.metadata_without_themes);
  }
  return themes;
}

async function parsed(text: string): ReturnType<typeof parseSql> {
  const sql = text.replace(/^\uFEFF/, '');
  try {
    return await parseSql(sql, FILE_LIMITS);
  } catch (error) {
    if (error instanceof SqlTooComplex) {
      throw new DomainError(stepFileErrors.metadata_too_complex, { bytes: FILE_LIMITS.bytes }, { cause: error });
    }
    const position = hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0;
    const line = [...sql].slice(0, position).filter((character) => character === '\n').length + 1;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError(stepFileErrors.metadata_unparsable, { reason, line }, { cause: error });
  }
}

const DEFAULT_COLUMNS = [
  'id',
  'topic_name',
  'description',
  'related_tables',
  'biz_entities',
  'biz_metrics',
  'created_at',
];

function themesOf(insert: InsertStmt): Theme[] {
  const named = (insert.cols ?? []).map((column) => ('ResTarget' in column ? (column.ResTarget.name ?? '') : ''));
  const columns = named.length > 0 ? named : DEFAULT_COLUMNS;
  const select = insert.selectStmt && 'SelectStmt' in insert.selectStmt ? insert.selectStmt.SelectStmt : undefined;
  return (select?.valuesLists ?? []).flatMap((row) => {
    const items = 'List' in row ? (row.List.items ?? []) : [];
    const values = new Map(items.map((item, index) => [columns[index] ?? '', item]));
    const topicName = stringOf(values.get('topic_name')).trim();
    const relatedTables = listOf(values.get('related_tables')).map(qualified);
    return topicName === '' || relatedTables.length === 0
      ? []
      : [
          {
            topicName,
            relatedTables,
            description: stringOf(values.get('description')),
            bizEntities: listOf(values.get('biz_entities')),
            bizMetrics: listOf(values.get('biz_metrics')),
          },
        ];
  });
}

function qualified(table: string): string {
  return table.includes('.') ? table : `public.${table}`;
}

function withoutCast(node: Node | undefined): Node | undefined {
  return node && 'TypeCast' in node ? withoutCast(node.TypeCast.arg) : node;
}

function stringOf(node: Node | undefined): string {
  const value = withoutCast(node);
  return value && 'A_Const' in value ? (value.A_Const.sval?.sval ?? '') : '';
}

function listOf(node: Node | undefined): string[] {
  const value = withoutCast(node);
  if (value && 'A_ArrayExpr' in value) {
    return (value.A_ArrayExpr.elements ?? []).map(stringOf).filter((item) => item !== '');
  }
  const text = stringOf(value).trim();
  const items = text.startsWith('{') ? parseArrayLiteral(text) : text.split(',');
  return items.map((item) => item.trim()).filter((item) => item !== '');
}
