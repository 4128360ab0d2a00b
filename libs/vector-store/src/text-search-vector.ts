import { searchWords } from '#libs/retrieval';

/** Lexemes with their positions, ascending from 1. */
export type Words = ReadonlyMap<string, readonly number[]>;

/** https://www.postgresql.org/docs/current/textsearch-limits.html */
const MOST = { position: 16_383, positionsOfLexeme: 255, lexemeBytes: 2_046, totalBytes: 500_000 };

/**
 * The words of a document for the text search of PostgreSQL, as its configuration `simple` compares them. PostgreSQL
 * does not split Chinese, so the words are those of the built-in splitter.
 */
export function wordsOf(document: string): Words {
  const words = new Map<string, number[]>();
  let bytes = 0;
  for (const { word, position } of searchWords(document)) {
    const length = Buffer.byteLength(word);
    const positions = words.get(word);
    if (positions === undefined) {
      bytes += length;
      if (length <= MOST.lexemeBytes && bytes <= MOST.totalBytes) {
        words.set(word, [Math.min(position, MOST.position)]);
      }
    } else if (
      positions.length < MOST.positionsOfLexeme &&
      position <= MOST.position &&
      position > (positions.at(-1) ?? 0)
    ) {
      positions.push(position);
    }
  }
  return words;
}

/** The binary form of a tsvector: int32 number of lexemes; of each its bytes, a zero, int16 count and the positions. */
export function tsvectorBytes(words: Words): Buffer {
  const size = [...words].reduce(
    (sum, [word, positions]) => sum + Buffer.byteLength(word) + 3 + 2 * positions.length,
    4,
  );
  const bytes = Buffer.alloc(size);
  let end = bytes.writeInt32BE(words.size, 0);
  for (const [word, positions] of words) {
    end += bytes.write(word, end, 'utf8');
    end = bytes.writeUInt8(0, end);
    end = bytes.writeUInt16BE(positions.length, end);
    for (const position of positions) {
      end = bytes.writeUInt16BE(position, end);
    }
  }
  return bytes;
}
