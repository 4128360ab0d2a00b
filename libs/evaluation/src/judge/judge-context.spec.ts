import { describe, expect, it } from '@jest/globals';
import { Relations } from '../facts/relations.js';
import { goldOf } from './gold.js';
import { judgeContext } from './judge-context.js';
import { PieceReader } from './piece-facts.js';

const named = (...names: string[]) => names.map((name) => ({ name }));
const relations = new Relations([
  { schema: 'public', name: 'shops', columns: named('id', 'city') },
  { schema: 'public', name: 'sales', columns: named('shop_id', 'amount', 'state') },
]);
const SHOPS = 'create table public.shops (id bigint primary key, city text);';
const SALES = 'create table public.sales (shop_id bigint, amount numeric, state text);';
const DOCUMENT = '## sales\n- shop_id refers to shops.id\n- state: open, paid';
const GOLD = `SELECT city, sum(amount) FROM sales JOIN shops ON shops.id = sales.shop_id WHERE state = 'paid' GROUP BY city`;
const pair = {
  question: 'How much is open in each city?',
  sql: `SELECT s.city, sum(v.amount) FROM sales v JOIN shops s ON s.id = v.shop_id WHERE v.state = 'open' GROUP BY s.city`,
};

async function judge(question: string, context: Partial<Parameters<typeof judgeContext>[2]>, golds = [GOLD]) {
  const whole = { ddl: [], documentation: [], pairs: [], ...context };
  const text = [...whole.ddl, ...whole.documentation, ...whole.pairs.map(({ sql }) => sql)].join('\n');
  const read = await Promise.all(golds.map((sql) => goldOf(sql, relations)));
  return judgeContext(question, read, { text, ...whole }, new PieceReader(relations));
}

describe('judgeContext', () => {
  it('names everything that a context lacks', async () => {
    expect(await judge('revenue by city', { ddl: [SALES] })).toMatchObject({
      sufficient: false,
      tables: { gold: 2, missing: ['public.shops'] },
      columns: { gold: 5, missing: expect.arrayContaining(['public.shops.id', 'public.shops.city']) },
      joins: { gold: 1, missing: ['public.sales.shop_id = public.shops.id'] },
      values: { gold: 1, missing: ['paid'] },
      skeleton: { first: false, any: false },
    });
  });

  it('is satisfied by documents, and does not ask for a value that the question spells', async () => {
    expect(await judge('revenue by city', { ddl: [SALES, SHOPS], documentation: [DOCUMENT] })).toMatchObject({
      sufficient: true,
      values: { gold: 1, missing: [] },
    });
    expect(await judge('PAID revenue by city', { ddl: [SALES, SHOPS] })).toMatchObject({
      sufficient: false,
      values: { gold: 1, missing: [] },
    });
  });

  it('finds the statement with other names and values among the pairs', async () => {
    const other = { question: 'How many shops?', sql: 'SELECT count(*) FROM shops' };
    const found = await judge('revenue by city', { pairs: [other, pair] }, [
      GOLD.replace('JOIN shops', 'JOIN shops x'),
    ]);
    expect(found.skeleton).toEqual({ first: false, any: true });
    expect((await judge('revenue by city', { pairs: [pair, other] })).skeleton).toEqual({ first: true, any: true });
  });

  it('counts the tables among the first pieces of each kind', async () => {
    const ddl = [SALES, SALES, SALES, SHOPS];
    expect((await judge('x', { ddl })).recall_at).toEqual({ '3': 0.5, '5': 1, '10': 1 });
  });

  it('lets the gold statement speak that lacks least', async () => {
    const golds = [GOLD, 'SELECT count(*) FROM shops'];
    expect(await judge('x', { ddl: [SHOPS] }, golds)).toMatchObject({ sufficient: true, tables: { gold: 1 } });
  });
});
