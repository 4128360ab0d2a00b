import type { Expression, Output } from './expression.js';

/** A table or a derived table of one FROM clause. */
export interface Source {
  readonly alias: string;
  /** The name before the dot of its columns. */
  readonly label: string;
  /** Null when its columns are not known. */
  readonly columns: ReadonlySet<string> | null;
  /** A table or view of the database. */
  readonly isTable: boolean;
  /** The columns of a derived table. */
  readonly outputs: ReadonlyMap<string, Expression> | null;
}

/** The names that a level of a query sees: its FROM clause, its common table expressions, and those around it. */
export class Scope {
  readonly sources = new Map<string, Source>();
  private readonly commonTables = new Map<string, readonly Output[]>();

  constructor(readonly outer: Scope | null) {}

  /** A scope with the common table expressions and outer queries of this one, and none of its tables. */
  withoutSources(): Scope {
    const scope = new Scope(this.outer);
    this.commonTables.forEach((outputs, name) => scope.defineCommonTable(name, outputs));
    return scope;
  }

  add(source: Source): void {
    this.sources.set(source.alias, source);
  }

  defineCommonTable(name: string, outputs: readonly Output[]): void {
    this.commonTables.set(name, outputs);
  }

  commonTable(name: string): readonly Output[] | undefined {
    return this.commonTables.get(name) ?? this.outer?.commonTable(name);
  }

  /** `alias.column`, or a bare column; null where no table of the query is known to have it. */
  column(alias: string | null, name: string): Expression | null {
    const own = alias === null ? this.sourceOf(name) : this.sources.get(alias);
    if (own) {
      return columnOf(own, name);
    }
    const outer = this.outer?.column(alias, name) ?? null;
    return outer && { ...outer, text: `^${outer.text}`, source: outer.source && `^${outer.source}` };
  }

  /** The source that a bare column belongs to; of several the first, as of both sides of USING. */
  private sourceOf(name: string): Source | undefined {
    const sources = [...this.sources.values()];
    const unknown = sources.filter((source) => source.columns === null && source.outputs === null);
    return sources.find((source) => has(source, name)) ?? (unknown.length === 1 ? unknown[0] : undefined);
  }

  /** The first of the named sources that has, or may have, the column. */
  among(aliases: ReadonlySet<string>, name: string): Expression | null {
    const sources = [...this.sources.values()].filter(({ alias }) => aliases.has(alias));
    const found = sources.find((source) => has(source, name)) ?? sources.find(({ columns }) => columns === null);
    return found ? columnOf(found, name) : null;
  }
}

function has({ columns, outputs }: Source, name: string): boolean {
  return (outputs?.has(name) ?? false) || (columns?.has(name) ?? false);
}

function columnOf({ alias, label, outputs }: Source, name: string): Expression {
  const output = outputs?.get(name);
  return output
    ? { ...output, source: output.literal === null ? alias : null }
    : { text: `${label}.${name}`, source: alias, literal: null, isFigure: false };
}
