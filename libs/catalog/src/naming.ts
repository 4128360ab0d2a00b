import { identifierWords } from '#libs/lexicon';
import type { Catalog, Column, Relation } from './model.js';

/** Words that say "a table" and nothing about the business. */
const TABLE_PREFIXES = new Set(['t', 'tb', 'tbl', 'table', 'v', 'vw', 'mv']);

/** The first word that all tables of a schema share (`bss_…`), by schema; two tables prove nothing. */
export function sharedPrefixes(catalog: Catalog): Map<string, string> {
  const prefixes = new Map<string, string>();
  for (const [schema, relations] of Map.groupBy(catalog.relations, (relation) => relation.schema)) {
    const firsts = relations.map(({ name }) => identifierWords(name)[0] ?? '');
    const [first] = firsts;
    if (first !== undefined && firsts.length >= 3 && firsts.every((word) => word === first)) {
      prefixes.set(schema, first);
    }
  }
  return prefixes;
}

/** The words of a table's name without what only says "table" or "this system". */
export function tableWords(
  relation: Pick<Relation, 'schema' | 'name'>,
  prefixes: ReadonlyMap<string, string>,
): string[] {
  const words = identifierWords(relation.name);
  const start = words.findIndex((word) => !TABLE_PREFIXES.has(word) && word !== prefixes.get(relation.schema));
  return start <= 0 ? words : words.slice(start);
}

const PLACE = /\b(city|country|zip|postal|postcode)\b/;

/** The words of a column's name for `chineseFor`: a `state` next to a city is a part of the country. */
export function columnWords({ name }: Column, { columns }: Relation): string[] {
  const own = identifierWords(name);
  const isPlace = own.at(-1) === 'state' && columns.some((other) => PLACE.test(identifierWords(other.name).join(' ')));
  return isPlace ? [...own.slice(0, -1), 'state', 'province'] : own;
}

const LENGTH_HINT = /[(（]\d+字[)）]/g;

/** A comment on one line, without the length hints (`（20字）`) that some tools leave in it. */
export function plainComment(comment: string | null): string {
  return (comment ?? '').replace(LENGTH_HINT, '').replace(/\s+/g, ' ').trim();
}

/** The first clause of a comment: what comes before `，`, else before `。`, else all of it. */
export function shortComment(comment: string | null): string {
  const plain = plainComment(comment);
  const end = plain.includes('，') ? plain.indexOf('，') : plain.indexOf('。');
  return (end > 0 ? plain.slice(0, end) : plain).trim();
}
