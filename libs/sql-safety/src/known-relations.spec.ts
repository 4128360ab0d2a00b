import { describe, expect, it } from '@jest/globals';
import { describeStatement } from './describe-statement.js';
import { equality, KnownRelations } from './known-relations.js';
import { statementFacts } from './statement-facts.js';

const relation = (schema: string, name: string, ...columns: string[]) => ({
  schema,
  name,
  columns: columns.map((column) => ({ name: column })),
});
const known = new KnownRelations([
  relation('archive', 'orders', 'id', 'closed_at'),
  relation('public', 'orders', 'id', 'shop_id', 'total'),
  relation('public', 'shop', 'id', 'city'),
  relation('stock', 'item', 'id', 'size'),
]);

const touchedBy = async (sql: string) => known.touchedBy(await describeStatement(sql));

describe('KnownRelations', () => {
  it.each<[string, string | null, string | undefined]>([
    ['orders', null, 'public.orders'],
    ['orders', 'archive', 'archive.orders'],
    ['item', null, 'stock.item'],
    ['item', 'public', undefined],
    ['orders', 'stock', undefined],
    ['nothing', null, undefined],
  ])('%s in the schema %s is %s', (name, schema, id) => {
    expect(known.relation({ schema, name })?.id).toBe(id);
  });

  it('finds the columns of each alias, and a bare one wherever it exists', async () => {
    const { relations, columns } = await touchedBy(
      'SELECT o.total, city, a.id, a.total FROM orders o JOIN shop s ON true JOIN archive.orders a ON true',
    );
    expect([...relations].sort()).toEqual(['archive.orders', 'public.orders', 'public.shop']);
    expect([...columns].sort()).toEqual(['archive.orders.id', 'public.orders.total', 'public.shop.city']);
  });

  it('gives compared columns both ways round', async () => {
    const { equalities } = await touchedBy('SELECT 1 FROM orders o, shop s WHERE o.shop_id = s.id AND o.gone = s.id');
    const [shopId, id] = ['public.orders.shop_id', 'public.shop.id'];
    expect(equalities).toEqual([equality(shopId, id), equality(id, shopId)]);
  });

  it('leaves out what it does not know', async () => {
    expect(await touchedBy('SELECT n.id, o.gone FROM nothing n, orders o')).toEqual({
      relations: ['public.orders'],
      columns: [],
      equalities: [],
    });
  });
});

describe('statementFacts', () => {
  it('names tables and columns once, sorted', async () => {
    const shape = await describeStatement('SELECT s.id, s.city, s.id FROM shop s, shop t WHERE t.city = s.city');
    expect(statementFacts(shape, known)).toEqual({
      tables: ['public.shop'],
      columns: ['public.shop.city', 'public.shop.id'],
      difficulty: 'simple',
    });
  });
});
