import type { Catalog, Column, Relation } from '#libs/catalog';
import type { FoundKey } from './join.js';
import { namedLikeKey } from './key-candidates.js';
import { isGeneric } from './names.js';
import { peopleRank } from './people.js';
import { coresOf, type TableName } from './table-names.js';

/** A table that columns may refer to. */
export interface Target {
  readonly relation: Relation;
  readonly name: TableName;
  /** The only column of its key; null where the key has several columns or is unknown. */
  readonly key: Column | null;
  /** In key order; empty where the key has one column. */
  readonly composite: readonly Column[];
  /** Columns with a unique constraint or index of their own, other than the key. */
  readonly unique: readonly Column[];
}

/** A column of which each row of its table has its own value. */
export interface TargetColumn {
  readonly target: Target;
  readonly column: Column;
  /** Its name says that it is the key of this table and not a copy of another's. */
  readonly isHome: boolean;
}

/** The tables of a catalog, found by the names that columns use for them. */
export interface JoinSchema {
  readonly targets: ReadonlyMap<Relation, Target>;
  /** Keys that the rows show. */
  readonly found: ReadonlyMap<Relation, FoundKey>;
  /** By the forms of the table's name. */
  readonly byForm: ReadonlyMap<string, readonly Target[]>;
  /** Names of several words by their last, and by their first, word. */
  readonly byLast: ReadonlyMap<string, readonly Target[]>;
  readonly byFirst: ReadonlyMap<string, readonly Target[]>;
  readonly byLetter: ReadonlyMap<string, readonly Target[]>;
  /** By the subject of the comment. */
  readonly bySpoken: ReadonlyMap<string, readonly Target[]>;
  /** By the name as it is, in lower case. */
  readonly byName: ReadonlyMap<string, readonly Target[]>;
  /** Keys by the part of their name that other tables repeat. */
  readonly byCore: ReadonlyMap<string, readonly TargetColumn[]>;
  /** Tables whose key has several columns. */
  readonly composite: readonly Target[];
  /** Tables of people. */
  readonly people: readonly Target[];
}

export function joinSchema(
  catalog: Catalog,
  names: ReadonlyMap<Relation, TableName>,
  found: ReadonlyMap<Relation, FoundKey>,
): JoinSchema {
  const targets = catalog.relations
    .filter(({ partitionOf }) => partitionOf === null)
    .flatMap((relation) => {
      const name = names.get(relation);
      return name ? [targetOf(relation, name, found.get(relation))] : [];
    });
  const cores = targets.flatMap(targetColumns);
  return {
    found,
    targets: new Map(targets.map((target) => [target.relation, target])),
    byForm: grouped(targets, ({ name }) => name.forms),
    byLast: grouped(targets, ({ name }) => (name.words.length > 1 ? name.words.slice(-1) : [])),
    byFirst: grouped(targets, ({ name }) => (name.words.length > 1 ? name.words.slice(0, 1) : [])),
    byLetter: grouped(targets, ({ name }) => [name.words.join('')[0] ?? '']),
    bySpoken: grouped(targets, ({ name }) => (name.spoken === null ? [] : [name.spoken])),
    byName: grouped(targets, ({ relation }) => [relation.name.toLowerCase()]),
    byCore: grouped(cores, ({ column, target }) =>
      coresOf(column.name, target.name).filter((core) => !isGeneric(core)),
    ),
    composite: targets.filter(({ composite }) => composite.length > 1),
    people: targets.filter(({ name }) => peopleRank(name.words) >= 0),
  };
}

function targetOf(relation: Relation, name: TableName, found: FoundKey | undefined): Target {
  const names = relation.primaryKey?.columns ?? found?.columns ?? [];
  const key = names.flatMap((wanted) => relation.columns.filter((column) => column.name === wanted));
  const single = relation.uniqueConstraints.flatMap(({ columns }) => (columns.length === 1 ? columns : []));
  const indexed = relation.indexes.flatMap((index) => (index.unique ? soleColumn(index.definition) : []));
  const unique = new Set([...single, ...indexed]);
  return {
    relation,
    name,
    key: key.length === 1 ? (key[0] ?? null) : null,
    composite: key.length > 1 ? key : [],
    unique: relation.columns.filter((column) => unique.has(column.name) && !(key.length === 1 && key[0] === column)),
  };
}

/** The column of an index over one plain column and all rows. */
function soleColumn(definition: string): string[] {
  const [, quoted, plain] = /\((?:"((?:[^"]|"")+)"|(\w+))\)$/.exec(definition) ?? [];
  const name = quoted?.replaceAll('""', '"') ?? plain;
  return name === undefined ? [] : [name];
}

function targetColumns(target: Target): TargetColumn[] {
  const columns = [...(target.key ? [target.key] : []), ...target.unique];
  return columns.map((column) => ({ target, column, isHome: namedLikeKey(column.name, target.name) >= 2.5 }));
}

function grouped<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const group = groups.get(key);
      if (group) {
        group.push(item);
      } else {
        groups.set(key, [item]);
      }
    }
  }
  return groups;
}
