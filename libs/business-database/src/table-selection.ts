import { DomainError } from '#libs/domain-errors';
import type { NamePart, TableListItem } from '#libs/table-list';
import { tableSelectionErrors } from './errors.js';
import { MAX_NEAR, namesLike } from './names-like.js';

export interface ListedRelation {
  readonly schema: string;
  readonly name: string;
  /** Partitions are found by their full name; patterns pass them over. */
  readonly isPartition?: boolean;
}

export interface MissingTable {
  readonly item: string;
  /** Names like it that exist, the nearest first, at most three. */
  readonly near: readonly string[];
}

export interface TableSelection<T extends ListedRelation = ListedRelation> {
  /** In the order of the list, each once. */
  readonly tables: readonly T[];
  readonly missing: readonly MissingTable[];
}

/** `usage`: SELECT may be granted, but the schema is closed to the role. */
export type MissingPrivilege = 'usage' | 'select';

export interface DeniedTables {
  readonly role: string;
  /** The privilege that is missing, by `schema.table`. */
  readonly tables: ReadonlyMap<string, MissingPrivilege>;
}

/**
 * Finds what each item means: without a schema, `public` first, else the only table of that name elsewhere; unquoted
 * names match exactly first, then in any case where only one table fits; patterns stand for all that match.
 */
export function resolveTableList<T extends ListedRelation>(
  items: readonly TableListItem[],
  relations: readonly T[],
): TableSelection<T> {
  const index = new Map<string, T[]>();
  for (const relation of relations) {
    const key = relation.name.toLowerCase();
    index.set(key, [...(index.get(key) ?? []), relation]);
  }
  const tables = new Map<string, T>();
  const missing: MissingTable[] = [];
  for (const item of items) {
    const found = item.isPattern ? matchPattern(item, relations) : matchName(item, index);
    if (found.length === 0) {
      missing.push({ item: item.text, near: missing.length < MAX_SUGGESTIONS ? nearNames(item, relations) : [] });
    }
    for (const relation of found) {
      tables.set(qualified(relation), relation);
    }
  }
  return { tables: [...tables.values()], missing };
}

/** The search for near names is quadratic, so it stops after this many missing tables. */
const MAX_SUGGESTIONS = 50;

/** The error that names every missing table, with suggestions. */
export function tablesNotFound(missing: readonly MissingTable[], database: string): DomainError {
  const named = missing.map(({ item, near }) => (near.length > 0 ? `${item} (≈ ${near.join(', ')})` : item));
  return new DomainError(
    tableSelectionErrors.table_list_tables_not_found,
    { database, count: missing.length, tables: named.join('; ') },
    { details: { missing: missing.map(({ item, near }) => ({ table: item, near: [...near] })) } },
  );
}

function qualified({ schema, name }: ListedRelation): string {
  return `${schema}.${name}`;
}

function matchName<T extends ListedRelation>(item: TableListItem, index: ReadonlyMap<string, readonly T[]>): T[] {
  const named = index.get(item.name.text.toLowerCase()) ?? [];
  const inSchema = named.filter(({ schema }) => item.schema === null || same(item.schema, schema));
  const exact = inSchema.filter(({ schema, name }) => isExact(item, schema, name));
  const folded = exact.length > 0 ? exact : inSchema.filter(({ name }) => same(item.name, name));
  const chosen = item.schema === null ? preferPublic(folded) : folded;
  return chosen.length === 1 ? chosen : [];
}

function isExact(item: TableListItem, schema: string, name: string): boolean {
  return name === item.name.text && (item.schema === null || item.schema.text === schema);
}

function same(part: NamePart, name: string): boolean {
  return part.quoted ? part.text === name : part.text.toLowerCase() === name.toLowerCase();
}

function preferPublic<T extends ListedRelation>(relations: readonly T[]): T[] {
  const inPublic = relations.filter(({ schema }) => schema === 'public');
  return inPublic.length > 0 ? inPublic : [...relations];
}

function matchPattern<T extends ListedRelation>(item: TableListItem, relations: readonly T[]): T[] {
  const matching = relations.filter(
    ({ schema, name, isPartition }) =>
      !isPartition && matches(item.name, name) && (item.schema === null || matches(item.schema, schema)),
  );
  return item.schema === null ? preferPublic(matching) : matching;
}

/** Each piece between the stars at its first place after the piece before: linear, whatever the pattern. */
function matches(part: NamePart, name: string): boolean {
  if (part.quoted || !part.text.includes('*')) {
    return same(part, name);
  }
  const pieces = part.text.toLowerCase().split('*');
  const rest = name.toLowerCase();
  const first = pieces.shift() ?? '';
  const last = pieces.pop() ?? '';
  let position = first.length;
  for (const piece of pieces) {
    const found = rest.indexOf(piece, position);
    if (found < 0) {
      return false;
    }
    position = found + piece.length;
  }
  return rest.startsWith(first) && rest.endsWith(last) && position <= rest.length - last.length;
}

/** Of the relations outside partitions. */
function nearNames(item: TableListItem, relations: readonly ListedRelation[]): string[] {
  const byName = Map.groupBy(
    relations.filter(({ isPartition }) => !isPartition),
    ({ name }) => name,
  );
  return namesLike(item.name.text.replaceAll('*', ''), byName.keys())
    .flatMap((name) => byName.get(name) ?? [])
    .map(qualified)
    .slice(0, MAX_NEAR);
}
