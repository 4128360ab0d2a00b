import { describe, expect, it } from '@jest/globals';
import { fileBaseNames } from './file-base-names.js';

const table = (text: string): { schema: string; name: string } => {
  const [schema = '', ...rest] = text.split('.');
  return { schema, name: rest.join('.') };
};
const names = (...tables: string[]): Record<string, string> => Object.fromEntries(fileBaseNames(tables.map(table)));

describe('file names', () => {
  it('are those of the original where nothing collides', () => {
    expect(names('public.bss_company', 'sales.orders', 'public.Order Details', 'public.a__b', 'public.订单')).toEqual({
      'public.bss_company': 'bss_company',
      'sales.orders': 'sales_orders',
      'public.Order Details': 'Order_Details',
      'public.a__b': 'a_b',
      'public.订单': '订单',
    });
  });

  it.each([
    [['public.sales_orders', 'sales.orders']],
    [['a.b_c', 'a_b.c']],
    [['public.T', 'public.t']],
    [['public.a-b', 'public.a b', 'public.a/b', 'public.a_b']],
    [['public.\u00e9', 'public.e\u0301']],
    [['public.metadata', 'public.Metadata']],
  ])('never meet, in any order: %s', (tables) => {
    const forward = names(...tables);
    expect(names(...[...tables].reverse())).toEqual(forward);
    const folded = Object.values(forward).map((name) => name.normalize('NFKC').toLowerCase());
    expect(new Set(folded).size).toBe(tables.length);
    expect(folded).not.toContain('metadata');
  });

  it('do not let one table take the name that a hash gives to another', () => {
    const taken = names('public.sales_orders', 'sales.orders')['sales.orders'] ?? '';
    const all = names('public.sales_orders', 'sales.orders', `public.${taken}`);
    expect(new Set(Object.values(all)).size).toBe(3);
  });

  it('fit into a file system and hold no path', () => {
    const all = names(
      `public.${'表'.repeat(80)}`,
      `public.${'表'.repeat(79)}号`,
      'public...',
      'public.../../etc/passwd',
      'a.\u0000x',
    );
    for (const name of Object.values(all)) {
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
      expect(name).not.toMatch(/[/\\\p{Cc}]|^\.|^$/u);
    }
    expect(new Set(Object.values(all)).size).toBe(5);
  });
});
