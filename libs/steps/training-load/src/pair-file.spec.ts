import { describe, expect, it } from '@jest/globals';
import { parsePairFile } from './pair-file.js';

describe('parsePairFile', () => {
  it('reads pairs, keys in any case, and ignores other keys', () => {
    const content =
      '[{"question": " 多少？ ", "sql": "SELECT 1;", "theme": "x"}, {"Question": "b", "SQL": "SELECT 2;"}]';
    expect(parsePairFile('p.json', content)).toEqual([
      { question: '多少？', sql: 'SELECT 1;' },
      { question: 'b', sql: 'SELECT 2;' },
    ]);
  });

  it.each([
    ['[{"question": "a", "sql": "SELECT 1;"}, {"question": "b"}]', /\[1\]\.sql/],
    ['[{"question": "  ", "sql": "SELECT 1;"}]', /\[0\]\.question: must not be blank/],
    ['{"question": "a", "sql": "SELECT 1;"}', /expected array/],
    ['[null]', /\[0\]/],
    ['[{"question"', /p\.json cannot be read/],
  ])('refuses %s and says where', (content, message) => {
    expect(() => parsePairFile('p.json', content)).toThrow(message);
  });
});
