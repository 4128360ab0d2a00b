import { describe, expect, it } from '@jest/globals';
import { newPair } from '#libs/step-files';
import { placedPairs } from './placed-pair.js';
import { withoutDuplicates, type CheckedPair } from './remove-duplicates.js';

describe('withoutDuplicates', () => {
  it('keeps the first of one structure or one question, and unreadable statements', async () => {
    const pairs = [
      { question: '有多少？', sql: 'SELECT count(*) FROM a' },
      { question: '有多少', sql: 'SELECT 1 FROM b' },
      { question: '还有多少', sql: 'select COUNT(*) as n from a;' },
      { question: 'x', sql: 'SELEC 1' },
      { question: 'y', sql: 'SELEC 1' },
      { question: 'how many of old?', sql: 'SELECT count(*) FROM old.a' },
      { question: 'the first five of a', sql: 'SELECT a.x FROM a WHERE a.x > 1 LIMIT 5' },
      { question: 'the first ten of a', sql: 'SELECT a.x AS "y" FROM a WHERE a.x > 9 LIMIT 10' },
      { question: 'those of a', sql: 'SELECT a.x FROM a WHERE a.x > 1' },
      { question: 'a with b', sql: 'SELECT b.y FROM a JOIN b ON a.id = b.id' },
      { question: 'a and its id with b', sql: 'SELECT b.y, a.id FROM a JOIN b ON a.id = b.id' },
      { question: 'a and twice its id with b', sql: 'SELECT a.id, b.y, a.id FROM a JOIN b ON a.id = b.id' },
    ];
    const placed = placedPairs([{ name: 'a_pair.json', pairs: pairs.map(newPair) }]);
    const removed: number[] = [];
    const { signal } = new AbortController();
    const kept: CheckedPair[] = [];
    for await (const pair of withoutDuplicates(placed, ({ index }) => removed.push(index), signal)) {
      kept.push(pair);
    }
    expect(kept.map(({ index }) => index)).toEqual([0, 3, 4, 5, 6, 8, 9, 10]);
    expect(kept.slice(0, 3).map(({ shape }) => shape?.features.has('aggregate'))).toEqual([true, undefined, undefined]);
    expect(removed).toEqual([1, 2, 7, 11]);
  });
});
