import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { builtInTerms } from '#libs/retrieval';
import type { RowField } from '../binary-rows.js';
import { tsvectorBytes } from '../text-search-vector.js';
import type { Collection } from '../vector-record.js';
import { LEXICAL_VERSION } from './lexical-tables.js';

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

/** @param record key of the row of `langchain_pg_embedding` */
export function lexicalRow(record: string, collection: Collection, document: string): RowField[] {
  const counts = [...builtInTerms().count(document)].slice(0, MOST_TERMS);
  const length = counts.reduce((sum, [, count]) => sum + count, 0);
  const brevity = Buffer.alloc(4);
  brevity.writeFloatBE(1 / (1 + Math.log(1 + length)));
  return [record, collection, digestOf(document), brevity, tsvector(counts)];
}

function digestOf(document: string): Buffer {
  return createHash('md5').update(`${LEXICAL_VERSION} ${document}`).digest();
}

/** `ts_rank` grows with the number of positions; which they are does not matter. */
function tsvector(counts: readonly (readonly [term: string, count: number])[]): Buffer {
  const positions = (count: number) => Array.from({ length: Math.min(count, MOST_POSITIONS) }, (_, place) => place + 1);
  return tsvectorBytes(new Map(counts.map(([term, count]) => [term, positions(count)])));
}
