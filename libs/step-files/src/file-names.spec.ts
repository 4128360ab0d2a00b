import { describe, expect, it } from '@jest/globals';
import { isGeneratedPairFile, isPairFile, pairFileName, trainingFiles } from './index.js';

describe('names of files', () => {
  it('are those of the Python original for pairs', () => {
    const when = new Date('2025-07-21T15:49:14Z');
    expect(pairFileName('highway_db', when, 'Asia/Shanghai')).toBe('qs_highway_db_20250721_234914_pair.json');
    expect(pairFileName('../a b"', when, 'UTC')).toBe('qs__a_b__20250721_154914_pair.json');
    expect(isGeneratedPairFile(pairFileName('', when, 'UTC'))).toBe(true);
    expect(isPairFile(pairFileName('库'.repeat(100), when, 'UTC'))).toBe(true);
  });

  it.each([
    ['qs_highway_db_20250722_165543_pair.json', true],
    ['shop_pair.json', true],
    ['Mine_PAIRS.Json', true],
    ['x_pair.sql', true],
    ['x_pairs.sql', true],
    ['qs_x_pair.json.backup', false],
    ['qs_x_pair.json_old', false],
    ['vector_bak/x_pair.json', false],
    ['pairs.json', false],
    ['x_pair.txt', false],
  ])('tell whether %s holds pairs', (name, holds) => {
    expect(isPairFile(name)).toBe(holds);
    expect(trainingFiles([name], { themes: false }).pairs).toEqual(holds ? [name] : []);
  });

  it('tell which SQL holds no questions', () => {
    const documents = ['a_detail.md', 'er_diagrams.md', 'metadata_detail.md', 'semantic_model.yaml'];
    expect(trainingFiles(documents, { themes: false }).documentation).toEqual(['a_detail.md']);
    expect(trainingFiles(documents, { themes: true }).documentation).toEqual(['a_detail.md', 'metadata_detail.md']);
    expect(trainingFiles(['notes.sql', 'a_pair.sql', 'schema.sql'], { themes: false }).ignored).toEqual(['notes.sql']);
  });
});
