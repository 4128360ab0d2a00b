import { describe, expect, it } from '@jest/globals';
import { catalogOf, column, relation } from '../../../test/harness/made-catalog.js';
import { chineseFor, nameReferences, pluralWord, singularWord } from './index.js';

describe('English nouns', () => {
  it.each([
    ['film', 'films'],
    ['category', 'categories'],
    ['survey', 'surveys'],
    ['address', 'addresses'],
    ['class', 'classes'],
    ['branch', 'branches'],
    ['box', 'boxes'],
    ['cache', 'caches'],
    ['size', 'sizes'],
    ['warehouse', 'warehouses'],
    ['purchase', 'purchases'],
    ['status', 'statuses'],
    ['movie', 'movies'],
    ['person', 'people'],
    ['series', 'series'],
  ])('%s, %s', (one, many) => {
    expect([singularWord(one), singularWord(many)]).toEqual([one, one]);
    expect([pluralWord(one), pluralWord(many)]).toEqual([many, many]);
  });

  it('have a Chinese word in either form', () => {
    expect(['addresses', 'classes', 'movies', 'sizes'].map((word) => chineseFor([word]))).toEqual([
      '地址',
      '类别',
      '电影',
      '大小',
    ]);
  });

  it.each([
    ['address_id', 'addresses'],
    ['class_id', 'classes'],
    ['status_id', 'statuses'],
    ['person_id', 'people'],
  ])('of tables are found by the columns that refer to them: %s, %s', (name, table) => {
    const [id, key] = [column('id', 'integer'), column(name, 'integer')];
    const found = nameReferences(catalogOf(relation(table, [id]), relation('visits', [id, key])));
    expect(found.map(({ from, columns, to }) => [from.name, columns[0], to.name])).toEqual([['visits', key, table]]);
  });
});
