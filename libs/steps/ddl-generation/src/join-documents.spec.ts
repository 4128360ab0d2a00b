import { describe, expect, it } from '@jest/globals';
import { field, names, relationship } from '../../../../test/harness/model-builder.js';
import { documentsOf } from './documents.fixture.js';

describe('joins', () => {
  const shopId = field('shop_id', 'integer', names('shop', '门店'), { role: 'reference', notNull: false });

  it('are conditions for a query, in both directions, with cardinality and role', () => {
    const documents = documentsOf(
      [shopId],
      [
        relationship('sale.shop_id → shop.id', { optional: true, role: names('branch', '分店') }),
        relationship('item.sale_id → sale.id'),
      ],
    );
    expect(documents('en').detail).toEqual(
      expect.arrayContaining([
        '- refers to shop: sale.shop_id = shop.id (many to one; as branch; may be missing)',
        '- referred to by item: item.sale_id = sale.id (one to many)',
      ]),
    );
    expect(documents('zh').detail).toEqual(
      expect.arrayContaining([
        '- 引用 shop：sale.shop_id = shop.id（多对一，角色：分店，可为空）',
        '- 被引用于 item：item.sale_id = sale.id（一对多）',
      ]),
    );
  });

  it('that are hints are marked as possible, and are no keys', () => {
    const documents = documentsOf(
      [shopId],
      [relationship('sale.shop_id → shop.id', { declared: false, standing: 'hint' })],
    );
    expect(documents('en').detail).toContain('- possibly refers to shop: sale.shop_id = shop.id (many to one)');
    expect(documents('zh').detail).toContain('- 可能引用 shop：sale.shop_id = shop.id（多对一）');
    expect(documents('en').detail.join('\n')).not.toContain('foreign key');
    expect(documents('en').ddl).not.toContain('foreign key');
  });

  it('name the target of an inferred key in the .ddl, with its condition', () => {
    const documents = documentsOf(
      [field('owner', 'integer', names('owner', '所有者'), { role: 'reference' })],
      [
        relationship('sale.owner → shop.id', { declared: false, condition: { field: 'kind', value: '1' } }),
        relationship('sale.owner → person.id', { declared: false, condition: { field: 'kind', value: '2' } }),
      ],
    );
    expect(documents('en').ddl).toMatch(
      /owner integer, +-- inferred foreign key to shop\(id\) when kind = 1, person\(id\) when kind = 2\n/,
    );
    expect(documents('en').detail).toEqual(
      expect.arrayContaining([
        "- refers to shop (inferred): sale.owner = shop.id AND sale.kind = '1' (many to one)",
        '- owner appears to refer to person(id) (inferred, no constraint declares it), only where kind = 2',
      ]),
    );
  });

  it('say once whether the column or the counterpart is missing', () => {
    const filled = field('shop_id', 'integer', names('shop', '门店'), { role: 'reference', notNull: true });
    const optional = relationship('sale.shop_id → shop.id', { declared: false, optional: true });
    expect(documentsOf([filled], [optional])('en').detail).toContain(
      '- refers to shop (inferred): sale.shop_id = shop.id (many to one; some rows have no counterpart)',
    );
    expect(documentsOf([filled], [optional])('zh').detail).toContain(
      '- 引用 shop（推断）：sale.shop_id = shop.id（多对一，部分行无对应记录）',
    );
    const withZero = documentsOf([filled], [{ ...optional, noneValue: '0' }]);
    expect(withZero('zh').detail).toContain(
      '- 引用 shop（推断）：sale.shop_id = shop.id（多对一，shop_id = 0 表示无）',
    );
  });

  it('of a table with itself are complete, with an alias for each of the two rows', () => {
    const documents = documentsOf(
      [field('parent_id', 'integer', names('parent', '上级'), { role: 'reference' })],
      [relationship('sale.parent_id → sale.id', { noneValue: '0' })],
    );
    expect(documents('en').detail).toContain(
      '- refers to sale: sale AS child JOIN sale AS parent ON child.parent_id = parent.id (many to one; parent_id = 0 means none; parent is the row referred to)',
    );
  });

  it('of a table with itself call no row a parent that is none', () => {
    const documents = documentsOf(
      [field('replaces', 'integer', names('replaced sale', '被替换的销售单'), { role: 'reference' })],
      [relationship('sale.replaces → sale.id')],
    );
    expect(documents('zh').detail).toContain(
      '- 引用 sale：sale AS one JOIN sale AS other ON one.replaces = other.id（多对一，other 为被引用的行）',
    );
  });

  it('of lists of keys take the lists apart', () => {
    const list = relationship('sale.shops → shop.id', { declared: false, elements: 'json' });
    const documents = documentsOf([field('shops', 'text', names('shops', '门店'), { role: 'reference' })], [list]);
    expect(documents('en').detail).toContain(
      "- refers to shop (inferred): shop.id IN (SELECT e::integer FROM jsonb_array_elements_text(NULLIF(sale.shops, '')::jsonb) AS e) (many to many)",
    );
    const array = documentsOf([field('shops', 'integer[]', names('shops', '门店'))], [{ ...list, elements: 'array' }]);
    expect(array('zh').detail).toContain('- 引用 shop（推断）：shop.id = ANY (sale.shops)（多对多）');
  });

  it('of several steps take neither of two references to one table', () => {
    const ends = [relationship('item.from_id → product.id'), relationship('item.to_id → product.id')];
    const paths = (joins: typeof ends): string[] =>
      documentsOf(
        [shopId],
        [relationship('item.sale_id → sale.id'), ...joins],
      )('en').detail.filter((line) => line.startsWith('- to product'));
    expect(paths(ends)).toEqual([]);
    expect(paths(ends.slice(1))).toHaveLength(1);
  });

  it('of several steps lead to important tables, down and then up only', () => {
    const documents = documentsOf(
      [shopId],
      [
        relationship('item.sale_id → sale.id'),
        relationship('item.product_id → product.id'),
        relationship('sale.shop_id → shop.id'),
        relationship('person.shop_id → shop.id'),
      ],
    );
    const { detail } = documents('en');
    const paths = detail.slice(detail.indexOf('Join paths:') + 1).filter((line) => line.startsWith('- to '));
    expect(paths).toEqual([
      '- to product through item: sale JOIN item ON item.sale_id = sale.id JOIN product ON item.product_id = product.id',
    ]);
  });
});
