import {
  checkedValues,
  displayValue,
  type Column,
  type ColumnProfile,
  type LookupEntry,
  type Relation,
  type RelationProfile,
} from '#libs/catalog';
import type { Language } from '#libs/language';
import { quoteIdentifier } from '#libs/postgres';
import type { Relationship } from '#libs/semantic-model';
import { meaningNotes } from './meaning-notes.js';
import { NOTE_WORDS } from './note-words.js';
import { relationOf, shownName } from './relation-names.js';
import { sqlOnOneLine } from './sql-lines.js';
import type { TableMeaning } from './table-meaning.js';

export interface NoteContext {
  readonly relation: Relation;
  readonly meaning: TableMeaning | undefined;
  /** Rows of the look-up tables by `schema.table`. */
  readonly lookups: ReadonlyMap<string, readonly LookupEntry[]>;
  readonly language: Language;
}

const NOW = /^(now\(\)|CURRENT_TIMESTAMP|LOCALTIMESTAMP|transaction_timestamp\(\)|statement_timestamp\(\))/;
const JSON_TYPES = [114, 3802];
const UUID = 2950;
const BYTEA = 17;
const MAX_QUOTED = 10;

/** Keys of the whole table. */
export function tableNotes({ relation, meaning, language }: NoteContext): string[] {
  const key = relation.primaryKey?.columns ?? [];
  const composite = factsOf(meaning).filter(({ fromFields }) => fromFields.length > 1);
  const words = NOTE_WORDS[language];
  const primary = key.length > 1 ? [words.compositeKey(key.join(', '))] : key.map(words.primaryKey);
  return [
    ...primary,
    ...composite.flatMap((join) => foreignKeyNote(join, meaning, language)),
    ...quotingNote(relation, language),
  ];
}

function factsOf(meaning: TableMeaning | undefined): readonly Relationship[] {
  return (meaning?.outgoing ?? []).filter(({ standing }) => standing === 'fact');
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

function foreignKeyNote(join: Relationship, meaning: TableMeaning | undefined, language: Language): string[] {
  const entity = meaning?.entityOf(join.to);
  if (entity === undefined) {
    return [];
  }
  const words = NOTE_WORDS[language];
  const list = join.fromFields.join(', ');
  const columns = join.fromFields.length === 1 ? list : `(${list})`;
  const target = `${shownName(relationOf(entity))}(${join.toFields.join(', ')})`;
  const note = join.elements
    ? words.elements(columns, target, join.elements)
    : (join.declared ? words.foreignKey : words.inferredKey)(columns, target);
  return [join.condition ? words.onlyWhere(note, `${join.condition.field} = ${join.condition.value}`) : note];
}

/** Facts about a column that its list line omits. */
export function columnNotes(column: Column, profile: ColumnProfile | undefined, context: NoteContext): string[] {
  const { meaning, lookups, language } = context;
  const single = factsOf(meaning).filter(({ fromFields }) => fromFields.length === 1 && fromFields[0] === column.name);
  const field = meaning?.field(column.name);
  const target = single.find(({ condition }) => condition === null)?.to ?? '';
  const isDeclared = column.enumLabels !== null || checkedValues(context.relation, column) !== null;
  const lookup = {
    entity: meaning?.entityOf(target),
    entries: lookups.get(target) ?? [],
    isPartial: !isDeclared && profile?.partial?.includes('values') === true,
    isOwn: target !== '' && target === meaning?.entity.id,
    kind: meaning?.entity.kind,
    rowCount: isDeclared ? null : (meaning?.entity.rowCount ?? null),
  };
  return [
    ...single.flatMap((join) => foreignKeyNote(join, meaning, language)),
    ...(field ? meaningNotes(field, lookup, language) : []),
    ...(field?.role === 'technical' ? [] : typeNotes(column, profile, language)),
  ];
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
  ];
}

/** Which columns hold personal or secret values, in one line for those with masked examples and one for the others. */
export function sensitiveNotes(
  profile: RelationProfile | undefined,
  meaning: TableMeaning | undefined,
  language: Language,
): string[] {
  const words = NOTE_WORDS[language];
  const columns = (profile?.columns ?? []).filter(
    ({ column, sensitive }) => sensitive !== null && meaning?.field(column)?.role !== 'technical',
  );
  const [masked, hidden] = [columns.filter(hasExamples), columns.filter((column) => !hasExamples(column))];
  return [
    ...(masked.length > 0 ? [words.masked(masked.map(({ column }) => column))] : []),
    ...(hidden.length > 0 ? [words.hidden(hidden.map(({ column }) => column))] : []),
  ];
}

function hasExamples({ sampleValues }: ColumnProfile): boolean {
  return sampleValues.length > 0;
}

export function isJson(column: Column): boolean {
  return JSON_TYPES.includes(column.baseTypeOid);
}
