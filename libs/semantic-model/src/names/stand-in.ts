import {
  chineseFor,
  columnWords,
  pluralWord,
  singularWord,
  tableWords,
  type Column,
  type Relation,
} from '#libs/catalog';
import { commentLabel, isChinese, nameWords } from '#libs/column-concepts';
import type { ByLanguage } from '#libs/language';
import type { Name } from '../model.js';

// Until the lexicon names things.

export function entityName(relation: Relation, prefixes: ReadonlyMap<string, string>): ByLanguage<Name> {
  const words = tableWords(relation, prefixes);
  const label = commentLabel(relation.comment)?.replace(/(信息|数据|记录)?表$/u, '') ?? null;
  const one = [...words.slice(0, -1), singularWord(words.at(-1) ?? '')];
  return names(one, label, chineseFor(words), [...words.slice(0, -1), pluralWord(words.at(-1) ?? '')].join(' '));
}

export function fieldName(column: Column, relation: Relation): ByLanguage<Name> {
  const words = nameWords(column.name);
  return names(words, commentLabel(column.comment), chineseFor(columnWords(column, relation)), words.join(' '));
}

export function wordsName(words: readonly string[]): ByLanguage<Name> {
  return names(words, null, chineseFor(words), words.join(' '));
}

/** The words in Chinese; null where one is unknown. */
export function spokenWords(words: readonly string[]): string | null {
  return chineseFor(words);
}

function names(
  words: readonly string[],
  label: string | null,
  translated: string | null,
  plural: string,
): ByLanguage<Name> {
  const own = words.join(' ');
  const zh = label && isChinese(label) ? label : isChinese(own) ? own : translated;
  const isEnglish = !isChinese(own);
  return {
    zh: {
      text: zh ?? own,
      plural: zh ?? own,
      measureWord: zh === null ? null : '个',
      known: zh !== null,
      synonyms: [],
    },
    en: { text: own, plural, measureWord: null, known: isEnglish, synonyms: [] },
  };
}
