import { describe, expect, it } from '@jest/globals';
import { rememberTexts } from './remember-texts.js';

describe('rememberTexts', () => {
  const asked: string[] = [];
  const lengthOf = (characters: number) => {
    asked.length = 0;
    return rememberTexts((text) => asked.push(text) && (text === 'none' ? undefined : text.length), characters);
  };

  it('asks for each text once', () => {
    const length = lengthOf(1_000);
    expect(['ab', 'abc', 'ab', 'none', 'none'].map(length)).toEqual([2, 3, 2, undefined, undefined]);
    expect(asked).toEqual(['ab', 'abc', 'none']);
  });

  it('forgets the texts that were not asked for longest, and keeps none that is too long', () => {
    const length = lengthOf(105);
    ['a', 'b', 'a', 'c', 'a', 'b'].forEach(length);
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
    const long = 'x'.repeat(200);
    expect([length(long), length(long), length('b')]).toEqual([200, 200, 1]);
    expect(asked.slice(4)).toEqual([long, long, 'b']);
  });
});
