import { describe, expect, it } from '@jest/globals';
import { changedLines, type Piece } from './text-diff.js';

const marked = (lines: readonly (readonly Piece[])[]) =>
  lines.map((line) => line.map(({ text, isChanged }) => (isChanged ? `[${text}]` : text)).join(''));
const diff = (before: string, after: string) => {
  const { old, now } = changedLines(before, after);
  return [marked(old), marked(now)];
};

describe('the difference of two texts', () => {
  it('is the words within the lines that differ', () => {
    expect(diff('SELECT a\nFROM t\nWHERE x = 1', 'SELECT a\nFROM t\nWHERE x = 2')).toEqual([
      ['WHERE x = [1]'],
      ['WHERE x = [2]'],
    ]);
    expect(diff('有多少家公司？', '有多少家门店？')).toEqual([['[有多少家公司]？'], ['[有多少家门店]？']]);
  });

  it('sees a line that was moved, and one that stands there twice', () => {
    expect(diff('a\nb', 'b\na')).not.toEqual([[], []]);
    expect(diff('a', 'a\na')).toEqual([[], ['[a]']]);
  });

  it('is nothing for equal texts, and everything for very long ones', () => {
    expect(diff('a b', 'a b')).toEqual([[], []]);
    const long = 'x '.repeat(2_000);
    expect(diff(`${long}a`, `${long}b`)).toEqual([[`[${long}a]`], [`[${long}b]`]]);
  });
});
