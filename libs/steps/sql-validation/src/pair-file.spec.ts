import { describe, expect, it } from '@jest/globals';
import { newestPairFile, parsePairFile, renderPairs } from './pair-file.js';
import { withoutDuplicates, type CheckedPair } from './remove-duplicates.js';
import { surroundings } from '../../../../test/harness/step-surroundings.js';

function failure(content: string): unknown {
  try {
    return parsePairFile('qs_x_pair.json', content);
  } catch (error) {
    return error;
  }
}

describe('pair file', () => {
  it('is the one with the newest time stamp in its name', async () => {
    const { files, context } = surroundings('postgres://x/y', {});
    await expect(newestPairFile(context.files)).rejects.toMatchObject({ code: 'validation_file_missing' });
    for (const name of [
      'qs_z_20250101_000000_pair.json',
      'qs_a_20250721_234914_pair.json',
      'qs_a_20250721_234914_pair.json.backup',
    ]) {
      files.set(name, '[]');
    }
    await expect(newestPairFile(context.files)).resolves.toBe('qs_a_20250721_234914_pair.json');
  });

  it('is read with a BOM and with fields that are not ours', () => {
    expect(parsePairFile('f', '\uFEFF[{"question": "q", "sql": "SELECT 1", "note": 1}]')).toEqual([
      { question: 'q', sql: 'SELECT 1' },
    ]);
    expect(parsePairFile('f', renderPairs([{ question: '问', sql: 'S' }]))).toEqual([{ question: '问', sql: 'S' }]);
  });

  it('names the file and the place when it is broken', () => {
    expect(failure('[\n  {"question": "q", "sql": }\n]')).toMatchObject({
      code: 'validation_file_malformed',
      params: { file: 'qs_x_pair.json', line: 2, column: 28 },
    });
    expect(failure('[{"question": "q"')).toMatchObject({ code: 'validation_file_malformed' });
    expect(failure('{}')).toMatchObject({ code: 'validation_file_wrong_shape', params: { where: 'top level' } });
    expect(failure('[{"question": "q", "sql": "s"}, {"question": "q", "sql": 5}]')).toMatchObject({
      params: { where: '#2.sql' },
    });
    expect(failure('[{"question": " ", "sql": "s"}]')).toMatchObject({ params: { where: '#1.question' } });
    expect(failure('[]')).toMatchObject({ code: 'validation_file_empty' });
  });
});

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
    const removed: number[] = [];
    const { signal } = new AbortController();
    const kept: CheckedPair[] = [];
    for await (const pair of withoutDuplicates(pairs, (index) => removed.push(index), signal)) {
      kept.push(pair);
    }
    expect(kept.map(({ index }) => index)).toEqual([0, 3, 4, 5, 6, 8, 9, 10]);
    expect(kept.slice(0, 3).map(({ shape }) => shape?.features.has('aggregate'))).toEqual([true, undefined, undefined]);
    expect(removed).toEqual([1, 2, 7, 11]);
  });
});
