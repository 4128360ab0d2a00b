import { describe, expect, it } from '@jest/globals';
import { namesIn, visitTree } from './syntax-tree.js';

function visited(tree: unknown): [string, unknown][] {
  const found: [string, unknown][] = [];
  visitTree(tree, (key, node) => found.push([key, node]));
  return found.sort(([one], [other]) => one.localeCompare(other));
}

describe('visitTree', () => {
  it('visits every node under its key, and neither lists nor scalars', () => {
    const tree = { a: 'text', b: 1, c: null, d: [{ e: { f: {} } }, 'g', null], h: { i: [[{ j: {} }]] } };
    expect(visited(tree)).toEqual([
      ['e', { f: {} }],
      ['f', {}],
      ['h', { i: [[{ j: {} }]] }],
      ['j', {}],
    ]);
    expect(visited([{ a: {} }])).toEqual([['a', {}]]);
    expect(visited('text')).toEqual([]);
  });

  it('goes deeper than the stack', () => {
    let tree: object = {};
    for (let level = 0; level < 100_000; level += 1) {
      tree = { next: tree };
    }
    expect(visited(tree)).toHaveLength(100_000);
  });
});

describe('namesIn', () => {
  it('gives the strings of a list, without its other members', () => {
    expect(
      namesIn([{ String: { sval: 'a' } }, { A_Star: {} }, null, { String: {} }, { String: { sval: '' } }]),
    ).toEqual(['a', '']);
    expect(namesIn(undefined)).toEqual([]);
    expect(namesIn({ String: { sval: 'a' } })).toEqual([]);
  });
});
