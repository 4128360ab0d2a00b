import type { Node, SelectStmt } from 'libpg-query';
import { quoteIdentifier } from '#libs/postgres';

/**
 * The columns of a view as a `.ddl` file has them, as definitions of a table: names from the query, which PostgreSQL
 * writes out, and types from the comment lines before it (`--   total numeric - 总额`).
 * @param aliases names that the statement gives instead
 * @returns null when the file does not contain the type of each column
 */
export function viewColumns(ddl: string, query: Node | undefined, aliases: readonly string[]): string | null {
  const names = namesOf(query).map((name, index) => aliases[index] ?? name);
  const definitions = names.map((name) => {
    const line = ddl.split('\n').find((text) => text.startsWith(`--   ${name} `));
    const [type = ''] = line?.slice(`--   ${name} `.length).split(' - ') ?? [];
    return type === '' ? null : `${quoteIdentifier(name)} ${type}`;
  });
  return definitions.length > 0 && !definitions.includes(null) ? definitions.join(', ') : null;
}

function namesOf(query: Node | undefined): string[] {
  let select: SelectStmt | undefined = query && 'SelectStmt' in query ? query.SelectStmt : undefined;
  // The columns of a UNION are those of its first part.
  while (select?.larg) {
    select = select.larg;
  }
  return (select?.targetList ?? []).map((target) => ('ResTarget' in target ? outputColumn(target.ResTarget) : ''));
}

function outputColumn({ name, val }: { readonly name?: string; readonly val?: Node }): string {
  const fields = val && 'ColumnRef' in val ? (val.ColumnRef.fields ?? []) : [];
  const last = fields.at(-1);
  return name ?? (last && 'String' in last ? (last.String.sval ?? '') : '');
}
