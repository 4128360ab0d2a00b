import { listedValue, type LookupEntry, type RelationProfile } from '#libs/catalog';
import { nameConcept } from '#libs/column-concepts';
import { inEveryLanguage, type Language } from '#libs/language';
import type { Entity, EntityKind, Field, FieldValue } from '#libs/semantic-model';
import { quoteIdentifier } from '#libs/postgres';
import { NOTE_WORDS } from './note-words.js';
import { percent } from './percent.js';
import { UNIT_WORDS } from './unit-words.js';

/** Of a value whose share is worth the room. */
const LEAST_SHARE = 0.01;
/** Values of a column that are listed whole. */
const MAX_VALUES = 12;

/** The table that a reference points to, and its rows where they are few. */
export interface Lookup {
  readonly entity: Entity | undefined;
  readonly entries: readonly LookupEntry[];
  /** Rows that were not read may hold other values. */
  readonly isPartial: boolean;
  /** The table of the column itself: every row would be listed. */
  readonly isOwn: boolean;
  /** Of the table of the column. */
  readonly kind: EntityKind | undefined;
  /** Of that table; null where its columns are declared to hold certain values, and where it is unknown. */
  readonly rowCount: number | null;
}

/** What the values of a column mean: codes, flags, units, missing values. */
export function meaningNotes(field: Field, lookup: Lookup, language: Language): string[] {
  const { entity, entries, isOwn } = lookup;
  const words = NOTE_WORDS[language];
  const isTold = field.role !== 'reference' || (entity !== undefined && !isOwn && namesRows(entity, field, entries));
  return [
    ...(isTold ? valueNotes(withWholeLookup(field, entries), lookup, language) : []),
    ...measureNotes(field, lookup.kind, language),
    ...(field.nullMeaning && showsNulls(field) ? [words.nullMeaning(field.name, field.nullMeaning[language])] : []),
  ];
}

/** A meaning that the name alone gives is a guess until some rows have a value and some have none. */
function showsNulls({ nullShare, evidence }: Field): boolean {
  const isGuess = evidence.nullMeaning?.source !== 'person' && evidence.nullMeaning?.source !== 'model';
  return !isGuess || (nullShare !== null && nullShare > 0 && nullShare < 1);
}

/** Whether the notes list the values with their shares, so that nothing else has to. */
export function listsShares(field: Field, rowCount: number | null, language: Language): boolean {
  return listsValues(field, rowCount) && field.values.some((value) => withoutEcho(value, language).meaning !== null);
}

/** `NYSE` does not mean `nyse`, nor `mobile_app` `mobile app`. */
function withoutEcho(value: FieldValue, language: Language): FieldValue {
  const isEcho = value.meaning !== null && bare(value.meaning[language]) === bare(value.value);
  return isEcho ? { ...value, meaning: null } : value;
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, '');
}

/** Whether the notes list the values. Values that are all distinct tell rows apart and are no list to choose from. */
export function listsValues(field: Field, rowCount: number | null): boolean {
  const { role, values, valuesComplete } = field;
  const isGroup = role === 'dimension' || role === 'flag' || role === 'code';
  const hasMeanings = values.some(({ meaning }) => meaning !== null);
  return (
    (hasMeanings && (isGroup || role === 'reference')) ||
    (isGroup && valuesComplete && values.length <= MAX_VALUES && values.length > 1 && !tellsRowsApart(field, rowCount))
  );
}

/** Values of which each is in one row only, and identifiers: those of a view are no keys. */
function tellsRowsApart({ name, role, distinctCount }: Field, rowCount: number | null): boolean {
  const areOnce = rowCount !== null && distinctCount !== null && distinctCount >= rowCount;
  return role !== 'flag' && (areOnce || nameConcept(name) === 'identifier');
}

/** The labels of a table that is more than a look-up have to be what its rows are called by: a doctor is not her hospital. */
function namesRows(entity: Entity, { values }: Field, entries: readonly LookupEntry[]): boolean {
  const title = entity.fields.find(({ name }) => name === entity.title[0]);
  const labels = new Set([...entries.map(({ label }) => label), ...values.map(({ meaning }) => meaning?.en)]);
  const isTitle = entity.title.length === 1 && title?.values.some(({ value }) => labels.has(value)) === true;
  return entity.kind === 'lookup' || isTitle;
}

