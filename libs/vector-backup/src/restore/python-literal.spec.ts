import { describe, expect, it } from '@jest/globals';
import { parsePythonLiteral } from './python-literal.js';

describe('parsePythonLiteral', () => {
  it.each<[string, unknown]>([
    [`{'id': 'x-sql', 'createdat': None}`, { id: 'x-sql', createdat: null }],
    [`{"a": "it's", 'b': 'say "hi"', 'c': 'it\\'s "both"'}`, { a: "it's", b: 'say "hi"', c: `it's "both"` }],
    [
      `{'n': -1.5e3, 't': True, 'f': False, 'l': [1, 'x', (2, 3)], 'd': {}}`,
      { n: -1500, t: true, f: false, l: [1, 'x', [2, 3]], d: {} },
    ],
    [`'中文 \\n \\\\ \\x41 \\u4e2d \\U0001F680'`, '中文 \n \\ A 中 🚀'],
    ['[]', []],
    ['{1: 2}', { '1': 2 }],
  ])('reads %s', (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value);
  });

  it('takes __proto__ for a key like any other', () => {
    const value = parsePythonLiteral(`{'__proto__': {'x': 1}}`);
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each([`{'a': }`, `{'a'`, `'open`, `__import__('os')`, `{'a': 1} x`, '1 + 1', `'\\q'`, ''])(
    'refuses %s',
    (text) => {
      expect(() => parsePythonLiteral(text)).toThrow(SyntaxError);
    },
  );
});
