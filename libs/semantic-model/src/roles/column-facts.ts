import type { Column, ColumnProfile, Relation, RelationProfile } from '#libs/catalog';
import { columnWordsByName, conceptOf, type Concept } from '#libs/column-concepts';
import type { Join } from '../joins/join.js';

/** All that is known about one table when its columns are judged. */
export interface TableFacts {
  readonly relation: Relation;
  readonly profile: RelationProfile | undefined;
  readonly rowCount: number | null;
  /** Primary key, else a key that the rows show; may be empty. */
  readonly key: readonly string[];
  readonly keyDeclared: boolean;
  /** Joins of this table that are facts. */
  readonly joins: readonly Join[];
  readonly columns: readonly ColumnFacts[];
}

export interface ColumnFacts {
  readonly column: Column;
  readonly profile: ColumnProfile | undefined;
  readonly rowCount: number | null;
  readonly concept: Concept | null;
  readonly words: readonly string[];
  /** The only column of the key. */
  readonly isKey: boolean;
  /** One of several columns of the key. */
  readonly inKey: boolean;
  /** No value occurs twice, by a constraint. */
  readonly isUnique: boolean;
  readonly isReference: boolean;
}

export interface KnownKey {
  readonly columns: readonly string[];
  readonly declared: boolean;
}

export function tableFacts(
  relation: Relation,
  profile: RelationProfile | undefined,
  joins: readonly Join[],
  foundKey: readonly string[] | undefined,
): TableFacts {
  const key = keyOf(relation, foundKey);
  const facts = joins.filter(({ standing }) => standing === 'fact');
  const references = new Set(facts.flatMap(({ fromFields }) => fromFields));
  const unique = new Set(
    relation.uniqueConstraints
      .flatMap(({ columns }) => (columns.length === 1 ? columns : []))
      .concat(uniqueIndexes(relation)),
  );
  const measured = new Map(profile?.columns.map((each) => [each.column, each]));
  const rowCount = profile?.rowCount ?? relation.rowEstimate;
  const wordsByName = columnWordsByName(relation.columns.map(({ name }) => name));
  const columns = relation.columns.map((column): ColumnFacts => {
    const words = wordsByName.get(column.name) ?? [];
    const isKey = key.columns.length === 1 && key.columns[0] === column.name;
    return {
      column,
      profile: measured.get(column.name),
      rowCount,
      concept: conceptOf({ ...column, words }) ?? (column.type === 'money' ? 'amount' : null),
      words,
      isKey,
      inKey: !isKey && key.columns.includes(column.name),
      isUnique: isKey || unique.has(column.name),
      isReference: references.has(column.name),
    };
  });
  return { relation, profile, rowCount, key: key.columns, keyDeclared: key.declared, joins: facts, columns };
}

function keyOf(relation: Relation, foundKey: readonly string[] | undefined): KnownKey {
  if (relation.primaryKey) {
    return { columns: relation.primaryKey.columns, declared: true };
  }
  const [unique] = relation.uniqueConstraints
    .map(({ columns }) => columns)
    .filter((columns) => columns.every((name) => relation.columns.some((each) => each.name === name && each.notNull)));
  return unique ? { columns: unique, declared: true } : { columns: foundKey ?? [], declared: false };
}

/** `CREATE UNIQUE INDEX … (col)` over one column and all rows. */
function uniqueIndexes({ indexes }: Relation): string[] {
  return indexes.flatMap(({ unique, definition }) => {
    const [, column] = /\((?:"((?:[^"]|"")+)")\)$/.exec(definition) ?? /\(([\w$]+)\)$/.exec(definition) ?? [];
    return unique && column !== undefined ? [column.replaceAll('""', '"')] : [];
  });
}

/** Share of the rows that have a value of their own: 1 where all are distinct; null when unknown. */
export function distinctness({ profile, rowCount }: ColumnFacts): number | null {
  const filled = (rowCount ?? 0) * (1 - (profile?.nullShare ?? 0));
  const distinct = profile?.distinctCount ?? null;
  return distinct === null || filled < 1 ? null : Math.min(1, distinct / filled);
}

/** Least and greatest as numbers; null where they were not measured. */
export function numericRange({ profile }: ColumnFacts): { readonly min: number; readonly max: number } | null {
  const [min, max] = [Number(profile?.min ?? NaN), Number(profile?.max ?? NaN)];
  return Number.isFinite(min) && Number.isFinite(max) ? { min, max } : null;
}

export function isWhole({ column, profile }: ColumnFacts): boolean {
  if (/^numeric\(\d+,[1-9]\d*\)$/.test(column.domainBase ?? column.type)) {
    return false;
  }
  const seen = profile ? [profile.min, profile.max, ...profile.sampleValues].filter((value) => value !== null) : [];
  return (
    /^(smallint|integer|bigint)$/.test(column.domainBase ?? column.type) ||
    /^numeric\(\d+\)$|^numeric\(\d+,0\)$/.test(column.domainBase ?? column.type) ||
    (seen.length > 0 && seen.every((value) => /^-?\d+(\.0+)?$/.test(value)))
  );
}
