/** `a.x = b.y`, with names as SQL takes them. */
export interface Join {
  /** Keys of tables. */
  readonly from: string;
  readonly to: string;
  readonly condition: string;
  /** By a constraint; otherwise a comment names it. */
  readonly declared: boolean;
}

/** A table or view of the store, read from its DDL. */
export interface StoredTable {
  /** Id of the record. */
  readonly id: string;
  /** Where the record comes from: `{database}/ddl/{file}`; null for records of other programs. */
  readonly source: string | null;
  /** The business database that it is of; null for records of other programs. */
  readonly database: string | null;
  /** Unique in the store: two databases may have tables of one name. */
  readonly key: string;
  /** `schema.table`, unquoted; without a schema where the DDL has none. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly ddl: string;
  /** Of this table to others, as far as its DDL says; `to` may be a table that the store does not have. */
  readonly references: readonly Reference[];
}

export interface Reference {
  readonly columns: readonly string[];
  /** As written: with or without a schema. */
  readonly table: { readonly schema: string | null; readonly name: string };
  /** Empty: its primary key. */
  readonly otherColumns: readonly string[];
  readonly declared: boolean;
}

/** A record of the store. */
export interface StoredRecord {
  readonly id: string;
  readonly document: string;
  readonly source: string | null;
}
