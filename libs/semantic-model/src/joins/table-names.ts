import { tableWords, type Catalog, type Relation } from '#libs/catalog';
import { identifierWords, singularWord } from '#libs/lexicon';
import { compact } from './names.js';

/** Layers of a warehouse, and words around a name that say "table". */
const LEADING = new Set(['dim', 'fact', 'fct', 'stg', 'ods', 'dwd', 'dws', 'ads', 'lkp', 'lu', 'ref', 'base', 'mst']);
const TRAILING = new Set([
  'info',
  'information',
  'master',
  'mst',
  'data',
  'base',
  'header',
  'hdr',
  'dim',
  'main',
  'xx',
]);
const CHINESE_NOISE = /(基础信息|基本信息|信息|资料|档案|明细|字典|记录)?表?$/;

/** How a table is called by the columns that refer to it. */
export interface TableName {
  /** Singular, without prefixes that only name a module. */
  readonly words: readonly string[];
  /** The words of the module: `system`; empty without one. */
  readonly module: string;
  /** Forms to compare with, the most certain first. */
  readonly forms: readonly string[];
  /** What all of its columns begin with, `c_` or glued as in `sbcust`; empty without one. */
  readonly columnPrefix: string;
  /** What all tables of the schema begin with where no separator follows: `sb`; empty without one. */
  readonly schemaPrefix: string;
  /** The subject of its comment: 用户; null without one. */
  readonly spoken: string | null;
}

/** Names of all relations of the catalog. */
export function tableNames(catalog: Catalog): Map<Relation, TableName> {
  const names = new Map<Relation, TableName>();
  for (const relations of Map.groupBy(catalog.relations, ({ schema }) => schema).values()) {
    const glued = gluedPrefix(relations.map(({ name }) => name.toLowerCase()));
    const read = relations.map((relation) => ({ relation, words: wordsOf(relation, glued) }));
    const modules = modulesOf(read.map(({ words }) => words));
    for (const { relation, words } of read) {
      const module = words.length > 1 && modules.has(words[0] ?? '') ? (words[0] ?? '') : '';
      names.set(relation, nameOf(relation, words, module, glued));
    }
  }
  return names;
}

function wordsOf(relation: Relation, glued: string): string[] {
  if (/\p{Script=Han}/u.test(relation.name)) {
    return [relation.name.replace(CHINESE_NOISE, '') || relation.name];
  }
  const name = relation.name.slice(glued.length);
  return tableWords({ schema: relation.schema, name }, new Map()).map(singularWord);
}

/** First words that a group of three tables shares and that no table is called by. */
function modulesOf(names: readonly (readonly string[])[]): Set<string> {
  const whole = new Set(names.map((words) => words.join('')));
  const groups = Map.groupBy(names, ([first = '']) => first);
  return new Set([...groups].flatMap(([first, group]) => (group.length >= 3 && !whole.has(first) ? [first] : [])));
}

function nameOf(relation: Relation, full: readonly string[], module: string, schemaPrefix: string): TableName {
  const words = module === '' ? full : full.slice(1);
  const plain = words.slice(LEADING.has(words[0] ?? '') ? 1 : 0, TRAILING.has(words.at(-1) ?? '') ? -1 : undefined);
  const glued = words.length === 1 ? (words[0] ?? '').replace(/(header|info|master|xx)$/, '') : '';
  const forms = [words.join(''), full.join(''), plain.join(''), glued.length > 1 ? glued : ''];
  return {
    words,
    module,
    forms: [...new Set(forms)].filter(Boolean),
    columnPrefix: columnPrefix(relation),
    schemaPrefix,
    spoken: spokenName(relation.comment),
  };
}

/** The subject of a comment on a table: 用户信息表 → 用户. */
export function spokenName(comment: string | null): string | null {
  const [head = ''] = (comment ?? '').split(/[（(，,。；;\s]/);
  const subject = head.replace(CHINESE_NOISE, '');
  return /\p{Script=Han}/u.test(subject) && subject.length <= 8 ? subject : null;
}

/** What all tables of a schema begin with where no separator follows: `sb` in sbcustomer, sbticker, sbtransaction. */
function gluedPrefix(names: readonly string[]): string {
  const prefix = names.length >= 3 ? commonPrefix(names) : '';
  const cuts = names.some((name) => name.length - prefix.length < 3);
  return prefix.length >= 2 && prefix.length <= 4 && /^\p{L}+$/u.test(prefix) && !cuts ? prefix : '';
}

function columnPrefix(relation: Relation): string {
  const names = relation.columns.map(({ name }) => name.toLowerCase());
  const firsts = new Set(relation.columns.map(({ name }) => identifierWords(name)[0] ?? ''));
  const [first = ''] = firsts;
  const separated = names.every((name) => name.startsWith(`${first}_`));
  if (names.length >= 3 && firsts.size === 1 && separated) {
    return `${first}_`;
  }
  const glued = names.length >= 3 ? commonPrefix(names) : '';
  const cuts = names.some((name) => name.length - glued.length < 2);
  return glued.length >= 2 && !cuts && /^\p{Script=Latin}+$/u.test(glued) ? glued : '';
}

function commonPrefix(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const name of others) {
    while (!name.startsWith(first.slice(0, length))) {
      length -= 1;
    }
  }
  return first.slice(0, length);
}

/** The name of a column without the prefix of its table. */
export function tailOf(column: string, { columnPrefix }: TableName): string {
  return columnPrefix !== '' && column.toLowerCase().startsWith(columnPrefix)
    ? column.slice(columnPrefix.length)
    : column;
}

/** The part of a key's name that other tables repeat: `sbtickerid` → tickerid, `c_custkey` → custkey. */
export function coresOf(column: string, name: TableName): string[] {
  const lower = column.toLowerCase();
  const plain = lower.startsWith(name.schemaPrefix) ? lower.slice(name.schemaPrefix.length) : lower;
  return [...new Set([lower, plain, tailOf(lower, name)])].map((part) => compact(identifierWords(part)));
}
