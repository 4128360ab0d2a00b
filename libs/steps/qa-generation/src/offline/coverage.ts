import type { Candidate } from '../kinds/candidate.js';

const WEIGHTS = {
  table: 18,
  link: 16,
  column: 2.5,
  newKind: 9,
  kindInTheme: 5,
  kindForLink: 1.5,
  kindOverall: 1.2,
  tableAgain: 1,
  empty: 14,
  weak: 10,
};

/** The coverage of a pair from any source. */
export type Covering = Pick<Candidate, 'entities' | 'columns' | 'links' | 'kind'>;

/** The coverage of the pairs chosen so far, and the gain of another one. */
export class Coverage {
  private readonly tables = new Map<string, number>();
  private readonly columns = new Set<string>();
  private readonly links = new Set<string>();
  private readonly kinds = new Map<string, number>();

  /** @param themeKinds counts of the current theme; the caller keeps them. */
  add({ entities, columns, links, kind }: Covering, themeKinds: Map<string, number>): void {
    entities.forEach((entity) => increment(this.tables, entity));
    columns.forEach((column) => this.columns.add(column));
    links.forEach((link) => this.links.add(link));
    increment(this.kinds, kind);
    increment(themeKinds, kind);
  }

  hasLink(id: string): boolean {
    return this.links.has(id);
  }

  hasTable(id: string): boolean {
    return this.tables.has(id);
  }

  hasColumn(id: string): boolean {
    return this.columns.has(id);
  }

  hasKind(name: string): boolean {
    return this.kinds.has(name);
  }

  /** Columns that nothing chosen so far is about. */
  newColumns({ columns }: Candidate): number {
    return columns.filter((column) => !this.columns.has(column)).length;
  }

  /** Higher is better. */
  worth(
    { entities, columns, links, kind, mayBeEmpty, isWeak }: Candidate,
    themeKinds: ReadonlyMap<string, number>,
  ): number {
    const [main = ''] = entities;
    const added = (items: readonly string[], seen: { has(item: string): boolean }): number =>
      items.filter((item) => !seen.has(item)).length;
    const newLinks = added(links, this.links);
    return (
      WEIGHTS.table * added(entities, this.tables) +
      WEIGHTS.link * newLinks +
      WEIGHTS.column * Math.min(added(columns, this.columns), 4) +
      (this.kinds.has(kind) ? 0 : WEIGHTS.newKind) -
      // Links can only be covered by a few kinds: these may come again for a new one.
      (newLinks > 0 ? WEIGHTS.kindForLink : WEIGHTS.kindInTheme) * (themeKinds.get(kind) ?? 0) -
      WEIGHTS.kindOverall * (this.kinds.get(kind) ?? 0) -
      WEIGHTS.tableAgain * Math.min(this.tables.get(main) ?? 0, 6) -
      (mayBeEmpty ? WEIGHTS.empty : 0) -
      (isWeak ? WEIGHTS.weak : 0)
    );
  }
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
