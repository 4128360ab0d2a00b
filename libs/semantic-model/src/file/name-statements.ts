import { z } from 'zod';
import { inEveryLanguage, LANGUAGES, type ByLanguage, type Language } from '#libs/language';
import { pluralWord } from '#libs/lexicon';
import type { Evidence, Name } from '../model.js';
import { statement, type Plain, type Statement } from './statement.js';
import { listSchema, namedLists, namedTexts, scalar, textSchema } from './texts.js';

interface Named<T> {
  readonly nameOf: (target: T) => ByLanguage<Name>;
  readonly withName: (target: T, name: ByLanguage<Name>) => T;
  readonly evidenceOf: (target: T) => Evidence | undefined;
  readonly mark: (target: T) => T;
}

/** `label: {en: order, zh: 订单}`: the languages in which the name is known. */
export function labelStatement<T>({ nameOf, withName, ...evidence }: Named<T>): Statement<T> {
  return statement({
    key: 'label',
    schema: textSchema,
    evidence,
    write: (target) => {
      const name = nameOf(target);
      const known = LANGUAGES.filter((language) => name[language].known);
      return known.length === 0 ? undefined : textOf(known.map((language) => [language, name[language].text]));
    },
    apply: (target, given) => {
      const texts = given === null ? {} : namedTexts(given);
      const name = nameOf(target);
      return withName(
        target,
        inEveryLanguage((language) => {
          const text = texts[language];
          const before = name[language];
          if (text === undefined) {
            return given === null ? { ...before, known: false } : before;
          }
          return named(before, language, text);
        }),
      );
    },
  });
}

/** Other names that people use. */
export function synonymsStatement<T>({ nameOf, withName }: Named<T>): Statement<T> {
  return statement({
    key: 'synonyms',
    schema: listSchema,
    write: (target) => {
      const name = nameOf(target);
      const named = LANGUAGES.filter((language) => name[language].synonyms.length > 0);
      return named.length === 0
        ? undefined
        : Object.fromEntries(named.map((language) => [language, name[language].synonyms]));
    },
    apply: (target, given) => {
      const lists = namedLists(given ?? []);
      const name = nameOf(target);
      return withName(
        target,
        inEveryLanguage((language) => ({ ...name[language], synonyms: lists[language] })),
      );
    },
  });
}

/** The English plural and the Chinese measure word. */
export function countingStatements<T>({ nameOf, withName }: Named<T>): Statement<T>[] {
  return [
    statement<T, typeof scalar>({
      key: 'plural',
      schema: scalar,
      write: (target) => (nameOf(target).en.known ? nameOf(target).en.plural : undefined),
      apply: (target, plural) => {
        const name = nameOf(target);
        return withName(target, { ...name, en: { ...name.en, plural: plural ?? PLURAL.en(name.en.text) } });
      },
    }),
    statement<T, z.ZodString>({
      key: 'measure_word',
      schema: z.string().trim().min(1).max(8),
      write: (target) => nameOf(target).zh.measureWord ?? undefined,
      apply: (target, measureWord) => {
        const name = nameOf(target);
        return withName(target, { ...name, zh: { ...name.zh, measureWord } });
      },
    }),
  ];
}

/** The name with another text, which people understand. */
export function named(before: Name, language: Language, text: string): Name {
  return text === before.text
    ? { ...before, known: true }
    : { ...before, text, plural: PLURAL[language](text), known: true, isGuessed: false };
}

const PLURAL: ByLanguage<(text: string) => string> = { zh: (text) => text, en: englishPlural };

function englishPlural(text: string): string {
  return text.replace(/\p{L}+$/u, pluralWord);
}

function textOf(entries: readonly (readonly [string, string])[]): Plain {
  return Object.fromEntries(entries);
}
