import { describe, expect, it } from '@jest/globals';
import { readPairFile, type Pair } from './pair-file.js';

/** Reads a file that comes in pieces of so many bytes. */
async function read(content: string, size = 7): Promise<Pair[]> {
  const bytes = Buffer.from(content);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += size) {
      yield bytes.subarray(start, start + size);
    }
  }
  const pairs: Pair[] = [];
  for await (const pair of readPairFile('p.json', pieces())) {
    pairs.push(pair);
  }
  return pairs;
}

describe('a pair file', () => {
  it('has pairs, with keys in any case and other keys beside them', async () => {
    const content =
      '[{"question": " 多少？ ", "sql": "SELECT 1;", "theme": ["x", {"sql": "y"}]}, {"Question": "b", "SQL": "SELECT 2;"}]';
    expect(await read(content)).toEqual([
      { question: '多少？', sql: 'SELECT 1;' },
      { question: 'b', sql: 'SELECT 2;' },
    ]);
  });

  it.each([1, 2, 3, 1000])('is the same in pieces of %d bytes, whatever was escaped and how', async (size) => {
    const pair = { question: '😀 中文 "quoted" \\ \u2028.', sql: "SELECT '\n\t/', '\ud83d\ude00';" };
    const escaped = JSON.stringify(pair).replace(/[^ -~]/g, (unit) => {
      return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
    expect(await read(`\ufeff\n[ ${JSON.stringify(pair)},\n${escaped} ]\n`, size)).toEqual([pair, pair]);
  });

  it('may be empty', async () => {
    expect(await read('[]')).toEqual([]);
  });

  it.each([
    ['[{"question": "a", "sql": "SELECT 1;"}, {"question": "b"}]', /\[1\]\.sql/],
    ['[{"question": "  ", "sql": "SELECT 1;"}]', /\[0\]\.question: must not be blank/],
    ['{"question": "a", "sql": "SELECT 1;"}', /expected an array/],
    ['"a"', /expected an array/],
    ['[null]', /\[0\]/],
    ['[{"question"', /p\.json cannot be read/],
    ['[{"question": "a", "sql": "b"},]', /p\.json cannot be read/],
    ['[{"question": "a", "sql": "b"}] x', /p\.json cannot be read/],
    ['[{"question": "a", "sql": "b"}', /p\.json cannot be read/],
    [' \n', /there is nothing in it/],
  ])('is refused as %s, with the place', async (content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });
});
