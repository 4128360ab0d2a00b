import type { KnownRelation } from '#libs/sql-safety';

/** The tables of a database with their columns, for looking up the names of statements and texts. */
export class Relations {
  /** `schema.table` → columns. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly byName = new Map<string, string[]>();

  constructor(tables: Iterable<KnownRelation>) {
    const columns = new Map<string, ReadonlySet<string>>();
    for (const table of tables) {
      const id = `${table.schema}.${table.name}`;
      columns.set(id, new Set(table.columns.map(({ name }) => name)));
      this.byName.set(table.name, [...(this.byName.get(table.name) ?? []), id]);
    }
    this.columns = columns;
  }

  columnsOf(table: string | undefined): ReadonlySet<string> {
    return (table === undefined ? undefined : this.columns.get(table)) ?? NONE;
  }

  /** Ids that the name may mean. */
  candidates(schema: string | undefined, name: string): readonly string[] {
    const ids = this.byName.get(name) ?? [];
    return schema ? ids.filter((id) => id === `${schema}.${name}`) : ids;
  }

  /** A name without a schema means the table of public first. */
  find(schema: string | undefined, name: string): string | undefined {
    const ids = this.candidates(schema, name);
    return ids.find((id) => id === `public.${name}`) ?? ids[0];
  }
}

/** Finds the table that a statement names. */
export type RelationLookup = Pick<Relations, 'columnsOf' | 'find'>;

const NONE: ReadonlySet<string> = new Set();
