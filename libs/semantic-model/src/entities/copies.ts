/** A table by its place, its name and the names of its columns. */
export interface CopyCandidate {
  readonly id: string;
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
}

const MARK =
  '(?:bak|bkp|bk|backup|back|old|copy|cp|tmp|temp|orig|original|archive|arch|hist|history|save|saved|snapshot|备份)';
const DAY = String.raw`(?:19|20)\d{2}[_-]?(?:\d{2}(?:[_-]?\d{2})?)?`;
/** What stands after the name of the table: `_bak`, `_bak20250630`, `_20250630`, `_old2`, `备份`. */
const AFTER = new RegExp(`^(.+?)(?:[_-]?(?:${MARK})[_-]?(?:${DAY}|v?\\d{1,3})?|[_-]${DAY})$`, 'iu');
const BEFORE = new RegExp(`^${MARK}[_-](.+?)(?:[_-]${DAY})?$`, 'iu');
/** A copy has nearly the same columns; a history with columns of its own is no copy. */
const SHARED = 0.8;

/** Backups and other copies of tables: the id of each with the id of its original, which has nearly the same columns. */
export function copiesAmong(tables: readonly CopyCandidate[]): ReadonlyMap<string, string> {
  const byName = Map.groupBy(tables, ({ table }) => table.toLowerCase());
  return new Map(
    tables.flatMap((copy): [string, string][] => {
      const names = [AFTER, BEFORE].flatMap((pattern) => pattern.exec(copy.table)?.[1]?.toLowerCase() ?? []);
      const originals = names.flatMap((name) => byName.get(name) ?? []).filter((table) => repeats(copy, table));
      const original = originals.find(({ schema }) => schema === copy.schema) ?? originals[0];
      return original ? [[copy.id, original.id]] : [];
    }),
  );
}

function repeats(copy: CopyCandidate, { id, columns }: CopyCandidate): boolean {
  const own = new Set(columns);
  const shared = copy.columns.filter((name) => own.has(name)).length;
  return id !== copy.id && shared >= SHARED * Math.max(copy.columns.length, columns.length);
}