/** Keys of the look-up table that no row has yet belong to the list as well. */
function withWholeLookup(field: Field, lookup: readonly LookupEntry[]): Field {
  const known = new Set(field.values.map(({ value }) => value));
  const others = lookup
    .filter(({ key }) => !known.has(key))
    .map(({ key, label }) => ({ value: key, share: null, meaning: inEveryLanguage(() => label) }));
  return field.role === 'reference' ? { ...field, values: [...field.values, ...others] } : field;
}

function valueNotes(field: Field, { isPartial, rowCount }: Lookup, language: Language): string[] {
  const words = NOTE_WORDS[language];
  const { name, role } = field;
  const values = field.values.map((value) => withoutEcho(value, language));
  if (!listsValues(field, rowCount) || (role === 'flag' && field.typeCategory === 'B')) {
    return [];
  }
  const hasMeanings = values.some(({ meaning }) => meaning !== null);
  if (!hasMeanings) {
    const plain = [...values.map(({ value }) => value), ...(field.hasBlanks ? [''] : [])];
    return [
      (isPartial ? words.someValues : words.enumeration)(
        name,
        plain.map((value) => listedValue(value)),
      ),
    ];
  }
  const blank = field.hasBlanks ? [listedValue('')] : [];
  const listed = [...values.slice(0, MAX_VALUES).map((value) => valueText(value, language)), ...blank];
  const texts = values.length > MAX_VALUES ? [...listed, words.moreValues(values.length - MAX_VALUES)] : listed;
  if (role === 'flag') {
    return [words.flag(name, texts)];
  }
  return [words.meanings(name, texts)];
}

/** `0 = open (60%)`; shares only tell something where several values have one. */
function valueText({ value, share, meaning }: FieldValue, language: Language): string {
  const text = meaning ? `${listedValue(value)}=${listedValue(meaning[language])}` : listedValue(value);
  return share === null || share < LEAST_SHARE ? text : NOTE_WORDS[language].withShare(text, percent(share));
}

function measureNotes(
  { name, role, unit, additivity }: Field,
  kind: EntityKind | undefined,
  language: Language,
): string[] {
  if (role !== 'measure') {
    return [];
  }
  const words = UNIT_WORDS[language];
  // Without a unit a rate is only a cautious guess: nothing that a document may state.
  const isGuess = additivity === 'rate' && unit?.kind !== 'share' && unit?.kind !== 'percent';
  // One row for each thing has no rows over time to add up.
  const isMoot =
    additivity === 'semi_additive' &&
    (kind === 'thing' || kind === 'lookup') &&
    !['stock', 'balance'].includes(nameConcept(name) ?? '');
  const facts = [...(unit ? words.unit(unit) : []), ...(isGuess || isMoot ? [] : (words.additivity[additivity] ?? []))];
  return facts.length > 0 ? [words.note(name, facts)] : [];
}

/** Rows of other tables have a date too, of birth or hire: it is no period of the data. */
const HAPPENING: ReadonlySet<EntityKind> = new Set(['event', 'line', 'log', 'snapshot']);

/** What a query has to know about the rows of the table: which are deleted, from when to when they reach. */
export function rowNotes(entity: Entity, profile: RelationProfile | undefined, language: Language): string[] {
  const words = NOTE_WORDS[language];
  const { softDelete, time, fields } = entity;
  const range = fields.find(({ name }) => name === time)?.range ?? null;
  return [
    ...(softDelete ? [words.softDelete(`${quoteIdentifier(softDelete.field)} ${softDelete.alive}`)] : []),
    ...(time !== null && HAPPENING.has(entity.kind) && range !== null && !isInfinite(range) && !isPartial(profile, time)
      ? [words.period(time, dayOf(range.min), dayOf(range.max))]
      : []),
  ];
}

function isPartial(profile: RelationProfile | undefined, column: string): boolean {
  return profile?.columns.find((other) => other.column === column)?.partial?.includes('range') === true;
}

function isInfinite({ min, max }: { readonly min: string; readonly max: string }): boolean {
  return min.includes('infinity') || max.includes('infinity');
}

function dayOf(time: string): string {
  return /^\d{4,}-\d\d-\d\d/.exec(time)?.[0] ?? time;
}
