import { describe, expect, it } from '@jest/globals';
import { selectFiles } from './select-files.js';

const files = ['a.ddl', 'a_detail.md', 'b.ddl', 'vector_bak/x.csv'].map((name) => ({ name }));

function select(selection: string[] | undefined): string[] {
  return selectFiles(files, selection).map(({ name }) => name);
}

describe('selectFiles', () => {
  it.each<[string[] | undefined, string[]]>([
    [undefined, ['a.ddl', 'a_detail.md', 'b.ddl', 'vector_bak/x.csv']],
    [
      ['b.ddl', 'a.ddl', 'b.ddl'],
      ['a.ddl', 'b.ddl'],
    ],
    [['*.ddl'], ['a.ddl', 'b.ddl']],
    [['vector_bak/*'], ['vector_bak/x.csv']],
    [['**'], ['a.ddl', 'a_detail.md', 'b.ddl', 'vector_bak/x.csv']],
    [
      ['?.ddl', 'a_detail.md'],
      ['a.ddl', 'a_detail.md', 'b.ddl'],
    ],
  ])('takes %j as %j', (selection, expected) => {
    expect(select(selection)).toEqual(expected);
  });

  it('names everything that fits nothing', () => {
    expect(() => select(['a.ddl', 'c.ddl', '*.log', '../x'])).toThrow('c.ddl, *.log, ../x');
  });
});
