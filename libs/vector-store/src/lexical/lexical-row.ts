import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { builtInTerms } from '#libs/retrieval';
import type { RowField } from '../binary-rows.js';
import { tsvectorBytes } from '../text-search-vector.js';
import type { Collection } from '../vector-record.js';
import { LEXICAL_VERSION } from './lexical-tables.js';
import { tableNames } from './table-names.js';

/** Columns of a lexical row with their types, in the order of its fields. */
export const LEXICAL_COLUMNS = [
  ['record', 'text'],
  ['collection', 'text'],
  ['digest', 'uuid'],
  ['brevity', 'real'],
  ['terms', 'tsvector'],
] as const;

/** More occurrences hardly change the rank of a text. */
const MOST_POSITIONS = 8;
/** PostgreSQL limits a tsvector to 1 MB; a text with more different terms is about everything. */
const MOST_TERMS = 10_000;

/** Begin the names of tables among the terms: of the one that a record is about, and of those that it joins. */
export const OWN_MARK = '=';
export const JOINED_MARK = '>';
/** First position, of weight A: https://www.postgresql.org/docs/current/textsearch-controls.html */
const NAME_POSITION = 0xc001;
/** PostgreSQL limits a lexeme to 2 KB. */
const LONGEST_NAME = 500;

/**
 * @param record key of the row of `langchain_pg_embedding`
 * @param source of the record; null for records of other programs
 */
export function lexicalRow(
  record: string,
  collection: Collection,
  document: string,
  source: string | null,
): RowField[] {
  const counts = [...builtInTerms().count(document)].slice(0, MOST_TERMS);
  const length = counts.reduce((sum, [, count]) => sum + count, 0);
  const brevity = Buffer.alloc(4);
  brevity.writeFloatBE(1 / (1 + Math.log(1 + length)));
  return [record, collection, digestOf(document), brevity, tsvector(counts, markedNames(collection, document, source))];
}

function digestOf(document: string): Buffer {
  return createHash('md5').update(`${LEXICAL_VERSION} ${document}`).digest();
}

/** `ts_rank` grows with the number of positions; which they are does not matter. */
function tsvector(counts: readonly (readonly [term: string, count: number])[], names: readonly string[]): Buffer {
  const positions = (count: number) => Array.from({ length: Math.min(count, MOST_POSITIONS) }, (_, place) => place + 1);
  const terms = new Map(counts.map(([term, count]): [string, readonly number[]] => [term, positions(count)]));
  names.forEach((name) => terms.set(name, [NAME_POSITION]));
  return tsvectorBytes(terms);
}

/** Names with their database: two databases may have tables of one name. No term begins with a mark. */
function markedNames(collection: Collection, document: string, source: string | null): string[] {
  const names = tableNames(collection, document);
  const database = source?.split('/', 1)[0] ?? '';
  const marked = (mark: string, name: string) => `${mark}${database}/${name}`;
  return (
    names === null ? [] : [marked(OWN_MARK, names.own), ...names.joined.map((name) => marked(JOINED_MARK, name))]
  ).filter((name) => name.length <= LONGEST_NAME);
}
