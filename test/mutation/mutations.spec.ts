import { describe, expect, it } from '@jest/globals';
import { mutationsOf } from './mutations.mjs';

const changesOf = (text: string): string[] =>
  mutationsOf(text).map(({ start, end, replacement }) => `${text.slice(0, start)}${replacement}${text.slice(end)}`);

describe('mutations', () => {
  it('change one operator, condition, await, call or truth value each', () => {
    expect(changesOf('if (a < 1) { await save(b); }')).toEqual([
      'if (!(a < 1)) { await save(b); }',
      'if (a <= 1) { await save(b); }',
      'if (a < 1) { ; }',
      'if (a < 1) { void save(b); }',
    ]);
    expect(changesOf('const c = d ?? true;')).toEqual(['const c = d && true;', 'const c = d ?? false;']);
  });

  it('leave types, imports and the joining of texts alone', () => {
    const text = "import x from 'x';\ninterface A { b: 1 | true }\nconst c: 2 = x;\nconst d = 'e' + c;";
    expect(mutationsOf(text)).toEqual([]);
  });

  it('say where they are', () => {
    expect(mutationsOf('const a =\n  b === c;')).toEqual([
      expect.objectContaining({ line: 2, change: '=== becomes !==' }),
    ]);
  });
});
