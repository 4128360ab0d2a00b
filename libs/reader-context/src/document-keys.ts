import { ddlOfDetail, detailOfDdl } from '#libs/step-files';
import { databaseOf } from './read-table.js';
import type { SchemaGraph } from './schema-graph.js';
import type { StoredRecord, StoredTable } from './stored-table.js';

const NAME = /(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)(?:\.(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*))?/gu;

/** The source of the document of a table; null for records of other programs. */
export function sourceOfDocument({ source, database }: StoredTable): string | null {
  const document = detailOfDdl(fileOf(source));
  return document === null ? null : `${database}/documentation/${document}`;
}

/**
 * Whose documents the records are.
 * @returns keys of tables in the order of the records, and the texts that people or other programs have written
 */
export function documentKeys(
  records: readonly StoredRecord[],
  graph: SchemaGraph,
): { readonly ofTables: string[]; readonly others: string[] } {
  const ofTables: string[] = [];
  const others: string[] = [];
  for (const record of records) {
    const table = tableOfDocument(record, graph);
    if (table !== undefined) {
      ofTables.push(table.key);
    }
    if (ddlOfDetail(fileOf(record.source)) === null) {
      others.push(record.document);
    }
  }
  return { ofTables: [...new Set(ofTables)], others };
}

/** By the name of its file, else by the first line. */
function tableOfDocument({ source, document }: StoredRecord, graph: SchemaGraph): StoredTable | undefined {
  const database = databaseOf(source);
  const bySource = graph.tableOfSource(`${database}/ddl/${ddlOfDetail(fileOf(source))}`);
  if (bySource !== undefined) {
    return bySource;
  }
  const [first = ''] = document.split('\n', 1);
  for (const [path] of first.matchAll(NAME)) {
    const names = path.split('.').map((name) => name.replaceAll('"', ''));
    const table = graph.find(database, names.length > 1 ? (names[0] ?? null) : null, names.at(-1) ?? '');
    if (table !== undefined) {
      return table;
    }
  }
  return undefined;
}

/** `{database}/{collection}/{file}` */
function fileOf(source: string | null): string {
  return source?.split('/').slice(2).join('/') ?? '';
}
