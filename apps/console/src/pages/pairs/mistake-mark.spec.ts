import { describe, expect, it } from '@jest/globals';
import { EditorState } from '@codemirror/state';
import { markAt, mistakes, wordAt } from './mistake-mark.js';

describe('the mark of a mistake', () => {
  it.each([
    ['SELECT amuont FROM sale', 8, 'amuont'],
    ['SELECT "no name" FROM sale', 8, '"no name"'],
    ["SELECT '😀', 金额 FROM 销售", 13, '金额'],
    ['SELECT 1 + , 2', 12, ','],
    ['SELECT count( FROM a  ', 23, 'a'],
    ['SELECT (', 99, '('],
    ['', 1, ''],
  ])('in %j at %i is %j', (text, position, word) => {
    const { from, to } = wordAt(text, position);
    expect(text.slice(from, to)).toBe(word);
  });

  it('goes when the text is changed', () => {
    const state = EditorState.create({ doc: 'SELECT a', extensions: mistakes });
    const found = state.update(markAt(state, 8)).state;
    expect([found.field(mistakes).size, found.selection.main.head]).toEqual([1, 7]);
    const moved = found.update({ selection: { anchor: 0 } }).state;
    expect(moved.field(mistakes).size).toBe(1);
    expect(moved.update({ changes: { from: 7, to: 8, insert: 'b' } }).state.field(mistakes).size).toBe(0);
  });
});
