import { expect, it } from '@jest/globals';
import { copiesAmong } from './copies.js';

const COLUMNS = ['id', 'sum', 'paid_on', 'note', 'shop_id'];
const table = (name: string, columns: readonly string[] = COLUMNS) => ({
  id: `s.${name}`,
  schema: 's',
  table: name,
  columns,
});
const copies = (...names: readonly string[]): string[] =>
  [...copiesAmong([table('receipt'), ...names.map((name) => table(name))])].map(([copy, of]) => `${copy} ${of}`);

it.each([
  'receipt_bak20240131',
  'receipt_old',
  'receipt_copy1',
  'tmp_receipt',
  'receipt_2023',
  'Receipt_BACKUP',
  'receipt备份',
])('knows %s', (name) => {
  expect(copies(name)).toEqual([`s.${name} s.receipt`]);
});

it.each(['receipt_line', 'receipts', 'old_fashioned', 'receipt_2', 'history'])('leaves %s', (name) => {
  expect(copies(name)).toEqual([]);
});

it('leaves a history with columns of its own, and a backup of what is gone', () => {
  const history = table('receipt_history', ['id', 'receipt_id', 'changed_on', 'old_sum', 'new_sum']);
  expect([...copiesAmong([table('receipt'), history, table('bill_bak')])]).toEqual([]);
});
