import { columnSubject, isRoleColumn, peopleRank, tableSubject, typeFamily } from './key-subjects.js';
import type { Catalog, Column, Relation } from './model.js';
import { identifierWords, sharedPrefixes } from './naming.js';

/** Columns that look, by name and type, as if they held the primary key of another table. */
export interface NameReference {
  readonly from: Relation;
  readonly columns: readonly Column[];
  readonly to: Relation;
  readonly toColumns: readonly Column[];
  /** The name alone is too weak a hint: only values can confirm it. */
  readonly needsRows: boolean;
}

interface Target {
  readonly relation: Relation;
  readonly subject: readonly string[];
  /** In key order; one column for all but composite keys. */
  readonly key: readonly Column[];
}

interface Targets {
  readonly bySubject: ReadonlyMap<string, readonly Target[]>;
  /** Single-column keys by the last, and by the first, word of a subject of several words. */
  readonly byLastWord: ReadonlyMap<string, readonly Target[]>;
  readonly byFirstWord: ReadonlyMap<string, readonly Target[]>;
  /** Unique columns other than the primary key, by their last word: `service_area_no` → no. */
  readonly alternate: ReadonlyMap<string, readonly Target[]>;
  readonly byRelation: ReadonlyMap<Relation, Target>;
  readonly composite: readonly Target[];
  readonly people: readonly Target[];
}

/**
 * Columns without a foreign key whose names and types point to the primary key of a listed table. A name that fits two
 * tables equally well points nowhere; a column may come twice, with the likelier target first. Close to linear in the number of columns.
 */
export function nameReferences(catalog: Catalog): NameReference[] {
  const targets = targetsOf(catalog);
  return catalog.relations
    .filter(({ kind, partitionOf }) => partitionOf === null && kind !== 'view' && kind !== 'materialized_view')
    .flatMap((from) => [...singleReferences(from, targets), ...compositeReferences(from, targets)]);
}

function targetsOf(catalog: Catalog): Targets {
  const prefixes = sharedPrefixes(catalog);
  const all = catalog.relations
    .filter(({ partitionOf }) => partitionOf === null)
    .map((relation): Target => {
      const key = (relation.primaryKey?.columns ?? []).flatMap((name) =>
        relation.columns.filter((c) => c.name === name),
      );
      return { relation, key, subject: tableSubject(relation, prefixes) };
    });
  const single = all.filter(({ key }) => key.length === 1);
  const several = single.filter(({ subject }) => subject.length > 1);
  return {
    bySubject: Map.groupBy(all, ({ subject }) => subject.join('_')),
    byLastWord: Map.groupBy(several, ({ subject }) => subject.at(-1) ?? ''),
    byFirstWord: Map.groupBy(several, ({ subject }) => subject[0] ?? ''),
    alternate: Map.groupBy(all.flatMap(alternateKeys), ({ key: [key] }) => lastWord(key)),
    byRelation: new Map(all.map((target) => [target.relation, target])),
    composite: all.filter(({ key }) => key.length > 1),
    people: single
      .filter(({ subject }) => peopleRank(subject) >= 0)
      .sort((a, b) => peopleRank(a.subject) - peopleRank(b.subject)),
  };
}

function alternateKeys({ relation, subject }: Target): Target[] {
  const names = relation.uniqueConstraints.flatMap(({ columns }) => (columns.length === 1 ? columns : []));
  return relation.columns
    .filter(({ name }) => names.includes(name))
    .map((column) => ({ relation, subject, key: [column] }));
}

function lastWord(column: Column | undefined): string {
  return identifierWords(column?.name ?? '').at(-1) ?? '';
}

function singleReferences(from: Relation, targets: Targets): NameReference[] {
  const declared = new Set(from.foreignKeys.flatMap(({ columns }) => columns));
  return from.columns.flatMap((column) => {
    const excluded = declared.has(column.name) || isPolymorphic(from, column);
    const byKey = excluded ? null : targetOf(from, column, targets);
    const byAlternate = excluded ? null : alternateTarget(from, column, targets);
    const reference = (target: Target | null, needsRows: boolean): NameReference[] =>
      target && target.key[0] !== column
        ? [{ from, columns: [column], to: target.relation, toColumns: target.key, needsRows }]
        : [];
    return [...reference(byKey, false), ...reference(byAlternate, true)];
  });
}

/** A business key: `service_no` refers to the unique `service_area_no` of a table `service_areas`. */
function alternateTarget(from: Relation, column: Column, targets: Targets): Target | null {
  const subject = columnSubject(column.name);
  const candidates = subject ? (targets.alternate.get(lastWord(column)) ?? []) : [];
  const named = candidates.filter(({ relation, subject: about }) => {
    const begins = subject?.every((word, at) => about[at] === word) ?? false;
    return relation !== from && (begins || endsWith(about, subject ?? []));
  });
  return fitting(named, column, from);
}

