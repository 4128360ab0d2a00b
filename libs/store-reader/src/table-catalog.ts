import { readTable, SchemaGraph, type StoredTable } from '#libs/reader-context';
import { listIds, readRecords, type SearchFilter, type VectorConnection, type VectorTables } from '#libs/vector-store';

/** Tables that are kept in memory; a DDL has about 2 KB. */
const MOST_KEPT = 20_000;
/** Records that are read at once. */
const PAGE = 500;

/**
 * The tables of a store, read from its DDL. The id of a record is made from its content, so that each is parsed once;
 * a request lists the ids and reads those that are new.
 */
export class TableCatalog {
  /** Null: the record is no table. In the order of their last use. */
  private readonly known = new Map<string, StoredTable | null>();

  async graph(client: VectorConnection, tables: VectorTables, filter: SearchFilter): Promise<SchemaGraph> {
    const ids = await listIds(client, tables, 'ddl', filter);
    const missing = ids.filter((id) => !this.known.has(id));
    const read = new Map<string, StoredTable | null>();
    for (let start = 0; start < missing.length; start += PAGE) {
      for (const record of await readRecords(client, tables, missing.slice(start, start + PAGE))) {
        read.set(record.id, await readTable(record));
      }
    }
    const found = ids.flatMap((id) => read.get(id) ?? this.known.get(id) ?? []);
    this.keep(ids, read);
    return new SchemaGraph(found);
  }

  private keep(ids: readonly string[], read: ReadonlyMap<string, StoredTable | null>): void {
    for (const id of ids) {
      const table = read.get(id) ?? this.known.get(id) ?? null;
      this.known.delete(id);
      this.known.set(id, table);
    }
    for (const id of this.known.keys()) {
      if (this.known.size <= MOST_KEPT) {
        break;
      }
      this.known.delete(id);
    }
  }
}
