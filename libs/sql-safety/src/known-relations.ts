import type { NamedColumn, StatementShape } from './describe-statement.js';

/** Names as they are, unquoted. */
export interface KnownRelation {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
}

/** The known relations and columns that a statement uses. */
export interface Touched {
  /** `schema.table` */
  readonly relations: readonly string[];
  /** `schema.table.column` */
  readonly columns: readonly string[];
  /** See `equality`; both ways round. */
  readonly equalities: readonly string[];
}

/** How the comparison of two columns is written: `sales.orders.shop_id = public.shop.id`. */
export function equality(left: string, right: string): string {
  return `${left} = ${right}`;
}

interface Entry {
  readonly schema: string;
  readonly id: string;
  /** Name → `schema.table.column`. */
  readonly columns: ReadonlyMap<string, string>;
}

interface Scoped {
  readonly alias: string;
  readonly entry: Entry;
}

/** Resolves the names of statements to relations, of which there may be very many. */
export class KnownRelations {
  private readonly byName = new Map<string, Entry[]>();

  constructor(relations: readonly KnownRelation[]) {
    for (const { schema, name, columns } of relations) {
      const id = `${schema}.${name}`;
      const entry = { schema, id, columns: new Map(columns.map((column) => [column.name, `${id}.${column.name}`])) };
      this.byName.set(name, [...(this.byName.get(name) ?? []), entry]);
    }
  }

  touchedBy({ relations, columns, equalities }: StatementShape): Touched {
    const scope = [...relations].flatMap(([alias, named]) => {
      const entry = this.find(named);
      return entry ? [{ alias, entry }] : [];
    });
    return {
      relations: scope.map(({ entry }) => entry.id),
      columns: columns.flatMap((column) => resolved(column, scope)),
      equalities: equalities.flatMap(([left, right]) =>
        resolved(left, scope).flatMap((one) =>
          resolved(right, scope).flatMap((other) => [equality(one, other), equality(other, one)]),
        ),
      ),
    };
  }

  /** The relation that a name means, with its columns by name; undefined for an unknown one. */
  relation(reference: {
    readonly schema: string | null;
    readonly name: string;
  }): { readonly id: string; readonly columns: ReadonlyMap<string, string> } | undefined {
    return this.find(reference);
  }

  private find({ schema, name }: { readonly schema: string | null; readonly name: string }): Entry | undefined {
    const entries = this.byName.get(name) ?? [];
    return entries.find((entry) => entry.schema === (schema ?? 'public')) ?? (schema === null ? entries[0] : undefined);
  }
}

/** A bare name belongs to every table of the statement that has such a column: a statement that runs has only one. */
function resolved({ table, column }: NamedColumn, scope: readonly Scoped[]): string[] {
  const found: string[] = [];
  for (const { alias, entry } of scope) {
    const id = table === null || table === alias ? entry.columns.get(column) : undefined;
    if (id !== undefined) {
      found.push(id);
    }
  }
  return found;
}
