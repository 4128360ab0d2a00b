import { describe, expect, it } from '@jest/globals';
import { nameOf } from './name-of.js';
import { SchemaNames } from './schema-names.js';
import { sureChineseFor } from './translate.js';

const isGuessed = (identifier: string, comment: string | null = null, isTable = false): boolean =>
  nameOf({ identifier, words: identifier.split('_'), comment, isTable }).zh.isGuessed === true;

describe('a Chinese name', () => {
  it.each([
    ['known as a whole', 'unit_price', false],
    ['of a noun and what any business says of it', 'customer_status', false],
    ['of two nouns that mean the same everywhere', 'product_review', false],
    ['of one word with several senses', 'exposure', true],
    ['of a noun with several senses before a plain head', 'session_status', true],
    ['of a head with several senses', 'employee_ticket', true],
    ['written with letters that are short for several words', 'comp_name', true],
    ['that says of a quantity in an order that is not Chinese', 'quantity_customer', true],
  ])('%s', (_kind, identifier, expected) => {
    expect(isGuessed(identifier)).toBe(expected);
  });

  it('from a comment is no guess, whatever its English words are', () => {
    expect(isGuessed('exposure', '敞口')).toBe(false);
    expect(isGuessed('act_cat', '活动类别')).toBe(false);
  });

  it('of a trade is sure where the database is of the trade', () => {
    const columns = [{ name: 'session_id', comment: null }];
    const table = (name: string) => ({ schema: 'public', name, comment: null, columns });
    const guessed = (...tables: string[]): boolean =>
      new SchemaNames(tables.map(table)).entity({ schema: 'public', name: 'session' }).zh.isGuessed === true;
    expect(guessed('session', 'customers', 'orders')).toBe(true);
    expect(guessed('session', 'trainer', 'membership', 'locker')).toBe(false);
  });
});

describe('values', () => {
  it('have a Chinese meaning only where people would say it', () => {
    expect(sureChineseFor(['repair', 'status'])).toBe('维修状态');
    expect(sureChineseFor(['down'])).toBeNull();
    expect(sureChineseFor(['major'])).toBeNull();
  });
});
