import type { Entity, Field } from '#libs/semantic-model';
import { allOf } from '../conditions.js';
import { intentOf, type Condition } from '../intent.js';
import { fieldRef } from '../paths.js';
import { areApart } from './apart.js';
import type { Family } from './family.js';

/** People know the names of fewer rows. */
const MANY = 20;

/** Rows whose name contains a word that several names share. */
export const nameSearch: Family = {
  name: 'name_search',
  *propose({ subject, ownConditions, linkedConditions }) {
    const [title] = (subject.rowCount ?? MANY) < MANY || subject.kind === 'lookup' ? [] : namesOf(subject);
    const word =
      title &&
      sharedWord(
        title.values.map(({ value }) => value),
        nounsOf(subject),
      );
    if (!title || !word) {
      return;
    }
    const like: Condition = { form: 'like', of: fieldRef(subject, [], title), text: word, at: 'anywhere' };
    for (const second of [null, ...ownConditions.slice(0, 2), ...linkedConditions.slice(0, 2)]) {
      if (second === null || areApart(second, like)) {
        const where = allOf([second, like]);
        yield intentOf(subject, { where });
        yield intentOf(subject, { measures: [{ form: 'count' }], where });
      }
    }
  },
};

/** Titles that are names: no numbers, codes, messages. */
function namesOf({ title, fields }: Entity): Field[] {
  return fields.filter(
    ({ name, role, typeCategory, sensitive, label }) =>
      title.includes(name) &&
      role === 'text' &&
      typeCategory === 'S' &&
      sensitive === null &&
      (/(^| )(name|title)$/.test(label.en.text) || /(名|名称|标题|题目)$/u.test(label.zh.text)),
  );
}

/** The words by which the rows are called in both languages: a search for departments with "department" finds them all. */
function nounsOf({ name, table }: Entity): string {
  const texts = [name.en, name.zh].flatMap(({ text, plural, synonyms }) => [text, plural, ...synonyms]);
  return [table, ...texts].join(' ').toLowerCase();
}

/** More of the names have it: the search tells hardly anything apart. */
const TOO_COMMON = 0.7;

/** The word that most of the names have, but not nearly all; null when none occurs twice. */
function sharedWord(names: readonly string[], nouns: string): string | null {
  const counts = new Map<string, number>();
  for (const name of names) {
    for (const word of new Set(wordsOf(name))) {
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  const [best] = [...counts]
    .filter(([word, count]) => !isCut(word, count, names))
    .filter(([word, count]) => count > 1 && count <= TOO_COMMON * names.length && !nouns.includes(word.toLowerCase()))
    .sort((a, b) => b[1] - a[1]);
  return best?.[0] ?? null;
}

/** Two characters that stand behind the same third one in all names are the rest of a longer word: 理员 of 管理员. */
function isCut(word: string, count: number, names: readonly string[]): boolean {
  const before = /^\p{Script=Han}{2}$/u.test(word)
    ? names.flatMap((name) => (name.endsWith(word) ? name.charAt(name.length - word.length - 1) : []))
    : [];
  return before.length === count && new Set(before).size === 1;
}

/** Words that carry no meaning in a search. */
const FILLERS = /^(your|this|that|with|from|have|and|the|for|into|over|under|inc|ltd|llc|gmbh|company|limited)$/i;

/** English words of four letters and more; in Chinese the first two and the last two characters, which may cut a word of three. */
function wordsOf(name: string): string[] {
  const latin = (name.match(/\b\p{Script=Latin}{4,}\b/gu) ?? []).filter((word) => !FILLERS.test(word));
  const han = (name.match(/\p{Script=Han}{4,}/gu) ?? []).flatMap((text) => [text.slice(0, 2), text.slice(-2)]);
  return [...latin, ...han];
}
