import { describe, expect, it } from '@jest/globals';
import { chineseFor, pluralWord, singularWord } from './index.js';

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

  it.each([
    ['data', 'data records'],
    ['staff', 'staff members'],
    ['equipment', 'equipment items'],
  ])('that are not counted get a word that is: %s, %s', (noun, counted) => {
    expect([singularWord(noun), pluralWord(noun)]).toEqual([noun, counted]);
  });

  it('have a Chinese word in either form', () => {
    expect(['addresses', 'classes', 'movies', 'sizes'].map((word) => chineseFor([word]))).toEqual([
      '地址',
      '类别',
      '电影',
      '尺寸',
    ]);
  });
});
