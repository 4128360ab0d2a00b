import { describe, expect, it } from '@jest/globals';
import { countTokens } from './count-tokens.js';
import { cutDocument } from './cut-document.js';
import { DETAIL_SECTIONS } from '#libs/step-files';
import { LANGUAGES } from '#libs/language';

const DOCUMENT = `## orders (table)
orders table: Each row is one order, identified by id.
Columns:
- id (integer) [primary key, not null] [examples: 1, 2]
- status (text) [examples: paid, open]
Notes:
- id is the primary key
- status takes one of the values: paid, open
- customer_id is a foreign key to customers(id)
Data profile:
- about 16 rows
Relations:
- refers to customers: orders.customer_id = customers.id (many to one)
- possibly referred to by notes (possible, not confirmed): notes.order_id = orders.id (one to many)
Also called:
- orders 订单`;
const JOINS = [{ from: 'a', to: 'b', condition: 'public.orders.customer_id = public.customers.id', declared: true }];

describe('the document of a table next to its DDL', () => {
  it('keeps what the table is, meanings and further joins, and leaves out what the DDL says', () => {
    expect(cutDocument(DOCUMENT, JOINS, 1_000, countTokens))
      .toBe(`orders table: Each row is one order, identified by id.
Notes:
- status takes one of the values: paid, open
Relations:
- possibly referred to by notes (possible, not confirmed): notes.order_id = orders.id (one to many)`);
  });

  it('keeps a join that the context does not have otherwise, in Chinese too', () => {
    const relation = '- 引用 客户（推断）：订单.客户编号 = 客户.编号（多对一，可为空）';
    const document = `订单 表：每行为一个订单。\n表间关系：\n${relation}`;
    expect(cutDocument(document, [], 1_000, countTokens)).toContain(relation);
    const known = [
      { from: 'a', to: 'b', condition: 'public."客户"."编号" = public."订单"."客户编号"', declared: false },
    ];
    expect(cutDocument(document, known, 1_000, countTokens)).toBe('订单 表：每行为一个订单。');
  });

  it('gives the less important parts up first where there is no room', () => {
    const cut = cutDocument(DOCUMENT, [], 40, countTokens) ?? '';
    expect(cut).toContain('takes one of the values');
    expect(cut).not.toContain('Relations');
    expect(countTokens(cut)).toBeLessThanOrEqual(40);
    expect(cutDocument(DOCUMENT, [], 3, countTokens)).toBeNull();
  });

  it('knows the parts of a document in every language', () => {
    for (const language of LANGUAGES) {
      const { notes, fields, profile } = DETAIL_SECTIONS[language];
      const document = ['x', fields, '- a (text)', notes, '- a: b', profile, '- 1'].join('\n');
      expect(cutDocument(document, [], 1_000, countTokens)).toBe(['x', notes, '- a: b'].join('\n'));
    }
  });
});
