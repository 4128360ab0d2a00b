import {
  chineseFor,
  columnWords,
  pluralWord,
  singularWord,
  tableWords,
  type Catalog,
  type Column,
  type Relation,
} from '#libs/catalog';
import { columnWordsByName, commentLabel, isChinese, isKnownWord, splitGlued } from '#libs/column-concepts';
import type { ByLanguage } from '#libs/language';
import type { Name } from '../model.js';

/** Shared by all names: a model has many. */
const NONE: readonly string[] = [];

/** Words of table names that only say a layer of the warehouse. */
const LAYERS = new Set(['dim', 'fact', 'fct', 'ods', 'dwd', 'dws', 'ads', 'sys', 'biz']);
const SPELLED: ReadonlyMap<string, string> = new Map(
  `addr=address amt=amount avg=average bal=balance cat=category ccy=currency cnt=count cust=customer dept=department
  desc=description dob=date_of_birth dt=date emp=employee lat=latitude lng=longitude lon=longitude pct=percent
  prod=product qty=quantity tel=telephone tot=total ts=time txn=transaction tx=transaction uom=unit_of_measure`
    .split(/\s+/)
    .map((entry) => {
      const [short = '', long = ''] = entry.split('=');
      return [short, long.replaceAll('_', ' ')] as const;
    }),
);
const LAST: ReadonlyMap<string, string> = new Map([
  ['at', 'time'],
  ['on', 'date'],
  ['no', 'number'],
  ['num', 'number'],
  ['id', 'ID'],
]);

/** The words of a table's name without layers, modules and what only says "table". */
export type TableWords = (relation: Relation) => readonly string[];

/** @param prefixes as `sharedPrefixes` gives them */
export function tableNaming(catalog: Catalog, prefixes: ReadonlyMap<string, string>): TableWords {
  const bySchema = new Map(
    [...Map.groupBy(catalog.relations, ({ schema }) => schema)].map(([schema, relations]) => [
      schema,
      columnWordsByName(relations.map(({ name }) => name)),
    ]),
  );
  const plain = (relation: Relation): string[] => {
    const words = unglued(tableWords(relation, prefixes), bySchema.get(relation.schema)?.get(relation.name));
    return LAYERS.has(words[0] ?? '') && words.length > 1 ? words.slice(1) : words;
  };
  const modules = modulesOf(catalog, plain);
  return (relation) => {
    const words = plain(relation);
    return words.length > 1 && modules.has(words[0] ?? '') ? words.slice(1) : words;
  };
}

/** A glued name is split, without a prefix that all tables of its schema share. */
function unglued(words: readonly string[], ofSchema: readonly string[] | undefined): string[] {
  return words.length === 1 && ofSchema ? [...ofSchema] : words.flatMap(splitGlued);
}

const LEAST_TABLES = 3;
const NEARLY_ALL = 0.8;

/**
 * First words that name a module and no thing (`system_`, `infra_`): nearly all tables have one of them, none is a table
 * of its own, and without them all names still differ.
 */
function modulesOf({ relations }: Catalog, wordsOf: (relation: Relation) => readonly string[]): ReadonlySet<string> {
  const names = relations.map(wordsOf);
  const tables = new Set(names.map((words) => words.map(singularWord).join(' ')));
  const byFirst = Map.groupBy(
    names.filter(({ length }) => length > 1),
    ([first = '']) => first,
  );
  const modules = new Set(
    [...byFirst].flatMap(([first, list]) =>
      list.length >= LEAST_TABLES && !tables.has(singularWord(first)) ? [first] : [],
    ),
  );
  const stripped = names.map((words) =>
    (words.length > 1 && modules.has(words[0] ?? '') ? words.slice(1) : words).join(' '),
  );
  const covered = names.filter(([first = '']) => modules.has(first)).length;
  return covered >= NEARLY_ALL * names.length && new Set(stripped).size === stripped.length ? modules : new Set();
}

export function entityName(relation: Relation, words: readonly string[]): ByLanguage<Name> {
  const label = commentLabel(relation.comment)?.replace(/(信息|数据|记录)?表$/u, '') ?? null;
  const last = words.at(-1) ?? '';
  const one = [...words.slice(0, -1), singularWord(last)];
  const name = names(one, label, chineseFor(words));
  return {
    ...name,
    en: {
      ...name.en,
      plural: [...spelledWords(one).slice(0, -1), pluralWord(spelledWords(one).at(-1) ?? '')].join(' '),
    },
  };
}

const wordsByRelation = new WeakMap<Relation, ReadonlyMap<string, readonly string[]>>();

export function fieldName(column: Column, relation: Relation): ByLanguage<Name> {
  const byName = wordsByRelation.get(relation) ?? columnWordsByName(relation.columns.map(({ name }) => name));
  wordsByRelation.set(relation, byName);
  const words = byName.get(column.name) ?? [];
  return names(words, commentLabel(column.comment), chineseFor(columnWords(column, relation)) ?? chineseFor(words));
}

export function wordsName(words: readonly string[]): ByLanguage<Name> {
  return names(words, null, chineseFor(words));
}

/** The words in Chinese; null where one is unknown. */
export function spokenWords(words: readonly string[]): string | null {
  return chineseFor(words);
}

function names(words: readonly string[], label: string | null, translated: string | null): ByLanguage<Name> {
  const own = words.join(' ');
  const zh = label !== null && isChinese(label) ? label : isChinese(own) ? own : translated;
  const isReadable = words.some(isReadableWord) && words.every((word) => isReadableWord(word) || isAcronym(word));
  const english = !isReadable && label !== null && !isChinese(label) ? label : spelledWords(words).join(' ');
  return {
    zh: {
      text: zh ?? own,
      plural: zh ?? own,
      measureWord: zh === null ? null : '个',
      known: zh !== null,
      synonyms: NONE,
    },
    en: { text: english, plural: english, measureWord: null, known: isReadable || english === label, synonyms: NONE },
  };
}

/** `kyc` in `kyc_status`: people speak its letters. */
function isAcronym(word: string): boolean {
  return /^[a-z]{2,4}$/.test(word);
}

/** A word of English, as far as the vocabulary and its letters tell. */
function isReadableWord(word: string): boolean {
  return (
    isKnownWord(word.replace(/\d+$/, '')) ||
    SPELLED.has(word) ||
    LAST.has(word) ||
    /^\d+$/.test(word) ||
    /^(?=.*[aeiouy])[a-z]{4,}\d*$/.test(word)
  );
}

function spelled(word: string): string {
  return !isReadableWord(word) && isAcronym(word) ? word.toUpperCase() : word;
}

function spelledWords(words: readonly string[]): string[] {
  const last = words.length - 1;
  return words.map(
    (word, at) => (last > 0 && at === last ? LAST.get(word) : undefined) ?? SPELLED.get(word) ?? spelled(word),
  );
}
