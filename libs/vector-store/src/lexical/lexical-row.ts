import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { builtInTerms } from '#libs/retrieval';
import type { RowField } from '../binary-rows.js';
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

/**
 * A tsvector in its binary form: number of lexemes, then for each its text, a zero byte, the number of positions and
 * the positions, 2 bytes each. `ts_rank` grows with the number of positions; which they are does not matter.
 */
function tsvector(counts: readonly (readonly [term: string, count: number])[]): Buffer {
  const parts = counts.map(([term, count]) => {
    const text = Buffer.from(term);
    const positions = Math.min(count, MOST_POSITIONS);
    const part = Buffer.alloc(text.length + 3 + 2 * positions);
    text.copy(part);
    part.writeUInt16BE(positions, text.length + 1);
    for (let position = 1; position <= positions; position++) {
      part.writeUInt16BE(position, text.length + 1 + 2 * position);
    }
    return part;
  });
  const head = Buffer.alloc(4);
  head.writeInt32BE(parts.length);
  return Buffer.concat([head, ...parts]);
}
