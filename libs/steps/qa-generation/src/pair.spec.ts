import { describe, expect, it } from '@jest/globals';
import { pairFileName, renderPairFile } from './pair-file.js';
import { closed } from './pair.js';

describe('pairs', () => {
  it('closes a statement without touching what is inside', () => {
    expect(closed("SELECT 'a;  b' -- c")).toBe("SELECT 'a;  b' -- c\n;");
    expect(closed('SELECT 1 ; ;\n')).toBe('SELECT 1;');
  });

  it('names and writes the file as the original does', () => {
    const when = new Date('2025-07-21T15:49:14Z');
    expect(pairFileName('highway_db', when, 'Asia/Shanghai')).toBe('qs_highway_db_20250721_234914_pair.json');
    expect(pairFileName('../a b"', when, 'UTC')).toBe('qs__a_b__20250721_154914_pair.json');
    expect(renderPairFile([{ question: '问', sql: 'SELECT 1;', kind: 'count', source: 'model' }])).toBe(
      '[\n  {\n    "question": "问",\n    "sql": "SELECT 1;"\n  }\n]',
    );
  });
});
