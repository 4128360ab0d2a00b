import { describe, expect, it } from '@jest/globals';
import { parsePairBlocks } from './pair-blocks.js';

describe('parsePairBlocks', () => {
  it('reads blocks, with SQL of several lines and empty lines within', () => {
    const text = 'Question: 多少订单？\nSQL: SELECT count(*)\n\n  FROM orders;\n\nquestion: all?\nsql:\nSELECT 1;\n';
    expect(parsePairBlocks('qs_pair.sql', text)).toEqual([
      { question: '多少订单？', sql: 'SELECT count(*)\n\n  FROM orders;' },
      { question: 'all?', sql: 'SELECT 1;' },
    ]);
  });

  it('has none of an empty file', () => {
    expect(parsePairBlocks('qs_pair.sql', '\n \n')).toEqual([]);
  });

  it.each([
    ['SELECT 1;', 1],
    ['Question: a\nSQL: SELECT 1;\n\nQuestion: b\n', 2],
    ['Question:\nSQL: SELECT 1;', 1],
    ['Question: a\nSQL:  ', 1],
  ])('names the block of %j that is no pair', (text, block) => {
    expect(() => parsePairBlocks('qs_pair.sql', text)).toThrow(`block ${block}`);
  });
});
