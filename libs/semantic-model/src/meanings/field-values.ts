import { checkedValues, type LookupEntry } from '#libs/catalog';
import { isChinese } from '#libs/column-concepts';
import { inEveryLanguage, type Text } from '#libs/language';
import { sureChineseFor, toEnglish } from '#libs/lexicon';
import { holdsSensitiveText } from '#libs/sensitivity';
import type { FieldRole, FieldValue, Source } from '../model.js';
import type { ColumnFacts, TableFacts } from '../roles/column-facts.js';
import { truthOf } from '../roles/two-valued.js';
import { commentMeanings, initialMeanings } from './comment-meanings.js';
import type { Dictionaries } from './dictionaries.js';
import { readableCode } from './readable-code.js';

const MAX_GROUPS = 40;
const MAX_EXAMPLES = 5;
const MAX_LENGTH = 60;
/** Share of the values that a source of meanings must know. */
const MOST = 0.5;

/** Keys and labels of the look-up tables, by `schema.name`. */
export type Lookups = ReadonlyMap<string, readonly LookupEntry[]>;

/** The tables that say what codes mean. */
export interface MeaningSources {
  readonly lookups: Lookups;
  readonly dictionaries: Dictionaries;
}

export interface FieldValues {
  readonly values: readonly FieldValue[];
  readonly complete: boolean;
  /** Where the meanings come from; null without any. */
  readonly source: Source | null;
}

const NO_VALUES: FieldValues = { values: [], complete: false, source: null };
const YES: Text = { zh: '是', en: 'yes' };
const NO: Text = { zh: '否', en: 'no' };
const WITHOUT_VALUES: readonly FieldRole[] = ['sensitive', 'technical', 'key', 'time', 'measure'];

/** The values of a column with the meanings that its comment, its look-up table or a dictionary gives them. */
export function fieldValues(
  table: TableFacts,
  facts: ColumnFacts,
  role: FieldRole,
  sources: MeaningSources,
): FieldValues {
  const lookup = role === 'reference' ? lookupOf(table, facts, sources.lookups) : undefined;
  if (WITHOUT_VALUES.includes(role) || (role === 'reference' && !lookup)) {
    return NO_VALUES;
  }
  const { column, profile } = facts;
  const shares = new Map(profile?.topValues.map(({ value, share }) => [value, share]));
  const declared = column.enumLabels ?? checkedValues(table.relation, column) ?? [];
  const measured = [...shares.keys(), ...(profile?.enumeration ?? []), ...(profile?.sampleValues ?? [])];
  const isGroup = role === 'dimension' || role === 'flag' || role === 'reference';
  const all = [...new Set([...measured, ...declared])].filter(isWholeValue);
  const shown = all.slice(0, isGroup ? MAX_GROUPS : MAX_EXAMPLES);
  const meanings = isGroup ? meaningsOf(table, facts, lookup, sources.dictionaries, shown) : null;
  const sexes = meanings === null && role === 'dimension' ? sexMeanings(facts, shown) : null;
  const distinct = profile?.distinctCount ?? null;
  const areAll =
    declared.length > 0 || (profile?.enumeration ?? null) !== null || (distinct !== null && distinct <= shown.length);
  return {
    values: shown.map((value) => ({
      value,
      share: shares.get(value) ?? null,
      meaning: meanings?.texts.get(value) ?? sexes?.get(value) ?? plainMeaning(value, role),
    })),
    complete: shown.length > 0 && shown.length === all.length && areAll,
    source: meanings?.source ?? null,
  };
}

const SEXES: ReadonlyMap<string, Text> = new Map([
  ['M', { en: 'male', zh: '男' }],
  ['F', { en: 'female', zh: '女' }],
]);

/** `M` and `F` of a column for the sex or gender; null for other columns and codes. */
function sexMeanings({ words, column }: ColumnFacts, values: readonly string[]): ReadonlyMap<string, Text> | null {
  const isSex = /^(sex|gender)$/.test(words.at(-1) ?? '') || /性别/u.test(column.comment ?? '');
  return isSex && values.includes('M') && values.includes('F') ? SEXES : null;
}

function lookupOf(table: TableFacts, { column }: ColumnFacts, lookups: Lookups): readonly LookupEntry[] | undefined {
  const join = table.joins.find(
    ({ fromFields, condition }) => fromFields.length === 1 && fromFields[0] === column.name && condition === null,
  );
  return join && lookups.get(join.to);
}

function isWholeValue(value: string): boolean {
  return value.trim() !== '' && value.length <= MAX_LENGTH && !/[\\…\n\r]/.test(value) && !holdsSensitiveText(value);
}

/** A flag is yes or no; an identifier among values is read as words. */
function plainMeaning(value: string, role: FieldRole): Text | null {
  const truth = role === 'flag' ? truthOf(value) : null;
  if (truth !== null) {
    return truth ? YES : NO;
  }
  return role === 'dimension' ? readableCode(value) : null;
}

interface Meanings {
  readonly texts: ReadonlyMap<string, Text>;
  readonly source: Source;
}

function meaningsOf(
  table: TableFacts,
  facts: ColumnFacts,
  lookup: readonly LookupEntry[] | undefined,
  dictionaries: Dictionaries,
  values: readonly string[],
): Meanings | null {
  if (lookup) {
    return { texts: new Map(lookup.map(({ key, label }) => [key, inEveryLanguage(() => label)])), source: 'data' };
  }
  const listed = commentMeanings(facts.column.comment);
  const told = listed.size > 0 ? listed : initialMeanings(facts.column.comment, values);
  if (told.size > 0 && values.filter((value) => told.has(value)).length >= MOST * values.length) {
    return {
      texts: meaningTexts(new Map([...told].map(([code, meaning]) => [code, insideSentence(meaning)]))),
      source: 'comment',
    };
  }
  const labels = dictionaries.labelsFor(table, facts, values);
  return (
    labels && {
      texts: meaningTexts(labels),
      source: 'data',
    }
  );
}

/** The meanings in both languages, where the lexicon knows all of them; else the texts of the source in both. */
function meaningTexts(meanings: ReadonlyMap<string, string>): ReadonlyMap<string, Text> {
  const translated = new Map([...meanings].flatMap(([code, meaning]) => pairOf(code, translatedMeaning(meaning))));
  return translated.size === meanings.size
    ? translated
    : new Map([...meanings].map(([code, meaning]) => [code, inEveryLanguage(() => meaning)]));
}

const pairOf = (code: string, text: Text | null): [string, Text][] => (text ? [[code, text]] : []);

/** An English meaning in a comment begins with a capital letter like a sentence. */
function insideSentence(meaning: string): string {
  return isChinese(meaning) ? meaning : meaning.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

function translatedMeaning(meaning: string): Text | null {
  const other = isChinese(meaning) ? toEnglish(meaning) : sureChineseFor(meaning.toLowerCase().split(/[^a-z']+/));
  return other === null ? null : isChinese(meaning) ? { zh: meaning, en: other } : { zh: other, en: meaning };
}
