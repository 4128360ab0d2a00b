import { describe, expect, it } from '@jest/globals';
import { closed } from './pair.js';

describe('pairs', () => {
  it('closes a statement without touching what is inside', () => {
    expect(closed("SELECT 'a;  b' -- c")).toBe("SELECT 'a;  b' -- c\n;");
    expect(closed('SELECT 1 ; ;\n')).toBe('SELECT 1;');
  });
});
