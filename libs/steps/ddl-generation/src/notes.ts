import {
  displayValue,
  listedValue,
  referencedName,
  type Column,
  type ColumnProfile,
  type ForeignKey,
  type LookupEntry,
  type Relation,
} from '#libs/catalog';
import type { Language } from '#libs/language';
import { quoteIdentifier } from '#libs/postgres';
import type { RelationComments } from './comments.js';
import { NOTE_WORDS } from './note-words.js';
import { shownName, targetOf } from './relation-names.js';
import { sqlOnOneLine } from './sql-lines.js';

interface NoteContext {
  readonly comments: RelationComments;
  readonly language: Language;
  /** Meanings of the keys of lookup tables, by `schema.table.key`. */
  readonly lookups?: ReadonlyMap<string, readonly LookupEntry[]>;
}

const ENUM_LIKE_NAME = /状态|类型|级别|方向|品类|模式|格式|性别/;
const NOW = /^(now\(\)|CURRENT_TIMESTAMP|LOCALTIMESTAMP|transaction_timestamp\(\)|statement_timestamp\(\))/;
const JSON_TYPES = [114, 3802];
const UUID = 2950;
const BYTEA = 17;
const MAX_QUOTED = 10;

/** Keys of the whole table. */
export function tableNotes(relation: Relation, language: Language): string[] {
  const key = relation.primaryKey?.columns ?? [];
  const composite = relation.foreignKeys.filter(({ columns }) => columns.length > 1);
  const words = NOTE_WORDS[language];
  const primary = key.length > 1 ? [words.compositeKey(key.join(', '))] : key.map(words.primaryKey);
  return [
    ...primary,
    ...composite.map((foreignKey) => foreignKeyNote(foreignKey, language)),
    ...quotingNote(relation, language),
  ];
}

/** The list shows names as they are; a query that leaves the quotes out does not find them. */
function quotingNote(relation: Relation, language: Language): string[] {
  const names = [relation.schema, relation.name, ...relation.columns.map(({ name }) => name)];
  const quoted = names.map(quoteIdentifier).filter((name) => name.startsWith('"'));
  const shown = quoted.slice(0, MAX_QUOTED).join(', ') + (quoted.length > MAX_QUOTED ? ', …' : '');
  if (quoted.length === 0) {
    return [];
  }
  return [NOTE_WORDS[language].quoted(shown)];
}

function foreignKeyNote(key: ForeignKey, language: Language): string {
  const list = key.columns.join(', ');
  const columns = key.columns.length === 1 ? list : `(${list})`;
  const target = `${shownName(targetOf(key))}(${key.referencedColumns.join(', ')})`;
  const { foreignKey, inferredKey } = NOTE_WORDS[language];
  return (key.inferred ? inferredKey : foreignKey)(columns, target);
}

/** Facts about a column that its list line omits. */
export function columnNotes(
  relation: Relation,
  column: Column,
  profile: ColumnProfile | undefined,
  { language, lookups }: NoteContext,
): string[] {
  const single = relation.foreignKeys.filter(({ columns }) => columns.length === 1 && columns[0] === column.name);
  return [
    ...single.map((key) => foreignKeyNote(key, language)),
    ...single.flatMap((key) => lookupNote(key, lookups, language)).slice(0, 1),
    ...enumerationNote(column, profile, language),
    ...typeNotes(column, profile, language),
  ];
}

/** `1 = paid` is informative, `status_id` is not. */
function lookupNote(
  key: ForeignKey,
  lookups: ReadonlyMap<string, readonly LookupEntry[]> | undefined,
  language: Language,
): string[] {
  const entries = lookups?.get(`${referencedName(key)}.${key.referencedColumns[0]}`) ?? [];
  const meanings = entries.map((entry) => `${listedValue(entry.key)}=${listedValue(entry.label)}`);
  if (meanings.length === 0) {
    return [];
  }
  return [NOTE_WORDS[language].meanings(key.columns.join(', '), meanings)];
}

function enumerationNote(column: Column, profile: ColumnProfile | undefined, language: Language): string[] {
  const { enumeration, likelyEnumeration } = NOTE_WORDS[language];
  const values = profile?.enumeration?.map((value) => listedValue(value));
  if (values && values.length > 0) {
    return [enumeration(column.name, values)];
  }
  const seen = (profile?.topValues ?? []).map(({ value }) => listedValue(value));
  return likelyEnumeration !== null && ENUM_LIKE_NAME.test(column.name) && seen.length > 0
    ? [likelyEnumeration(column.name, seen)]
    : [];
}

function typeNotes(column: Column, profile: ColumnProfile | undefined, language: Language): string[] {
  const words = NOTE_WORDS[language];
  const { name } = column;
  const shape = profile?.sampleValues[0];
  return [
    ...(column.baseTypeOid === UUID ? [words.uuid(name)] : []),
    ...(column.typeCategory === 'D' && NOW.test(column.default ?? '') ? [words.now(name)] : []),
    ...(isJson(column) ? [words.json(name, shape ? displayValue(shape, 300) : null)] : []),
    ...(column.baseTypeOid === BYTEA ? [words.binary(name)] : []),
    ...(column.identity === null ? [] : [words.identity(name)]),
    ...(column.generated === null ? [] : [words.generated(name, sqlOnOneLine(column.generated))]),
    ...(profile?.sensitive ? [shape === undefined ? words.hidden(name) : words.masked(name)] : []),
  ];
}

export function isJson(column: Column): boolean {
  return JSON_TYPES.includes(column.baseTypeOid);
}
