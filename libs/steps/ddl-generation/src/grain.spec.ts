import { describe, expect, it } from '@jest/globals';
import { field, names, relationship } from '../../../../test/harness/model-builder.js';
import type { EntityKind } from '#libs/semantic-model';
import { documentsOf } from './documents.fixture.js';

const reference = (name: string) => field(name, 'integer', names(name, name), { role: 'reference' });

describe('the sentence about the rows', () => {
  const ofShop = relationship('sale.shop_id → shop.id');

  it.each(['event', 'line', 'snapshot'] as const)('names what a row of the kind %s belongs to', (kind) => {
    const documents = documentsOf([reference('shop_id')], [ofShop], { entity: { kind } });
    expect(documents('en').detail[1]).toBe('sale table: Each row is one sale of one shop, identified by id.');
    expect(documents('zh').detail[1]).toBe('sale 表：每行为一家门店的一笔销售单，由 id 标识。');
  });

  it('names no owner that a row may lack', () => {
    const documents = documentsOf([reference('shop_id')], [{ ...ofShop, optional: true }]);
    expect(documents('en').detail[1]).toBe('sale table: Each row is one sale, identified by id.');
  });

  it('does not repeat the owner in the name', () => {
    const entity = { name: names('shop result', '门店成绩/项') };
    const documents = documentsOf([reference('shop_id')], [ofShop], { entity });
    expect(documents('en').detail[1]).toContain('Each row is one result of one shop,');
    expect(documents('zh').detail[1]).toContain('每行为一家门店的一项成绩，');
  });

  it.each<[string, EntityKind, readonly string[]]>([
    ['a thing', 'thing', ['shop_id → shop']],
    ['an event of several things', 'event', ['shop_id → shop', 'person_id → person']],
    ['an event with two references to one table', 'event', ['shop_id → shop', 'to_id → shop']],
  ])('lets %s stand for itself', (_, kind, keys) => {
    const joins = keys.map((key) => relationship(`sale.${key}.id`));
    const documents = documentsOf(
      keys.map((key) => reference(key.split(' ')[0] ?? '')),
      joins,
      { entity: { kind } },
    );
    expect(documents('en').detail[1]).toBe('sale table: Each row is one sale, identified by id.');
  });
});
