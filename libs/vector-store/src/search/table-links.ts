import { JOINED_MARK, OWN_MARK } from '../lexical/lexical-row.js';

/** Which records of a collection are about tables that join each other. */
export class TableLinks {
  private readonly ownOf = new Map<string, string>();
  private readonly joinedOf = new Map<string, string[]>();
  private readonly records = new Map<string, string[]>();
  /** Names of tables that name this one. */
  private readonly namedBy = new Map<string, string[]>();

  /** @param names of a record, as `lexicalRow` marks them */
  add(key: string, names: readonly string[]): void {
    const own = names.find((name) => name.startsWith(OWN_MARK))?.slice(OWN_MARK.length);
    if (own === undefined) {
      return;
    }
    const joined = names.filter((name) => name.startsWith(JOINED_MARK)).map((name) => name.slice(JOINED_MARK.length));
    this.ownOf.set(key, own);
    append(this.records, own, key);
    for (const other of joined) {
      append(this.joinedOf, own, other);
      append(this.namedBy, other, own);
    }
  }

  /** The table that the record is about, without its database. */
  tableOf(key: string): string | null {
    const own = this.ownOf.get(key);
    return own === undefined ? null : own.slice(own.indexOf('/') + 1);
  }

  /** For each table that joins the record's, its records: several where its document has parts. */
  neighboursOf(key: string): readonly (readonly string[])[] {
    const own = this.ownOf.get(key);
    if (own === undefined) {
      return [];
    }
    const names = new Set([...(this.joinedOf.get(own) ?? []), ...(this.namedBy.get(own) ?? [])]);
    return [...names].flatMap((name) => {
      const records = this.records.get(name);
      return records && name !== own ? [records] : [];
    });
  }
}

function append(lists: Map<string, string[]>, name: string, value: string): void {
  const list = lists.get(name);
  if (list === undefined) {
    lists.set(name, [value]);
  } else {
    list.push(value);
  }
}