/** A polymorphic reference: `record_id` together with `record_type` points to another table in each row. */
function isPolymorphic(from: Relation, column: Column): boolean {
  const subject = column.name.replace(/_?id$/i, '').toLowerCase();
  const type = [`${subject}_type`, `${subject}type`];
  return (
    subject !== '' &&
    from.columns.some(({ name, typeCategory }) => typeCategory === 'S' && type.includes(name.toLowerCase()))
  );
}

function targetOf(from: Relation, column: Column, targets: Targets): Target | null {
  const subject = columnSubject(column.name);
  const named = subject ? namedTarget(from, column, subject, targets) : null;
  if (named !== 'unknown' && named !== null) {
    return named;
  }
  const mayBeRole = (named === 'unknown' || subject === null) && isRoleColumn(column.name);
  return mayBeRole ? fitting(targets.people, column, from, 'first') : null;
}

/** @returns 'unknown' when no table is called so; null when one is, but its key does not fit. */
function namedTarget(
  from: Relation,
  column: Column,
  subject: readonly string[],
  targets: Targets,
): Target | null | 'unknown' {
  const endsSo = (targets.byLastWord.get(subject.at(-1) ?? '') ?? []).filter((target) =>
    endsWith(target.subject, subject),
  );
  // `current_way_nodes.node_id` means `current_nodes` before `nodes`.
  const sister = fitting(
    endsSo.filter(({ relation }) => firstWord(relation) === firstWord(from)),
    column,
    from,
  );
  if (sister) {
    return sister;
  }
  for (let start = 0; start < subject.length; start++) {
    const exact = targets.bySubject.get(subject.slice(start).join('_'));
    if (exact) {
      return fitting(exact, column, from);
    }
  }
  const beginsSo = subject.length === 1 ? (targets.byFirstWord.get(subject[0] ?? '') ?? []) : [];
  const found = fitting(endsSo, column, from) ?? fitting(shortest(beginsSo), column, from);
  if (found) {
    return found;
  }
  // `parent_id` means the table itself, unless a table is called so.
  const own = /^(parent|父级|上级|父)$/.test(subject.join('_')) ? targets.byRelation.get(from) : undefined;
  return (own && fitting([own], column, from)) ?? 'unknown';
}

/** Of `gpx_files` and `gpx_file_tags`, `gpx_id` means the first. */
function shortest(targets: readonly Target[]): Target[] {
  const length = Math.min(...targets.map(({ subject }) => subject.length));
  return targets.filter(({ subject }) => subject.length === length);
}

function firstWord(relation: Relation): string {
  return identifierWords(relation.name)[0] ?? '';
}

function endsWith(words: readonly string[], ending: readonly string[]): boolean {
  return words.length >= ending.length && ending.every((word, at) => words[words.length - ending.length + at] === word);
}

/** Of the targets whose key has the right type: the only one, the only one near by, or, on demand, the first. */
function fitting(
  targets: readonly Target[],
  column: Column,
  from: Relation,
  choice: 'only' | 'first' = 'only',
): Target | null {
  const sameType = targets.filter(
    ({ key: [key, ...more] }) => key && more.length === 0 && typeFamily(key) === typeFamily(column),
  );
  const sameSchema = sameType.filter(({ relation }) => relation.schema === from.schema);
  const near = sameSchema.length > 0 ? sameSchema : sameType;
  const sameFamily = near.filter(({ relation }) => firstWord(relation) === firstWord(from));
  const chosen = near.length > 1 && sameFamily.length > 0 ? sameFamily : near;
  return chosen.length === 1 || choice === 'first' ? (chosen[0] ?? null) : null;
}

/**
 * A table whose own key begins with another table's whole composite key and goes on: lines of it. The first column must
 * be named after that table.
 */
function compositeReferences(from: Relation, targets: Targets): NameReference[] {
  const own = from.primaryKey?.columns ?? [];
  if (own.length < 2) {
    return [];
  }
  const declared = new Set(from.foreignKeys.flatMap(({ columns }) => columns));
  return targets.composite.flatMap(({ relation, key, subject }) => {
    const columns = key.flatMap(({ name }) =>
      from.columns.filter((column) => column.name === name && own.includes(name)),
    );
    const named = columnSubject(key[0]?.name ?? '')?.join('_') === subject.join('_');
    const complete =
      columns.length === key.length && columns.every((c, at) => typeFamily(c) === typeFamily(key[at] ?? c));
    const free = columns.some(({ name }) => !declared.has(name));
    const more = own.length > key.length;
    return relation !== from && named && complete && free && more
      ? [{ from, columns, to: relation, toColumns: key, needsRows: false }]
      : [];
  });
}
