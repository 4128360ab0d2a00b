import { checkedValues, type LookupEntry } from '#libs/catalog';
import { isChinese } from '#libs/column-concepts';
import { inEveryLanguage, type Text } from '#libs/language';
import type { FieldRole, FieldValue } from '../model.js';
import type { ColumnFacts, TableFacts } from '../roles/column-facts.js';
import { truthOf } from '../roles/two-valued.js';
import { commentMeanings } from './comment-meanings.js';

const MAX_GROUPS = 40;
const MAX_EXAMPLES = 5;
const MAX_LENGTH = 60;

/** Keys and labels of the look-up tables, by `schema.name`. */
export type Lookups = ReadonlyMap<string, readonly LookupEntry[]>;

export interface FieldValues {
  readonly values: readonly FieldValue[];
  readonly complete: boolean;
}

const NO_VALUES: FieldValues = { values: [], complete: false };
const YES: Text = { zh: '是', en: 'yes' };
const NO: Text = { zh: '否', en: 'no' };

/** The values of a column with the meanings that its comment, its look-up table or its kind give them. */
export function fieldValues(
  table: TableFacts,
  { column, profile }: ColumnFacts,
  role: FieldRole,
  lookup: readonly LookupEntry[] | undefined,
): FieldValues {
  if (role === 'sensitive' || role === 'technical' || role === 'key' || role === 'time' || role === 'measure') {
    return NO_VALUES;
  }
  if (role === 'reference' && !lookup) {
    return NO_VALUES;
  }
  const shares = new Map(profile?.topValues.map(({ value, share }) => [value, share]));
  const declared = column.enumLabels ?? checkedValues(table.relation, column) ?? [];
  const measured = [...shares.keys(), ...(profile?.enumeration ?? []), ...(profile?.sampleValues ?? [])];
  const limit = role === 'dimension' || role === 'flag' || role === 'reference' ? MAX_GROUPS : MAX_EXAMPLES;
  const all = [...new Set([...measured, ...declared])].filter(isWholeValue);
  const shown = all.slice(0, limit);
  const meanings = meaningsOf(column.comment, lookup);
  const distinct = profile?.distinctCount ?? null;
  return {
    values: shown.map((value) => ({
      value,
      share: shares.get(value) ?? null,
      meaning: meanings.get(value) ?? (role === 'flag' ? flagMeaning(value) : null),
    })),
    complete:
      shown.length > 0 &&
      shown.length === all.length &&
      (declared.length > 0 ||
        (profile?.enumeration ?? null) !== null ||
        (distinct !== null && distinct <= shown.length)),
  };
}

function isWholeValue(value: string): boolean {
  return value.trim() !== '' && value.length <= MAX_LENGTH && !/[\\…\n\r]/.test(value);
}

function flagMeaning(value: string): Text | null {
  const truth = truthOf(value);
  return truth === null ? null : truth ? YES : NO;
}

function meaningsOf(comment: string | null, lookup: readonly LookupEntry[] | undefined): ReadonlyMap<string, Text> {
  if (lookup) {
    return new Map(lookup.map(({ key, label }) => [key, inEveryLanguage(() => label)]));
  }
  return new Map([...commentMeanings(comment)].map(([code, meaning]) => [code, meaningText(meaning)]));
}

/** The text of the source in both languages. */
function meaningText(meaning: string): Text {
  const plain = isChinese(meaning) ? meaning : meaning.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return inEveryLanguage(() => plain);
}
