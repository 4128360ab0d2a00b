import type { Join, Reference, StoredTable } from './stored-table.js';

/** Names that need no quotes in SQL. */
const PLAIN = /^[a-z_][a-z0-9_$]*$/;

/** The tables of a store and the joins that their DDL names. */
export class SchemaGraph {
  private readonly byKey = new Map<string, StoredTable>();
  /** Tables by database and name without a schema. */
  private readonly bare = new Map<string, StoredTable[]>();
  /** Tables of all databases by name without a schema. */
  private readonly anywhere = new Map<string, StoredTable[]>();
  private readonly byRecord = new Map<string, StoredTable>();
  private readonly bySource = new Map<string, StoredTable>();
  private readonly neighbours = new Map<string, Join[]>();

  constructor(tables: readonly StoredTable[]) {
    for (const table of tables) {
      this.byKey.set(table.key, table);
      this.byRecord.set(table.id, table);
      if (table.source !== null) {
        this.bySource.set(table.source, table);
      }
      const bare = `${table.database ?? ''}/${bareName(table.name)}`;
      this.bare.set(bare, [...(this.bare.get(bare) ?? []), table]);
      const name = bareName(table.name);
      this.anywhere.set(name, [...(this.anywhere.get(name) ?? []), table]);
    }
    for (const table of tables) {
      table.references.forEach((reference) => this.connect(table, reference));
    }
  }

  table(key: string): StoredTable | undefined {
    return this.byKey.get(key);
  }

  /** @param id of the record of its DDL */
  tableOfRecord(id: string): StoredTable | undefined {
    return this.byRecord.get(id);
  }

  /** @param source of the record of its DDL */
  tableOfSource(source: string): StoredTable | undefined {
    return this.bySource.get(source);
  }

  /**
   * The table that a statement or a comment names; without a schema that of `public`, else the first one.
   * @param database null: any, for records of other programs
   */
  find(database: string | null, schema: string | null, name: string): StoredTable | undefined {
    const named = database === null ? this.anywhere.get(name) : this.bare.get(`${database}/${name}`);
    return schema === null
      ? (named?.find((table) => table.name === `public.${name}` || table.name === name) ?? named?.[0])
      : named?.find((table) => table.name === `${schema}.${name}`);
  }

  joinsOf(key: string): readonly Join[] {
    return this.neighbours.get(key) ?? [];
  }

  /**
   * The tables between two sets of tables, on a shortest way of joins.
   * @param most tables between
   * @returns none where a table is in both sets or joins both directly; null where there is no way
   */
  between(from: ReadonlySet<string>, to: ReadonlySet<string>, most: number): readonly string[] | null {
    const before = new Map<string, string | null>([...from].map((key) => [key, null]));
    let edge = [...from];
    for (let steps = 0; steps <= most + 1 && edge.length > 0; steps++) {
      const found = edge.find((key) => to.has(key));
      if (found !== undefined) {
        return wayTo(found, before).filter((key) => !from.has(key) && !to.has(key));
      }
      const next: string[] = [];
      for (const key of edge) {
        for (const join of this.joinsOf(key)) {
          const other = join.from === key ? join.to : join.from;
          if (!before.has(other)) {
            before.set(other, key);
            next.push(other);
          }
        }
      }
      edge = next;
    }
    return null;
  }

  private connect(table: StoredTable, reference: Reference): void {
    const target = this.find(table.database, reference.table.schema, reference.table.name);
    if (target === undefined || target === table) {
      return;
    }
    const condition = conditionOf(table, reference, target);
    const known = this.joinsOf(table.key).some((join) => join.condition === condition);
    if (condition === null || known) {
      return;
    }
    const join = { from: table.key, to: target.key, condition, declared: reference.declared };
    for (const key of [table.key, target.key]) {
      this.neighbours.set(key, [...this.joinsOf(key), join]);
    }
  }
}

/** Null where a column is not one of the table: the comment meant something else. */
function conditionOf(table: StoredTable, { columns, otherColumns }: Reference, target: StoredTable): string | null {
  const others = otherColumns.length > 0 ? otherColumns : columns;
  if (others.length !== columns.length || others.some((column) => !target.columns.includes(column))) {
    return null;
  }
  return columns
    .map((column, place) => `${sqlName(table.name, column)} = ${sqlName(target.name, others[place] ?? '')}`)
    .join(' AND ');
}

/** A column as SQL takes it. A schema has no dot in practice; a table may have one. */
function sqlName(table: string, column: string): string {
  const dot = table.indexOf('.');
  const parts = dot < 0 ? [table, column] : [table.slice(0, dot), table.slice(dot + 1), column];
  return parts.map((part) => (PLAIN.test(part) ? part : `"${part.replaceAll('"', '""')}"`)).join('.');
}

function bareName(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

function wayTo(key: string, before: ReadonlyMap<string, string | null>): string[] {
  const way: string[] = [];
  for (let at: string | null = key; at !== null; at = before.get(at) ?? null) {
    way.push(at);
  }
  return way;
}
